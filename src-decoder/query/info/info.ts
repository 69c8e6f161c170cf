/** One line that says what a frame says: what Wireshark calls Info. */
import { viewOfRun, wholeRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { ByteTable, NO_BYTES } from "../../bytes/byte-table.ts";
import { viewOf } from "../../bytes/same-bytes.ts";
import { HEADER_BYTES } from "../../bridge/header.ts";
import { FRAME } from "../../model/capture.ts";
import type { ReadonlyColumn } from "../../bytes/columns.ts";
import type { Capture } from "../../model/capture.ts";
import { readFrame } from "../../model/read-stream.ts";
import { parsedValues } from "./info-values.ts";
import type { InfoValues } from "./info-values.ts";
import { LineMemo } from "./line-memo.ts";
import { lineOf } from "./lines.ts";
import type { Line } from "./lines.ts";
import { SPACE } from "../../bytes/json-bytes.ts";

/** Bytes of a payload that its line is made from; of a longer one the first. */
export const INFO_BYTES = 64 * 1024;
/** Characters of a line. */
const MOST_CHARACTERS = 240;
const DELETE = 0x7f;
/** Lines that are remembered, and bytes that one of them is made from: most that are said again and again are made from a few. */
const MOST_LINES = 1 << 16;
const MOST_KEY_BYTES = 256;
/** Of each type so many lines are looked for before it is told whether that is worth it, and again after so many. */
const TRIED = 1 << 10;
const RETRIED_EVERY = 1 << 15;

/**
 * What the frame at `row` says, in one line without its name; `payload` is the payload from its first byte on, or what there is of it.
 * Empty where the payload says nothing.
 */
export function infoOf({ frames }: Capture, row: number, payload: ByteRun): string {
  return infoBy(saidIn, frames, row, payload);
}

/** The line of a message of that type. */
export function infoLine(type: number, values: InfoValues): string {
  return oneLine(lineOf(type).say(values));
}

/** The line of a frame whose payload is read for it. */
export async function readInfo(capture: Capture, row: number): Promise<string> {
  const { bytes, gaps } = await readFrame(capture, row, HEADER_BYTES, INFO_BYTES);
  return infoOf(capture, row, { ...wholeRun(bytes), end: gaps[0]?.offset ?? bytes.length });
}

/** What of frames their lines depend on, beside their payloads. */
export interface InfoFrames {
  readonly type: Numbers;
  readonly size: Numbers;
  /** Bits of `FRAME`. */
  readonly flags: Numbers;
}

type Numbers = Pick<ReadonlyColumn, "get">;

/** Makes the lines of very many frames: one that was made before from the same payload, or from the same values, is found by their bytes. */
export class InfoMaker {
  readonly #frames: InfoFrames;
  readonly #key = new Uint8Array(MOST_KEY_BYTES);
  readonly #view = viewOf(this.#key);
  readonly #ofTypes = new Map<number, LineOfType>();
  readonly #memo = new LineMemo();
  #table = new ByteTable();
  /** By number of the key in the table. */
  #lines: string[] = [""];

  constructor(frames: InfoFrames) {
    this.#frames = frames;
  }

  /** As `infoOf`. */
  of(row: number, payload: ByteRun): string {
    return infoBy(this.#said, this.#frames, row, payload);
  }

  readonly #said = (type: number, payload: ByteRun): string => {
    const ofType = this.#ofType(type);
    if (!ofType.payloads.isWorthIt()) return this.#walked(type, ofType, payload);
    const known = this.#memo.find(type, payload);
    if (known !== null) {
      ofType.payloads.found++;
      return known;
    }
    const said = this.#walked(type, ofType, payload);
    this.#memo.keep(type, payload, said);
    return said;
  };

  #walked(type: number, { line, values }: LineOfType, payload: ByteRun): string {
    if (!line.walk.walk(payload)) return oneLine(line.say(parsedValues(viewOfRun(payload))));
    if (!values.isWorthIt()) return saidOf(line, payload);
    this.#view.setUint32(0, type, true);
    const end = line.walk.copyReached(this.#key, this.#view, 4);
    const number = end < 0 ? NO_BYTES : this.#table.numberOf(this.#view, 0, end);
    const known = number === NO_BYTES ? undefined : this.#lines[number];
    if (known !== undefined) {
      values.found++;
      return known;
    }
    const said = saidOf(line, payload);
    if (number !== NO_BYTES) this.#keep(number, said);
    return said;
  }

  #ofType(type: number): LineOfType {
    let ofType = this.#ofTypes.get(type);
    if (ofType === undefined) {
      ofType = { line: lineOf(type), payloads: new Trial(), values: new Trial() };
      this.#ofTypes.set(type, ofType);
    }
    return ofType;
  }

  #keep(number: number, said: string): void {
    if (number < MOST_LINES) {
      this.#lines.push(said);
    } else {
      this.#table = new ByteTable();
      this.#lines = [""];
    }
  }
}

/** What the messages of one type say, and how that is found among what others said before: by their payloads as a whole, and by what is taken from them. */
interface LineOfType {
  readonly line: Line;
  readonly payloads: Trial;
  readonly values: Trial;
}

/** Whether to look among what was made before: not where most is new, which now and then is tried again. */
class Trial {
  /** How often it was there, since it was tried last. */
  found = 0;
  #asked = 0;

  /** Counts one more. */
  isWorthIt(): boolean {
    const asked = this.#asked++ % RETRIED_EVERY;
    if (asked === 0) this.found = 0;
    return asked < TRIED || 2 * this.found > TRIED;
  }
}

function saidIn(type: number, payload: ByteRun): string {
  const line = lineOf(type);
  return line.walk.walk(payload) ? saidOf(line, payload) : oneLine(line.say(parsedValues(viewOfRun(payload))));
}

/** Of the payload that was walked last. */
function saidOf({ walk, say }: Line, payload: ByteRun): string {
  return oneLine(say(walk.values() ?? parsedValues(viewOfRun(payload))));
}

/** `said` gives the line of a type and a payload. */
function infoBy(
  said: (type: number, payload: ByteRun) => string,
  { type, flags, size }: InfoFrames,
  row: number,
  payload: ByteRun,
): string {
  const { start, end } = payload;
  if (end === start) return size.get(row) > HEADER_BYTES ? "payload not in the capture" : "";
  const line = said(type.get(row), end - start > INFO_BYTES ? { ...payload, end: start + INFO_BYTES } : payload);
  if ((flags.get(row) & FRAME.notJson) === 0) return line;
  // What was read before it breaks off.
  return line === "" ? "not JSON" : oneLine(`${line} (not whole JSON)`);
}

/** In one line and bounded: line breaks and other control characters become spaces. */
function oneLine(text: string): string {
  // More is cut before it is looked at: a message may have megabytes.
  const start = text.length > 4 * MOST_CHARACTERS ? text.slice(0, 4 * MOST_CHARACTERS) : text;
  const line = isPlainLine(start) ? start : start.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** Whether a text is ASCII with single spaces between words, as most are: there is nothing to replace. */
function isPlainLine(text: string): boolean {
  let before = SPACE;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < SPACE || unit >= DELETE || (unit === SPACE && before === SPACE)) return false;
    before = unit;
  }
  return before !== SPACE;
}
