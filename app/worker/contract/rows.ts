/** Frames and exchanges as rows, and what people said of them. */
import type { Direction, FoundValue, Severity } from "../../../src-decoder/index.ts";
import type { Tint } from "../../state/colour-rules.ts";

/** What a cell of a field that was made a column shows, and the value for scripts and filters. */
export type CellValue = FoundValue;

/** The colour rule that a row passed first. */
export interface RowColour {
  readonly rule: string;
  readonly tint: Tint;
}

/** One frame as the table shows it: raw values, formatted by the page. */
export interface FrameRow {
  readonly kind: "frame";
  /** Row number from 0, the frame's identity; its number for people is one more. */
  readonly row: number;
  /** ns since time zero; NaN where unknown. */
  readonly time: number;
  readonly bridge: number;
  readonly connection: number;
  readonly direction: Direction;
  readonly type: number;
  readonly messageKind: "request" | "response" | "notification" | "unknown";
  readonly name: string;
  readonly id: string;
  readonly size: number;
  /** Null also where the frame has an empty id: that names no container. */
  readonly containerId: string | null;
  /** True where the container is known from the paired request only. */
  readonly containerFromPeer: boolean;
  readonly activityId: string | null;
  readonly processId: number | null;
  /** True where the process is known from the paired frame only. */
  readonly processFromPeer: boolean;
  readonly result: number | null;
  readonly resultName: string | null;
  /** ns; null where there is no pair or no time. */
  readonly latency: number | null;
  readonly peer: number | null;
  /** A request without an answer. */
  readonly pending: boolean;
  /** Bits of `FRAME`. */
  readonly flags: number;
  /** ns since the row displayed above it; NaN for the first. */
  readonly delta: number;
  /** Whether that is the frame before it in the capture. */
  readonly isNext: boolean;
  /** What the capture file says of the packets that brought it (pcapng comments), a line each; absent where it says nothing. */
  readonly comment?: string;
  /** What the frame says, in one line; only in rows of the table, as the payload is read for it. */
  readonly info?: string;
  /** Values of the fields that were made columns, by the names of `setColumns`; a frame without a value has none. Only in rows of the table. */
  readonly cells?: Readonly<Record<string, CellValue>>;
  /** Only in rows of the table that passed a colour rule. */
  readonly colour?: RowColour;
  /** The worst finding that names this frame, notes left out; absent where none does, and until the capture is diagnosed. */
  readonly finding?: Severity;
}

/** A request and its response in one row; either may be missing. */
export interface ExchangeRow {
  readonly kind: "exchange";
  /** Row of the request, or of the response where no request is known: identity of the exchange. */
  readonly row: number;
  readonly request: FrameRow | null;
  readonly response: FrameRow | null;
  /** As in `FrameRow`: the request's values, and where it has none those of the response. */
  readonly cells?: Readonly<Record<string, CellValue>>;
  readonly colour?: RowColour;
}

export type TableRow = FrameRow | ExchangeRow;

/** What people said of frames: the bounds of `RowRanges` of rows. */
export interface FrameAnnotations {
  readonly marked: Uint32Array;
  readonly ignored: Uint32Array;
}
