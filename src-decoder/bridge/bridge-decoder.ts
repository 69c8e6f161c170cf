import type { Connection } from "../stream/stream-sink.ts";
import { Framer } from "./framer.ts";
import type { FrameSink } from "./frame-sink.ts";
import type { Discovered } from "./framer.ts";
import { messageKind } from "./header.ts";
import type { PayloadScanner } from "./payload-scan.ts";

/** Which end of a connection is the host, by index into its endpoints; null while it is not known to be a bridge. */
export type HostEnd = 0 | 1 | null;

interface BridgeConnection {
  readonly connection: Connection;
  /** Made with the first byte of the direction: a capture may hold very many connections without any. */
  readonly framers: [Framer | null, Framer | null];
  hostEnd: HostEnd;
  /** True when a frame told which end is the host. */
  isTold: boolean;
}

/**
 * Tells from the bytes which connections are bridges and which end is the host, and splits both directions of those into frames. A bridge
 * may run on any port; a connection on one of `bridgePorts` is taken for one whatever its bytes are. Its host is the end with that port
 * (the host listens, the guest dials: internal/gcs/prot/protocol.go, LinuxGcsVsockPort) until its first frame tells: who names a port may
 * have taken the guest's.
 */
export class BridgeDecoder {
  readonly #sink: FrameSink;
  readonly #scanner: PayloadScanner;
  readonly #bridgePorts: ReadonlySet<number>;
  readonly #connections: BridgeConnection[] = [];

  constructor(sink: FrameSink, scanner: PayloadScanner, bridgePorts: ReadonlySet<number>) {
    this.#sink = sink;
    this.#scanner = scanner;
    this.#bridgePorts = bridgePorts;
  }

  /** The end of a connection that is the host. */
  hostEnd(connection: number): HostEnd {
    return this.#connections[connection]?.hostEnd ?? null;
  }

  connection(connection: Connection): void {
    const forced = connection.endpoints.findIndex(({ port }) => port !== null && this.#bridgePorts.has(port));
    this.#connections[connection.index] = {
      connection,
      framers: [null, null],
      hostEnd: forced === 0 || forced === 1 ? forced : null,
      isTold: false,
    };
  }

  /** Returns where reading stopped: at `end`, or before what `missing` says to be missing there. */
  bytes(stream: number, streamOffset: number, bytes: Uint8Array, start: number, end: number, time: number): number {
    return this.#framer(stream).feed(streamOffset, bytes, start, end, time);
  }

  /** How many bytes of an unnumbered stream are missing where `bytes` stopped. */
  missing(stream: number): number {
    return this.#framer(stream).missing;
  }

  gap(stream: number, streamOffset: number, length: number): void {
    this.#framer(stream).gap(streamOffset, length);
  }

  /** The stream is over at `length` bytes. */
  end(stream: number, length: number): void {
    const entry = this.#connections[stream >>> 1];
    const side = sideOf(stream);
    entry?.framers[side]?.end(length);
    if (entry !== undefined) entry.framers[side] = null;
  }

  #framer(stream: number): Framer {
    const entry = this.#connections[stream >>> 1]!;
    const side = sideOf(stream);
    const known = entry.framers[side];
    if (known !== null) return known;
    const isNumbered = entry.connection.transport === "tcp";
    const framer = new Framer(stream, this.#sink, this.#scanner, this.#discovered, isNumbered);
    entry.framers[side] = framer;
    if (entry.hostEnd !== null) framer.know(entry.isTold ? side === entry.hostEnd : null, entry.connection.sawStart);
    return framer;
  }

  readonly #discovered: Discovered = (stream, type) => {
    const entry = this.#connections[stream >>> 1]!;
    const sender = sideOf(stream);
    const hostSent = messageKind(type) === "request";
    entry.hostEnd = hostSent === (sender === 0) ? 0 : 1;
    entry.isTold = true;
    for (const side of [0, 1] as const) entry.framers[side]?.know(side === entry.hostEnd, false);
  };
}

function sideOf(stream: number): 0 | 1 {
  return (stream & 1) === 0 ? 0 : 1;
}
