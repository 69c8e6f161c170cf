import type { Segment } from "../network/segment.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { SenderStream, Stray } from "./sender-stream.ts";

/** Bytes of strays that are kept at most. */
const MOST_BYTES = 16 << 20;

/** Segments that belong to no place of their stream, kept until it is known whether another connection begins with them. */
export class Strays {
  /** Says of one that it is left out, and why. */
  readonly #tell: (own: SenderStream, segment: Segment, text: string) => void;
  #bytes = 0;

  constructor(tell: (own: SenderStream, segment: Segment, text: string) => void) {
    this.#tell = tell;
  }

  /** Copies it, as its buffer is read into again. */
  keep(own: SenderStream, sequence: number, segment: Segment): void {
    const { bytes, start, end } = segment;
    own.strays ??= [];
    own.strays.push({
      segment: { ...segment, bytes: bytes.slice(start, end), start: 0, end: end - start },
      text: textOf(own, sequence),
    });
    this.#bytes += end - start;
    if (this.#bytes > MOST_BYTES) this.leaveOut(own);
  }

  /** They are of no other connection. */
  leaveOut(own: SenderStream): void {
    for (const { segment, text } of this.#taken(own)) this.#tell(own, segment, text);
  }

  /** The same of both sides of a connection. */
  leaveOutAll(connection: ConnectionState): void {
    for (const by of [0, 1] as const) {
      const stream = connection.streamOf(by);
      if (stream !== null && stream.strays !== null) this.leaveOut(stream);
    }
  }

  /** Those of both sides, in the order in which they came: another connection begins with them. */
  take(connection: ConnectionState): Segment[] {
    const strays = ([0, 1] as const).flatMap((by) => {
      const stream = connection.streamOf(by);
      return stream === null ? [] : this.#taken(stream);
    });
    return strays.map(({ segment }) => segment).toSorted((a, b) => a.packet - b.packet);
  }

  #taken(own: SenderStream): readonly Stray[] {
    const strays = own.strays ?? [];
    for (const { segment } of strays) this.#bytes -= segment.end;
    own.strays = null;
    return strays;
  }
}

function textOf(own: SenderStream, sequence: number): string {
  const where =
    own.startKnown && own.offsetOf(sequence) < 0
      ? "before the first byte of its stream"
      : own.phase === "ended"
        ? "after the end of its stream"
        : "too far from it for any window";
  return `has sequence number ${sequence} where ${own.expectedSequence} was expected, ${where}; its bytes are left out`;
}
