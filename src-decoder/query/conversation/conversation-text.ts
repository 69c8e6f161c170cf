/** A conversation as plain text: what the page copies and the command line prints. */
import { escapedText } from "../../bytes/escaped-text.ts";
import type { FollowTarget } from "../../correlate/follow-target.ts";
import { NULL_CONTAINER } from "../../correlate/containers.ts";
import type { ConversationLine, FrameLine, StdioLine } from "./conversation-lines.ts";
import { joined } from "../info/joined.ts";
import { formatDuration } from "../fields/values.ts";

/** From this on a pause is told, ns. */
export const LONG_PAUSE = 1e9;

/** `process 55 of container 7761...6c2e on bridge 1`, with whole ids. */
export function followTitle({ bridge, containerId, processId }: FollowTarget): string {
  const container =
    containerId === null ? null : containerId === NULL_CONTAINER ? "the utility VM" : `container ${containerId}`;
  const process = processId === null ? null : `process ${processId}`;
  const subject = joined(" of ", process, container);
  return subject === "" ? `bridge ${bridge}` : `${subject} on bridge ${bridge}`;
}

/** The text of a chunk of stdio; see `escapedText`. */
export function stdioText({ bytes, length, offset }: Pick<StdioLine, "bytes" | "length" | "offset">): string {
  return escapedText(bytes, length, offset === 0);
}

/** What a frame says behind its name: who answers, after how long, and what. */
export function frameText(line: FrameLine): string {
  const { name, id, messageKind, info, latency, unanswered } = line;
  const answered =
    messageKind === "response"
      ? joined(" ", "answered", latency === null ? null : `after ${formatDuration(latency)}`)
      : null;
  const missing = unanswered === "no" ? null : "(no answer in the capture)";
  const call = messageKind === "notification" ? name : `${name} ${id}`;
  return joined(" ", joined(": ", joined(" ", call, answered), info), missing);
}

/** The lines of text of one line of a conversation, without their ends: a pause before it, then itself. */
export function conversationText(line: ConversationLine, momentText: (time: number) => string): string[] {
  const moment = momentText(line.time);
  const pause =
    line.after >= LONG_PAUSE ? [`${"".padEnd(moment.length)}  ... ${formatDuration(line.after)} later`] : [];
  return [...pause, ...textOf(line).map((text, at) => `${at === 0 ? moment : "".padEnd(moment.length)}  ${text}`)];
}

function textOf(line: ConversationLine): string[] {
  if (line.kind === "event") return [`--     ${line.text}`];
  if (line.kind === "frame") {
    const sender = line.direction === "host-to-guest" ? "host ->" : "guest <-";
    const step = line.step === null ? "" : `  [${line.step}]`;
    return [`${sender.padEnd(8)} ${frameText(line)}${step}  #${line.row + 1}`];
  }
  const sign = line.toGuest ? ">" : "<";
  const label = joined(" ", line.name, line.processId === null ? null : String(line.processId));
  const text = stdioText(line);
  const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
  return lines.map((each) => `${label} ${sign} ${each}`);
}
