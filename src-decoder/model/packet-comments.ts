/** Which frames the comments of packets are about: those that have bytes in the packet. */
import type { Capture } from "./capture.ts";
import { frameTexts } from "./frame-texts.ts";
import type { FrameTexts } from "./frame-texts.ts";

/** A run of a stream that a commented packet brought. */
interface CommentedRun {
  readonly offset: number;
  readonly end: number;
  readonly packet: number;
}

/** A comment of a pcapng file on one of its packets. */
export interface PacketComment {
  /** From 0, over the whole capture. */
  readonly packet: number;
  readonly text: string;
}

/** The comments of a capture, by packet and by frame. */
export interface PacketComments {
  /** Comments by row, in the order of the packets. */
  readonly byRow: ReadonlyMap<number, readonly PacketComment[]>;
  /** Rows by packet number, ascending; a packet that brought no byte of a frame has none. */
  readonly rowsOf: ReadonlyMap<number, readonly number[]>;
  /** Of each row all comments as one text, a line each. */
  readonly texts: FrameTexts;
}

const known = new WeakMap<Capture, PacketComments>();

const NONE: PacketComments = { byRow: new Map(), rowsOf: new Map(), texts: frameTexts(new Map(), String) };

/**
 * The comments of a capture by frame; none until it is finished, as rows move until then. Made when first asked for: it looks through
 * all pieces, which only a capture with comments has to pay for.
 */
export function packetComments(capture: Capture): PacketComments {
  if (!capture.finished) return NONE;
  let comments = known.get(capture);
  if (comments === undefined) {
    comments = findComments(capture);
    known.set(capture, comments);
  }
  return comments;
}

function findComments(capture: Capture): PacketComments {
  const byPacket = new Map<number, PacketComment[]>();
  for (const { comments } of capture.sources) {
    for (const { packet, text } of comments) if (packet !== null) append(byPacket, packet, { packet, text });
  }
  if (byPacket.size === 0) return NONE;
  const byRow = new Map<number, PacketComment[]>();
  const rowsOf = new Map<number, number[]>();
  for (const [row, packet] of rowsInPackets(capture, byPacket)) {
    for (const comment of byPacket.get(packet) ?? []) append(byRow, row, comment);
    append(rowsOf, packet, row);
  }
  const texts = frameTexts(byRow, (list) => list.map(({ text }) => text).join("\n"));
  return { byRow, rowsOf, texts };
}

/** Each row with each of the packets that brought a byte of it, once. */
function* rowsInPackets(capture: Capture, packets: ReadonlyMap<number, unknown>): Generator<[number, number]> {
  const runs = capture.streams.map((stream) => runsOf(stream.piecesOf(packets)));
  const { frames } = capture;
  for (let row = 0; row < frames.length; row++) {
    const ofStream = runs[frames.stream.get(row)];
    if (ofStream === undefined || ofStream.length === 0) continue;
    const start = frames.streamOffset.get(row);
    const end = start + frames.size.get(row);
    let last = -1;
    for (let i = firstEndingBehind(ofStream, start); i < ofStream.length && ofStream[i]!.offset < end; i++) {
      const { packet } = ofStream[i]!;
      if (packet !== last) yield [row, packet];
      last = packet;
    }
  }
}

function runsOf(pieces: readonly { at: number; length: number; packet: number }[]): readonly CommentedRun[] {
  return pieces.map(({ at, length, packet }) => ({ offset: at, end: at + length, packet }));
}

/** Index of the first run that ends behind `offset`; runs are in order and do not overlap. */
function firstEndingBehind(runs: readonly CommentedRun[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
