import type { Endpoint, Transport } from "../network/segment.ts";
import type { FilePiece } from "./pieces.ts";

/** Nothing, where a row number is expected. */
export const NO_ROW = 0xffff_ffff;

/** Kinds of connection events; a table, so that words and rules stand in one place. */
export const CONNECTION_EVENTS = {
  syn: "SYN",
  "syn-ack": "SYN-ACK",
  "syn-unanswered": "SYN never answered",
  fin: "FIN",
  rst: "RST",
  "stray-rst": "RST out of any window",
  "window-closed": "receive window closed",
  "window-opened": "receive window opened",
  retransmission: "retransmission",
  "keep-alive": "keep-alive",
  "out-of-order": "out of order",
  "overlap-conflict": "sent again with other bytes",
} as const;
/** A key of `CONNECTION_EVENTS`. */
export type ConnectionEventKind = keyof typeof CONNECTION_EVENTS;

/** Something that happened to a connection, with its time, for diagnosis. */
export interface ConnectionEvent {
  readonly kind: ConnectionEventKind;
  /** Nanoseconds since time zero; NaN where not known. */
  readonly time: number;
  /** 0: sent by `endpoints[0]`, 1: sent by `endpoints[1]`. */
  readonly by: 0 | 1;
  /** Packet number from 0. */
  readonly packet: number;
  /** Stream offset of the sender at that moment, where it has one. */
  readonly streamOffset: number;
  /** Of a TCP FIN: up to which offset it acknowledges what the other end sent, whose FIN counts as a byte behind the last. */
  readonly acknowledged?: number;
}

/**
 * Two endpoints that exchange bytes. `endpoints[0]` opened it where the capture shows that (SYN, vsock request), else it is the
 * first seen sender. Which end is the host is told later, from the bytes.
 */
export interface Connection {
  /** From 0, in order of the first packet. */
  readonly index: number;
  readonly transport: Transport;
  readonly endpoints: readonly [Endpoint, Endpoint];
  /** True where the capture shows how it began (SYN): streams then start at offset 0 of what was sent. */
  readonly sawStart: boolean;
  /** First packet's time, last packet's time, ns since time zero; NaN where not known. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly packets: number;
  /** In the order of their times once the capture is read. Of each kind the first up to a bound and the newest; all are counted in `eventCounts`. */
  readonly events: readonly ConnectionEvent[];
  readonly eventCounts: Readonly<Partial<Record<ConnectionEventKind, number>>>;
  /**
   * By who sent them, bytes that the other end says it took and the capture lacks, as the credit of a vsock tells (`fwd_cnt`); null where it
   * lacks none, and where nothing tells.
   */
  readonly unseen: readonly [UnseenBytes, UnseenBytes] | null;
  /**
   * By who sent them, bytes that the capture has and that are in neither stream: they came when what is before them had been passed on, behind the
   * end, or too far from all else. Issues tell of each packet. Null where there are none.
   */
  readonly leftOut: readonly [number, number] | null;
}

/** Bytes that a capture lacks without a gap that shows where. */
export interface UnseenBytes {
  readonly bytes: number;
  /** They were sent before this moment, ns since time zero; where there are none, before all. */
  readonly until: number;
  /** When the other end last told what it took: of bytes that were sent later it is not known whether any are missing. NaN where it never did. */
  readonly toldUntil: number;
}

/**
 * Receives each stream in order, every byte once: either in `bytes` or in a `gap`, with stream offsets that follow each other.
 * Stream `2 * connection + d` is what `endpoints[d]` sent.
 */
export interface StreamSink {
  /** A connection's first packet. The object is live: times and events grow as the capture is read. */
  connection(connection: Connection): void;
  /**
   * The next bytes of a stream. `bytes[start .. end)` is valid only during the call; `fileOffset` (in source `file`) is where
   * `start` lies. `packet` and `time` are those of the packet that carried them.
   */
  bytes(
    stream: number,
    streamOffset: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    time: number,
    file: number,
    fileOffset: number,
    packet: number,
  ): void;
  /** `length` bytes that the capture lacks. `time` is that of the packet behind the hole. */
  gap(stream: number, streamOffset: number, length: number, time: number): void;
  /** Where bytes of a stream lie that `bytes` was told of; what the capture lacks is missing from the list. */
  locate(stream: number, streamOffset: number, length: number): readonly FilePiece[];
  /** The connection ended for this sender (FIN, RST, a new SYN on the same ports, end of the capture); no more of it comes. */
  end(stream: number, time: number): void;
}
