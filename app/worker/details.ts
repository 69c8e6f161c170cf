import {
  FRAME,
  HEADER_BYTES,
  MAX_HOST_RECEIVE,
  NO_ROW,
  commentsOf,
  headerFields,
  type Capture,
} from "../../src-decoder/index.ts";
import { count, counted } from "../format/numbers.ts";
import type { FrameDetails } from "./contract/details.ts";
import { frameRow } from "./rows.ts";

/** All that the details pane shows of a frame but its bytes. */
export function detailsOf(capture: Capture, row: number): FrameDetails | null {
  const { frames } = capture;
  if (row < 0 || row >= frames.length) return null;
  const frame = frameRow(capture, row, -1);
  const stream = capture.streams[frames.stream.get(row)];
  const streamOffset = frames.streamOffset.get(row);
  const size = frames.size.get(row);
  // A size that no capture can hold is cut by the stream's end; the pieces are then those that are there.
  const pieces = stream?.locate(streamOffset, Math.max(0, Math.min(size, stream.bytes - streamOffset))) ?? [];
  const payloadLength = Math.max(0, size - HEADER_BYTES);
  const available = pieces.reduce(
    (sum, { at, length }) => sum + Math.max(0, at + length - Math.max(at, HEADER_BYTES)),
    0,
  );
  return {
    frame,
    peer: frame.peer === null ? null : frameRow(capture, frame.peer, row),
    header: headerFields(frame.type, size, frames.idLow.get(row), frames.idHigh.get(row)),
    streamOffset,
    payloadLength,
    payloadAvailable: available,
    pieces,
    fileNames: capture.sources.map(({ source }) => source.name),
    duration: frames.duration.get(row),
    previousOfContainer: neighbour(capture, row, -1),
    nextOfContainer: neighbour(capture, row, 1),
    previousOfType: previousOfType(capture, row),
    comments: commentsOf(capture, row),
    remarks: remarksOf(capture, row, payloadLength, available),
  };
}

/** The next frame in capture order, or the one before, that is about the same container on the same bridge. */
function neighbour(capture: Capture, row: number, step: 1 | -1): number | null {
  const { frames, strings } = capture;
  const wanted = containerOf(capture, row);
  // None, or the empty one, which names none.
  if ((strings.get(wanted) ?? "") === "") return null;
  const bridge = bridgeOf(capture, row);
  for (let other = row + step; other >= 0 && other < frames.length; other += step) {
    if (containerOf(capture, other) === wanted && bridgeOf(capture, other) === bridge) return other;
  }
  return null;
}

function previousOfType({ frames }: Capture, row: number): number | null {
  const wanted = frames.type.get(row);
  let other = row - 1;
  while (other >= 0 && frames.type.get(other) !== wanted) other--;
  return other < 0 ? null : other;
}

/** Number of the container that a frame is about, by its own payload or else its request's. */
function containerOf({ frames, strings }: Capture, row: number): number {
  const own = frames.containerId.get(row);
  if (strings.get(own) !== undefined) return own;
  const peer = frames.peer.get(row);
  return peer === NO_ROW ? own : frames.containerId.get(peer);
}

function bridgeOf({ frames, bridgeOf: numberOf }: Capture, row: number): number {
  return numberOf(frames.stream.get(row) >>> 1);
}

/** What each flag says of a frame, for people. */
const REMARKS: readonly { readonly flag: number; readonly text: (size: number) => string }[] = [
  { flag: FRAME.repeated, text: () => "The request with this id was answered before; this is a second answer." },
  { flag: FRAME.unasked, text: () => "No request on this bridge had this id." },
  { flag: FRAME.otherType, text: () => "The response is not of the type of its request." },
  {
    flag: FRAME.oversize,
    text: (size) =>
      `${count(size)} bytes from the guest: the host accepts at most ${count(MAX_HOST_RECEIVE)} and closes the bridge.`,
  },
  { flag: FRAME.notJson, text: () => "The payload is not one JSON value." },
  { flag: FRAME.mistyped, text: () => "The receiver refuses it: it is no object, or a base field has another type." },
  { flag: FRAME.trailingBytes, text: () => "Bytes follow the JSON value and its newline." },
  { flag: FRAME.fromLog, text: () => "Rebuilt from a log line: it has no header bytes, and secrets may be removed." },
];

function remarksOf({ frames }: Capture, row: number, payloadLength: number, available: number): string[] {
  const flags = frames.flags.get(row);
  const remarks = REMARKS.filter(({ flag }) => (flags & flag) !== 0).map(({ text }) => text(frames.size.get(row)));
  if ((flags & FRAME.complete) !== 0) return remarks;
  const missing = payloadLength - available;
  const why = (flags & FRAME.cutByGap) === 0 ? "the stream ends before them" : "the capture has a hole there";
  return [...remarks, `${counted(missing, "byte")} of the payload ${missing === 1 ? "is" : "are"} missing: ${why}.`];
}
