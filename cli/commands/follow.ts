import {
  Conversation,
  ConversationReader,
  Correlation,
  conversationNotices,
  conversationText,
  findTargets,
  followTitle,
  formatInstant,
  stdioText,
} from "../../src-decoder/index.ts";
import type { Capture, ConversationLine, FollowTarget, FollowedRelay, TargetWords } from "../../src-decoder/index.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printable } from "../messages.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, passingTest } from "../row-filter.ts";

/** Targets that are named where the words fit several. */
const MOST_NAMED = 10;
/** Lines that are read before they are printed. */
const LINES_AT_ONCE = 100;
const LARGEST = 0xffff_ffff;

export const follow: Command = {
  name: "follow",
  summary: "Tells a container, a process or a bridge as a conversation: frames, waits and stdio",
  operands: "FILE... --container ID | --process PID | --bridge N",
  options: [
    { name: "container", value: "ID", help: "The container, by its id or how that begins" },
    { name: "process", value: "PID", help: "The process; with --container where several containers have one" },
    { name: "bridge", value: "N", help: "The bridge, from 1; with the others, the bridge that they are on" },
    {
      ...FILTER_OPTION,
      help: "Only frames that the display filter lets pass, and what was read and written by processes they began",
    },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const words = wordsOf(args);
    const filter = filterOf(args);
    return withCapture(context, async (capture) => {
      const correlation = new Correlation(capture);
      const conversation = await Conversation.of(correlation, targetOf(capture, words));
      const notices = conversationNotices(correlation, conversation);
      const passes = await passingTest(filter, capture);
      const lines = passingLines(new ConversationReader(correlation, conversation), (row) =>
        row === null ? filter === "" : passes(row),
      );
      if (json) await printJson(capture, conversation, notices, lines, out);
      else await printText(conversation, notices, lines, out);
    });
  },
};

function wordsOf(args: Arguments): TargetWords {
  const words = {
    bridge: args.integers("bridge", 1, LARGEST)[0] ?? null,
    container: args.text("container"),
    processId: args.integers("process", 0, LARGEST)[0] ?? null,
  };
  if (Object.values(words).every((word) => word === null)) {
    throw new UsageError("nothing to follow is named: --container ID, --process PID or --bridge N");
  }
  if (words.container === "") throw new UsageError("--container is empty");
  return words;
}

function targetOf(capture: Capture, words: TargetWords): FollowTarget {
  const [target, ...others] = findTargets(capture, words, MOST_NAMED);
  if (target === undefined) throw new UsageError("no frame of the capture is about what is to be followed");
  if (others.length === 0) return target;
  const named = [target, ...others].map((each) => printable(followTitle(each)));
  throw new UsageError(`what is to be followed is one of several: ${named.join("; ")}`);
}

/** The lines of frames that pass; `passes` is asked with null for what no frame shows. */
async function* passingLines(
  reader: ConversationReader,
  passes: (row: number | null) => boolean,
): AsyncGenerator<ConversationLine> {
  const { length } = reader.conversation;
  for (let from = 0; from < length; from += LINES_AT_ONCE) {
    for (const line of await reader.lines(from, from + LINES_AT_ONCE)) {
      if (passes(line.kind === "stdio" ? line.execRow : line.row)) yield line;
    }
  }
}

async function printText(
  { target, relays }: Conversation,
  notices: readonly string[],
  lines: AsyncIterable<ConversationLine>,
  out: Output,
): Promise<void> {
  out.line(printable(followTitle(target)));
  for (const relay of relays) out.line(relayText(relay));
  for (const notice of notices) out.line(notice);
  out.line("");
  for await (const line of lines) {
    for (const text of conversationText(line, momentText)) out.line(safe(text));
    if (out.isFull) await out.drain();
  }
}

async function printJson(
  capture: Capture,
  { target, relays }: Conversation,
  notices: readonly string[],
  lines: AsyncIterable<ConversationLine>,
  out: Output,
): Promise<void> {
  const head = JSON.stringify({ target, relays: relays.map(relayJson), notices }, null, 2);
  out.print(`${head.slice(0, -2)},\n  "lines": [`);
  let separator = "";
  for await (const line of lines) {
    out.print(`${separator}\n    ${JSON.stringify(lineJson(capture, line))}`);
    separator = ",";
    if (out.isFull) await out.drain();
  }
  out.line(`${separator === "" ? "" : "\n  "}]\n}`);
}

function lineJson({ startNs }: Capture, line: ConversationLine): object {
  const common = { kind: line.kind, time: formatInstant(startNs, line.time), afterNs: orNull(line.after) };
  switch (line.kind) {
    case "event":
      return { ...common, text: line.text, frame: numberOf(line.row) };
    case "frame": {
      const { row, direction, messageKind, name, id, info, latency, failed, unanswered, step } = line;
      return {
        ...common,
        frame: row + 1,
        direction,
        messageKind,
        name,
        id,
        info,
        latencyNs: latency,
        failed,
        answered: unanswered === "no",
        step,
      };
    }
    case "stdio": {
      const { name, processId, execRow, toGuest, offset, length, bytes } = line;
      return {
        ...common,
        stream: name,
        processId,
        frame: execRow + 1,
        direction: toGuest ? "host-to-guest" : "guest-to-host",
        offset,
        length,
        text: stdioText(line),
        base64: Buffer.from(bytes.subarray(0, length)).toString("base64"),
      };
    }
  }
}

function relayJson({ name, port, processId, execRow, state, bytesToHost, bytesToGuest }: FollowedRelay): object {
  return { stream: name, port, processId, frame: execRow + 1, state, bytesToHost, bytesToGuest };
}

function relayText({ name, port, processId, state, bytesToHost, bytesToGuest }: FollowedRelay): string {
  const of = processId === null ? "" : ` of process ${processId}`;
  const bytes =
    state === "none" ? "no connection to it in the capture" : `${state}, ${bytesToGuest} bytes to the guest`;
  return `${name}${of}, port ${port}: ${bytes}${state === "none" ? "" : `, ${bytesToHost} to the host`}`;
}

/** Seconds since the first packet, aligned. */
function momentText(time: number): string {
  return (Number.isNaN(time) ? "" : (time / 1e9).toFixed(6)).padStart(12);
}

/** Tabs move nothing but what stands behind them. */
function safe(text: string): string {
  return text.split("\t").map(printable).join("\t");
}

function numberOf(row: number | null): number | null {
  return row === null ? null : row + 1;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
