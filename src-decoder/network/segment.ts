/**
 * What the link and network layers hand to reassembly. Objects are reused from call to call: keep numbers, not the object.
 */

/** An endpoint as text for people, and as parts for rules. */
export interface Endpoint {
  /** `192.0.2.1`, `2001:db8::1`, `cid 3`, `direction 1`, or a file name for a bare byte stream. */
  readonly address: string;
  /** TCP port, vsock port (up to 32 bits), or null where the link has none (USER0, byte stream). */
  readonly port: number | null;
}

/** The transports that reach the bridge. */
export type Transport = "tcp" | "vsock" | "user" | "byte-stream";

/** Flag bits of a segment, in TCP's own positions (RFC 9293 section 3.1); vsock operations are mapped to them. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

/** A run of stream bytes in one packet, with the transport's control information. */
export interface Segment {
  transport: Transport;
  /** Number of the source endpoint in the `EndpointTable`; equal address and port give an equal number. */
  source: number;
  destination: number;
  /**
   * TCP sequence number of the first payload byte (of the SYN, for a SYN), 0 .. 2^32-1.
   * `UNSEQUENCED` for transports that deliver in order and carry no sequence numbers (vsock, USER0, byte streams).
   */
  sequence: number;
  /** TCP acknowledgement number; meaningful with the ACK flag. */
  acknowledgement: number;
  flags: number;
  /** TCP window as in the header, not scaled. */
  window: number;
  /** Window scale shift of a SYN (RFC 7323); -1 where the option is absent. */
  windowScale: number;
  /** The buffer, one run of the file; the payload bytes that the capture has are `start .. end`. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Payload length as it was on the wire; more than `end - start` where a snap length cut the packet. */
  length: number;
  /** Offset in the source of the byte at `start`. */
  fileOffset: number;
  /** Index of the source (file) among those opened together. */
  file: number;
  /** Nanoseconds since the capture's time zero; NaN where not known. */
  time: number;
  /** Number of the packet over all sources, from 0. */
  packet: number;
}

/** Marks a segment of a transport that has no sequence numbers. */
export const UNSEQUENCED = -1;

/** Who takes segments, one after the other as their packets come. */
export interface SegmentSink {
  segment(segment: Segment): void;
}
