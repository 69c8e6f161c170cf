/** Long ids and containers as the page writes them in a line; where one has a place of its own, `MiddleText` shortens it to that. */
import { NULL_CONTAINER } from "../../src-decoder/index.ts";

/** Signs that show nothing or move what stands around them: controls, and those of direction and joining. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;

/** A value of a capture on one line as JSON writes it, so that nothing in it is hidden or turns others around: `a\u202eb\n`. */
export function visible(text: string): string {
  return text.replaceAll(
    UNSEEN,
    (sign) => SHORT_ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text of which no part is written the other way round because of what stands beside it. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Fewer characters than these tell nothing from both ends. */
const LEAST_ROOM = 4;

/** A value in as many characters as there is room for: one that is longer ends in its middle. Where the room is next to nothing it stays as it is. */
export function cutMiddle(text: string, room: number): string {
  if (text.length <= room || room < LEAST_ROOM) return text;
  const headRoom = Math.ceil((room - 1) / 2);
  const tailRoom = Math.floor((room - 1) / 2);
  const head = upTo(text.slice(0, headRoom + LONGEST_UNIT).match(UNIT) ?? [], headRoom);
  const tail = upTo((text.slice(-tailRoom - LONGEST_UNIT).match(UNIT) ?? []).toReversed(), tailRoom);
  return `${isolated(head.join(""))}…${isolated(tail.toReversed().join(""))}`;
}

/** What is not cut in two: an escape of `visible`, and a character, which beyond the first plane is two code units. */
const UNIT = /\\u[0-9a-f]{4}|\\[nrt]|[^]/gu;
const LONGEST_UNIT = 6;

/** The first units that have room together; one in any case, as of nothing nobody would know which it is. */
function upTo(units: readonly string[], room: number): readonly string[] {
  let taken = Math.min(1, units.length);
  for (let length = units[0]?.length ?? 0; taken < units.length; taken++) {
    length += units[taken]!.length;
    if (length > room) break;
  }
  return units.slice(0, taken);
}

/** What a container is called: the null container by what it stands for, a frame's empty id by what it lacks, others by their id. */
export function containerName(id: string): string {
  if (id === NULL_CONTAINER) return "utility VM";
  return id === "" ? "no container" : visible(id);
}

/** The same, shortened. */
export function shortContainerName(id: string, keep = 4): string {
  // What it is called in words is short, and a word is no id.
  return id === "" ? containerName(id) : cutMiddle(containerName(id), keep * 2 + 3);
}
