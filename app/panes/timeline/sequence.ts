/** Who said what to whom in a stretch of time, as a diagram: its participants and arrows, and its Mermaid text. Pure functions. */
import { byteSize, count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import type { SequenceData } from "../../worker/contract/conclusions.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";

export interface SequenceArrow {
  /** Indices of participants. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly kind: FrameRow["messageKind"] | "stdio";
  /** Failed, or never answered. */
  readonly isBad: boolean;
  /** The frame that it stands for; the ExecuteProcess of a relay. */
  readonly row: number;
  /** ns since time zero. */
  readonly time: number;
}

export interface SequenceDiagram {
  /** From the host towards the guest. */
  readonly participants: readonly string[];
  /** In order of time. */
  readonly arrows: readonly SequenceArrow[];
}

/** The two ends of each bridge, by its number. */
type Ends = ReadonlyMap<number, { readonly host: string; readonly guest: string }>;

/** `mayBeLost` tells of a request without an answer whether that may be among what the capture lacks. */
export function sequenceOf(data: SequenceData, mayBeLost: (row: number) => boolean = () => false): SequenceDiagram {
  const ends = endsOf(data);
  const relays = data.relays.filter(({ firstByteTime }) => !Number.isNaN(firstByteTime));
  const names = new Set([...ends.values()].flatMap(({ host, guest }) => [host, guest]));
  const inOrder = [...names].toSorted((a, b) => rankOf(a) - rankOf(b));
  const participants = relays.length > 0 ? [...inOrder, STDIO] : inOrder;
  const at = (name: string): number => participants.indexOf(name);
  const bridgeOfRow = new Map(data.frames.map(({ row, bridge }) => [row, bridge]));
  const messages = data.frames.map((frame): SequenceArrow => {
    const { host, guest } = ends.get(frame.bridge)!;
    const fromHost = frame.direction === "host-to-guest";
    return {
      from: at(fromHost ? host : guest),
      to: at(fromHost ? guest : host),
      text: messageText(frame, mayBeLost(frame.row)),
      kind: frame.messageKind,
      isBad: (frame.pending && !mayBeLost(frame.row)) || (frame.result !== null && frame.result !== 0),
      row: frame.row,
      time: frame.time,
    };
  });
  const bytes = relays.map((relay): SequenceArrow => {
    const { host, guest } = ends.get(bridgeOfRow.get(relay.execRow) ?? 0) ?? { host: HOST, guest: GUEST };
    const toGuest = relay.name === "stdin";
    const size = byteSize(toGuest ? relay.bytesToGuest : relay.bytesToHost);
    return {
      from: at(toGuest ? host : guest),
      to: at(STDIO),
      text: `${relay.name} of frame ${count(relay.execRow + 1)}: first byte of ${size}, ${relay.state}`,
      kind: "stdio",
      isBad: relay.state === "stalled",
      row: relay.execRow,
      time: relay.firstByteTime,
    };
  });
  return { participants, arrows: [...messages, ...bytes].toSorted((a, b) => a.time - b.time) };
}

/** The diagram in the language of Mermaid, as issue trackers draw it. */
export function mermaidOf({ participants, arrows }: SequenceDiagram): string {
  const lines = participants.map((name, at) => `  participant P${at} as ${mermaidText(name)}`);
  const calls = arrows.map(({ from, to, text, kind, isBad }) => {
    const head = isBad && kind === "request" ? "-x" : kind === "request" ? "->>" : kind === "response" ? "-->>" : "-)";
    return `  P${from}${head}P${to}: ${mermaidText(text)}`;
  });
  return `${["sequenceDiagram", ...lines, ...calls].join("\n")}\n`;
}

const HOST = "Host";
const SIDECAR = "Sidecar";
const GUEST = "Guest";
const STDIO = "Stdio relays";

/** Where a participant stands: hosts first, guests last. */
function rankOf(name: string): number {
  if (name.startsWith(HOST)) return 0;
  return name.startsWith(SIDECAR) ? 1 : 2;
}

function endsOf({ frames, hops }: SequenceData): Ends {
  const bridges = [...new Set(frames.map(({ bridge }) => bridge))];
  const named = new Map<number, { host: string; guest: string }>();
  /** Bridges that carry one conversation have one number to be told from others by. */
  const chains = new Set(bridges.map((bridge) => hops.find(({ inner }) => inner === bridge)?.outer ?? bridge));
  for (const bridge of bridges) {
    const asOuter = hops.some(({ outer }) => outer === bridge);
    const outer = hops.find(({ inner }) => inner === bridge)?.outer;
    const suffix = chains.size > 1 ? `, bridge ${outer ?? bridge}` : "";
    named.set(bridge, {
      host: `${outer === undefined ? HOST : SIDECAR}${suffix}`,
      guest: `${asOuter ? SIDECAR : GUEST}${suffix}`,
    });
  }
  return named;
}

function messageText(
  { messageKind, name, id, latency, result, resultName, pending }: FrameRow,
  mayBeLost: boolean,
): string {
  if (messageKind === "notification") return name;
  const call = `${name} ${id}`;
  if (pending) return `${call}, ${mayBeLost ? "answer may be lost" : "no answer"}`;
  if (messageKind !== "response") return call;
  const after = latency === null ? "" : ` after ${durationText(latency)}`;
  return result === null || result === 0 ? `${call}${after}` : `${call} failed${after}: ${resultName ?? result}`;
}

/** Text that Mermaid takes for text: `#` begins a character's number there, `;` ends a line. */
function mermaidText(text: string): string {
  return text.replace(/[#;]/gu, (sign) => `#${sign.codePointAt(0)};`).replace(/\s+/gu, " ");
}
