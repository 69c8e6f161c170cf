/** Rows of the table as the page gets them, made from the columns when they are asked for. */
import {
  FRAME,
  NO_ROW,
  formatId,
  messageKind,
  packetComments,
  procedureName,
  resultName,
  type Capture,
} from "../../src-decoder/index.ts";
import type { ExchangeRow, FrameRow } from "./contract/rows.ts";

/** One frame. `above` is the row displayed before it, -1 for the first. */
export function frameRow(capture: Capture, row: number, above: number): FrameRow {
  const { frames, strings } = capture;
  const stream = frames.stream.get(row);
  const connection = stream >>> 1;
  const type = frames.type.get(row);
  const kind = messageKind(type);
  const flags = frames.flags.get(row);
  const peer = frames.peer.get(row);
  const hasPeer = peer !== NO_ROW;
  const time = frames.time.get(row);
  const result = (flags & FRAME.hasResult) === 0 ? null : frames.result.get(row);
  const own = strings.get(frames.containerId.get(row));
  // The empty id, which a host sends before there is any, names none, as in the field `container`.
  const containerId = (own ?? (hasPeer ? strings.get(frames.containerId.get(peer)) : undefined)) || null;
  const ownProcess = processOf(capture, row);
  return {
    kind: "frame",
    row,
    time,
    bridge: capture.bridgeOf(connection),
    connection,
    direction: capture.streams[stream]?.direction ?? "host-to-guest",
    type,
    messageKind: kind,
    name: procedureName(type, hasPeer ? frames.type.get(peer) : null),
    id: formatId(frames.idLow.get(row), frames.idHigh.get(row)),
    size: frames.size.get(row),
    containerId,
    containerFromPeer: own === undefined && containerId !== null,
    activityId: strings.get(frames.activityId.get(row)) ?? null,
    processId: ownProcess ?? (hasPeer ? processOf(capture, peer) : null),
    processFromPeer: ownProcess === null && hasPeer && processOf(capture, peer) !== null,
    result,
    resultName: result === null ? null : resultName(result),
    latency: hasPeer ? finite((kind === "request" ? -1 : 1) * (time - frames.time.get(peer))) : null,
    peer: hasPeer ? peer : null,
    pending: kind === "request" && !hasPeer,
    flags,
    ...commentOf(capture, row),
    delta: above < 0 ? Number.NaN : time - frames.time.get(above),
    isNext: above >= 0 && above === row - 1,
  };
}

/** The exchange of which `row` is the request, or the response where no request is known. */
export function exchangeRow(capture: Capture, row: number, above: number): ExchangeRow {
  const frame = frameRow(capture, row, above);
  const peer = frame.peer === null ? null : frameRow(capture, frame.peer, row);
  if (frame.messageKind === "response") return { kind: "exchange", row, request: peer, response: frame };
  return { kind: "exchange", row, request: frame, response: peer };
}

/** The process that a frame itself names. */
function processOf({ frames }: Capture, row: number): number | null {
  return (frames.flags.get(row) & FRAME.hasProcess) === 0 ? null : frames.processId.get(row);
}

function commentOf(capture: Capture, row: number): { comment?: string } {
  const { texts, codes } = packetComments(capture).texts;
  const comment = texts[codes.get(row) ?? 0];
  return comment === undefined || comment === "" ? {} : { comment };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
