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
  FilePiece,
  Frames,
  Range,
  Stream,
  UnframedReason,
} from "./model/capture.ts";
export { FRAME } from "./model/capture.ts";
