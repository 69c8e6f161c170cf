import type { ByteSource } from "../bytes/byte-source.ts";
import type { IssueList } from "../bytes/issues.ts";

/**
 * One packet on its way from a reader to the link layer. The reader fills one object and hands it out again and again:
 * a consumer keeps numbers, never the object nor the bytes.
 */
export interface Packet {
  /** The slice of the file that holds the packet; the packet's own bytes are `start .. end`. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Offset in the source of the byte at `start`. */
  fileOffset: number;
  /** Seconds since 1970-01-01 UTC, whole; NaN where the record has no time (pcapng Simple Packet Block). */
  seconds: number;
  /** Nanoseconds within the second, 0 .. 999,999,999. */
  nanoseconds: number;
  /** Interface, counted from 0 over all sections of the file. */
  interfaceIndex: number;
  /** Section of the file that the interface is of, counted from 0. */
  section: number;
  /** Number of the interface within that section, counted from 0. */
  interfaceInSection: number;
  /** LINKTYPE_ number (tcpdump.org/linktypes.html), flag bits removed. */
  linkType: number;
  /** Length on the wire. */
  originalLength: number;
  /** From the flags word of an Enhanced Packet Block: 1 inbound, 2 outbound, 0 not known. */
  direction: 0 | 1 | 2;
  /** Bytes of frame check sequence at the end of each packet of this interface; 0 where none or not known. */
  fcsLength: number;
}

/** What a reader says of an interface before its first packet. */
export interface CaptureInterface {
  readonly linkType: number;
  readonly name: string | null;
  readonly description: string | null;
  /** Most bytes kept of a packet; 0 means no limit. */
  readonly snapLength: number;
  /** Decimals of a second that its timestamps tell, at most nine; nine where their unit is a power of two of it. */
  readonly decimals: number;
}

/** A comment of a capture file (pcapng `opt_comment`), kept with its place. */
export interface CaptureComment {
  readonly at: number;
  readonly text: string;
  /** The packet it belongs to, counted from 0 within the source, which comes right behind it; null for a comment on the section or an interface. */
  readonly packet: number | null;
}

/** Receives what a reader finds, in file order. */
export interface CaptureSink {
  readonly issues: IssueList;
  /** Announces the next interface; its index is the count of those announced before. */
  interface(info: CaptureInterface): void;
  packet(packet: Packet): void;
  comment(comment: CaptureComment): void;
  /**
   * A run of one sender's stream with nothing around it (`.bin`): `bytes[start .. end)` lie at `fileOffset` and follow the run before.
   */
  streamBytes(bytes: Uint8Array, start: number, end: number, fileOffset: number): void;
  /** Bytes of the file read so far; called often, cheap. Resolves when reading may go on; rejects with an `AbortError` when the user cancelled. */
  progress(bytesRead: number): Promise<void> | void;
}

/** Why nothing of a file can be read, for an error card or a line on standard error. */
export interface UnreadableFile {
  /** Offset of the byte at which it shows. */
  readonly at: number;
  /** What is so, with the numbers: a sentence without its full stop. */
  readonly reason: string;
  /** What the user can do next: a sentence. */
  readonly advice: string;
}

/** One capture file format: a row of the table in `formats.ts`. */
export interface CaptureFormat {
  /** Short identifier used in output: `pcap`, `pcapng`, `byte-stream`. */
  readonly id: string;
  /** Name for people. */
  readonly label: string;
  /**
   * How sure the format is that a file which begins with `head` is its own: 0 not at all .. 1 by magic number.
   * `head` is the first 64 KiB, or all of a shorter file; `size` is the file's.
   */
  score(head: Uint8Array, size: number): number;
  /** Why a file of this format that begins with `head` cannot be read at all; null where reading is worth while. */
  defect(head: Uint8Array, size: number): UnreadableFile | null;
  /**
   * Reads the source to its end, or to where it cannot go on; faults become issues of the sink. Never throws for what bytes say.
   * `sliceBytes` are read at once, more only where one thing needs more; left out, it is what is fastest.
   */
  read(source: ByteSource, sink: CaptureSink, sliceBytes?: number): Promise<void>;
}
