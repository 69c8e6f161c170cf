/** A sink and a source for the tests of readers: one keeps all that is found, the other gives bytes in the least convenient way allowed. */
import type { ByteSource } from "../../src-decoder/bytes/byte-source.ts";
import { IssueList } from "../../src-decoder/bytes/issues.ts";
import type {
  CaptureComment,
  CaptureFormat,
  CaptureInterface,
  CaptureSink,
  Packet,
} from "../../src-decoder/capture-file/packet.ts";

/** A packet as it was handed out, its bytes copied. */
export interface SeenPacket extends Omit<Packet, "bytes" | "start" | "end"> {
  readonly data: string;
}

/** What a reader found. */
export class Recorder implements CaptureSink {
  readonly issues = new IssueList();
  readonly interfaces: CaptureInterface[] = [];
  readonly packets: SeenPacket[] = [];
  readonly comments: CaptureComment[] = [];
  readonly progressed: number[] = [];
  stream = "";

  interface(info: CaptureInterface): void {
    this.interfaces.push(info);
  }

  packet({ bytes, start, end, ...rest }: Packet): void {
    this.packets.push({ ...rest, data: hex(bytes.subarray(start, end)) });
  }

  comment(comment: CaptureComment): void {
    this.comments.push(comment);
  }

  streamBytes(bytes: Uint8Array, start: number, end: number, fileOffset: number): void {
    if (fileOffset * 2 !== this.stream.length) throw new Error(`run at ${fileOffset} does not follow the one before`);
    this.stream += hex(bytes.subarray(start, end));
  }

  progress(bytesRead: number): void {
    this.progressed.push(bytesRead);
  }

  get codes(): string[] {
    return this.issues.kept.map(({ code }) => code);
  }
}

/** A source that lets its bytes rot at the next call, and counts what it reads. */
export class RottingSource implements ByteSource {
  readonly name = "test";
  readonly size: number;
  bytesRead = 0;
  readonly #bytes: Uint8Array;
  #given = new Uint8Array(0);

  constructor(bytes: Uint8Array, size = bytes.length) {
    this.#bytes = bytes;
    this.size = size;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    this.#given.fill(0xee);
    this.#given = this.#bytes.slice(offset, offset + length);
    this.bytesRead += this.#given.length;
    return Promise.resolve(this.#given);
  }
}

export async function record(format: CaptureFormat, bytes: Uint8Array, sliceBytes?: number): Promise<Recorder> {
  const recorder = new Recorder();
  await format.read(new RottingSource(bytes), recorder, sliceBytes);
  return recorder;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
