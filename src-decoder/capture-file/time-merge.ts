/**
 * Reads several files together, so that their packets come in the order of their times: both sides of one connection, or its two directions,
 * are often captured into a file each. The parts of a ring buffer, which follow each other, are read one after the other without a copy.
 */
import type { CaptureComment, CaptureSink, Packet } from "./packet.ts";

const NANOSECONDS = 1_000_000_000;
/** Bytes that the slices of all files may take together, and those of one at least and at most. */
const ALL_SLICES = 16 * 1024 * 1024;
const LEAST_SLICE = 64 * 1024;
const MOST_SLICE = 1024 * 1024;

/** When a packet was captured, as its file says. */
export type PacketTime = Pick<Packet, "seconds" | "nanoseconds">;

/** A file whose first packet with a time is known. */
export interface MergedFile {
  readonly start: PacketTime;
  readonly sink: CaptureSink;
  /** All of its packets are handed on. */
  readonly onEnd?: () => void;
  /** Reads the file into a sink, so many bytes at once. */
  read(sink: CaptureSink, sliceBytes: number): Promise<void>;
}

/** Reads all files into their sinks; rejects where one of them, or a sink's `progress`, does. Files of one time are read in their order. */
export async function mergeByTime(files: readonly MergedFile[]): Promise<void> {
  const base = files.reduce((least, { start }) => Math.min(least, start.seconds), Number.POSITIVE_INFINITY);
  const sliceBytes = Math.min(Math.max(Math.floor(ALL_SLICES / files.length), LEAST_SLICE), MOST_SLICE);
  const waiting = files.map((file) => new Feed(file, base, sliceBytes)).toSorted((a, b) => a.time - b.time);
  let open: Feed[] = [];
  for (;;) {
    const next = waiting[0]?.time ?? Number.POSITIVE_INFINITY;
    for (const feed of open) {
      feed.handsOnUntil = open.length === 1 ? next : Number.NEGATIVE_INFINITY;
      while (feed.isEmpty && !feed.ended) await feed.readOn();
    }
    for (const feed of open) if (feed.isEmpty) feed.onEnd();
    open = open.filter(({ isEmpty }) => !isEmpty);
    const { first, second } = earliest(open);
    if (waiting.length > 0 && (first === null || next <= first.time)) open.push(...waiting.splice(0, 1));
    else if (first === null) return;
    else first.handOn(Math.min(next, second));
  }
}

/** The file whose packet is next, and the time of the one after it of another file. */
function earliest(feeds: readonly Feed[]): { readonly first: Feed | null; readonly second: number } {
  let first: Feed | null = null;
  let second = Number.POSITIVE_INFINITY;
  for (const feed of feeds) {
    if (first === null || feed.time < first.time) {
      second = first?.time ?? second;
      first = feed;
    } else {
      second = Math.min(second, feed.time);
    }
  }
  return { first, second };
}

/** One file while it is read: it stands still behind each slice until the packets of that are handed on. */
class Feed {
  ended = false;
  /** Up to this time nobody else has packets: those that come need not wait. */
  handsOnUntil = Number.NEGATIVE_INFINITY;
  readonly #file: MergedFile;
  readonly #base: number;
  readonly #sliceBytes: number;
  /** Packets of the slice at hand that wait, from `#next` on, with their times and what was said of them. */
  #packets: Packet[] = [];
  #times: number[] = [];
  readonly #comments = new Map<number, readonly CaptureComment[]>();
  /** What was said of the packet that comes next: readers tell a packet's comments right before it. */
  #said: CaptureComment[] = [];
  #next = 0;
  /** Of the packet before: one without a time is as late. */
  #lastTime: number;
  #started = false;
  #bytesRead = 0;
  #failure: unknown = null;
  /** Tells who waits that the slice is read, and the reader that it may go on. */
  #told = (): void => {};
  #goOn = (): void => {};

  constructor(file: MergedFile, base: number, sliceBytes: number) {
    this.#file = file;
    this.#base = base;
    this.#sliceBytes = sliceBytes;
    this.#lastTime = this.#timeOf(file.start);
  }

  /** Of the packet that is next, nanoseconds since the first second of all files; before there is one, of the file's first. */
  get time(): number {
    return this.#times[this.#next] ?? this.#lastTime;
  }

  get isEmpty(): boolean {
    return this.#next === this.#packets.length;
  }

  onEnd(): void {
    this.#file.onEnd?.();
  }

  /** Reads a slice more, or to the end. */
  async readOn(): Promise<void> {
    this.#packets = [];
    this.#times = [];
    this.#next = 0;
    const told = new Promise<void>((resolve) => {
      this.#told = resolve;
    });
    if (this.#started) this.#goOn();
    else this.#start();
    await told;
    if (this.#failure !== null) throw this.#failure;
    await this.#file.sink.progress(this.#bytesRead);
  }

  /** Hands on the next packet, and those behind it that are earlier than `until`. */
  handOn(until: number): void {
    do {
      this.#hand(this.#packets[this.#next]!, this.#comments.get(this.#next) ?? []);
      this.#next++;
    } while (!this.isEmpty && this.time < until);
    if (this.isEmpty) this.#comments.clear();
  }

  #start(): void {
    this.#started = true;
    const { sink } = this.#file;
    const end = (failure: unknown): void => {
      this.#failure = failure;
      this.ended = true;
      this.#told();
    };
    this.#file
      .read(
        {
          issues: sink.issues,
          interface: (info) => sink.interface(info),
          streamBytes: (bytes, start, to, fileOffset) => sink.streamBytes(bytes, start, to, fileOffset),
          comment: (comment) => this.#comment(comment),
          packet: (packet) => this.#packet(packet),
          progress: (bytesRead) => this.#progress(bytesRead),
        },
        this.#sliceBytes,
      )
      .then(() => end(null), end);
  }

  #packet(packet: Packet): void {
    if (!Number.isNaN(packet.seconds)) this.#lastTime = this.#timeOf(packet);
    const said = this.#said;
    if (said.length > 0) this.#said = [];
    if (this.isEmpty && this.#lastTime <= this.handsOnUntil) {
      this.#hand(packet, said);
      return;
    }
    if (said.length > 0) this.#comments.set(this.#packets.length, said);
    this.#packets.push({ ...packet });
    this.#times.push(this.#lastTime);
  }

  #comment(comment: CaptureComment): void {
    if (comment.packet === null) this.#file.sink.comment(comment);
    else this.#said.push(comment);
  }

  #hand(packet: Packet, said: readonly CaptureComment[]): void {
    const { sink } = this.#file;
    for (const comment of said) sink.comment(comment);
    sink.packet(packet);
  }

  #progress(bytesRead: number): Promise<void> {
    this.#bytesRead = bytesRead;
    const goOn = new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    this.#told();
    return goOn;
  }

  #timeOf({ seconds, nanoseconds }: PacketTime): number {
    return (seconds - this.#base) * NANOSECONDS + nanoseconds;
  }
}
