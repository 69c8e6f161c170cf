/** The public surface of the decoder. The page, the command line and the tests import nothing deeper, but for tests of one part. */
export type { ByteSource } from "./bytes/byte-source.ts";
export { MemorySource } from "./bytes/byte-source.ts";
export type { Issue } from "./bytes/issues.ts";
export { IssueList } from "./bytes/issues.ts";
export type { ReadonlyColumn } from "./bytes/columns.ts";
export { StringTable } from "./bytes/string-table.ts";
export type { CaptureComment, CaptureInterface } from "./capture-file/packet.ts";
export type { Endpoint, Transport } from "./network/segment.ts";
export type { Connection, ConnectionEvent, ConnectionEventKind } from "./stream/stream-sink.ts";
export { NO_ROW } from "./stream/stream-sink.ts";
export type {
  Bridge,
  Capture,
  CaptureSource,
  Direction,
  Frames,
  Range,
  Stream,
} from "./model/capture.ts";
export { FRAME } from "./model/capture.ts";
export type { FilePiece } from "./stream/pieces.ts";
export type { UnframedReason } from "./bridge/framer.ts";
export type { MessageKind, TypeParts } from "./bridge/header.ts";
export { HEADER_BYTES, MAX_HOST_RECEIVE, formatId, formatType, messageKind, typeParts } from "./bridge/header.ts";
export type { Procedure } from "./bridge/procedures.ts";
export { PROCEDURES, procedureName, procedureOf } from "./bridge/procedures.ts";
export type { ResultCode } from "./bridge/result-codes.ts";
export { RESULT_CODES, formatResult, resultCode, resultName } from "./bridge/result-codes.ts";
