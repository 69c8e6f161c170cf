/**
 * Reads files into a `Capture`: the pipeline of the design from end to end. It is the one place that knows all stages; each stage knows
 * only what stands before it.
 */
import type { ByteSource } from "./bytes/byte-source.ts";
import { IssueList } from "./bytes/issues.ts";
import { messageKind } from "./bridge/header.ts";
import { firstType } from "./capture-file/byte-stream.ts";
import { detectFormat, HEAD_BYTES } from "./capture-file/formats.ts";
import type { CaptureComment, CaptureFormat, CaptureInterface, CaptureSink, Packet } from "./capture-file/packet.ts";
import { mergeByTime, type MergedFile, type PacketTime } from "./capture-file/time-merge.ts";
import { findBridges } from "./correlate/bridges.ts";
import { Pairing } from "./correlate/pairing.ts";
import { CaptureBuild, type PayloadTap } from "./model/capture-build.ts";
import type { Capture } from "./model/capture.ts";
import { PacketClock } from "./model/packet-clock.ts";
import { EndpointTable } from "./network/endpoints.ts";
import { NetworkDecoder } from "./network/network-decoder.ts";
import { UserScan } from "./network/user-links.ts";
import { Reassembler } from "./stream/reassembler.ts";

/** How far reading has come. */
export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly packets: number;
  readonly frames: number;
}

/** How a capture is read, and who is told meanwhile. */
export interface ReadOptions {
  /** Ports whose connections are taken for bridges whatever their bytes say. */
  readonly bridgePorts?: readonly number[];
  /** Called for every slice read. Reading waits for the promise it returns, which is how a worker stays responsive. */
  readonly onProgress?: (progress: ReadProgress) => Promise<void> | void;
  /** Sees every packet; the object is reused. `time` is in nanoseconds since time zero, NaN where not known. */
  readonly onPacket?: (packet: Packet, number: number, time: number, file: number) => void;
  /** Sees the payload of every frame. */
  readonly tap?: PayloadTap;
  /** Set `aborted` to end reading; what was read stays. An `AbortSignal` will do. */
  readonly signal?: { readonly aborted: boolean };
}

/** Why a source could not be read at all. */
export interface ReadFailure {
  readonly source: string;
  /** Byte offset, null where the fault has no place. */
  readonly at: number | null;
  readonly reason: string;
  /** What can be done about it. */
  readonly advice: string;
}

/** How reading ended. */
export interface ReadResult {
  /** False when `signal` ended it early. */
  readonly finished: boolean;
  readonly failures: readonly ReadFailure[];
}

/** Ends reading from inside a reader's `progress` call. */
class ReadingEnded extends Error {}

interface OpenedFile {
  readonly source: ByteSource;
  readonly format: CaptureFormat;
  /** Index among the capture's sources. */
  readonly file: number;
  /** True for a byte stream whose first message is a request, which only a host sends. */
  readonly isHostStream: boolean;
}

/** `Capture.sources[file]` while it is read. */
interface LiveSource {
  readonly source: ByteSource;
  readonly format: string;
  readonly formatLabel: string;
  packets: number;
  readonly interfaces: CaptureInterface[];
  readonly comments: CaptureComment[];
}

/** The end of a connection whose byte stream was not opened. */
const NOT_GIVEN = "no file given";

/** From sources to a capture. What is damaged ends as issues of the capture, what is no capture as `failures` of the result; bytes never throw. */
export class CaptureReader {
  readonly #sources: readonly ByteSource[];
  readonly #options: ReadOptions;
  readonly #build: CaptureBuild;
  readonly #clock: PacketClock;
  readonly #pairing: Pairing;
  readonly #reassembler: Reassembler;
  readonly #network: NetworkDecoder;
  readonly #files: LiveSource[] = [];
  readonly #names: string[] = [];
  readonly #bytesTotal: number;
  #bytesRead = 0;

  constructor(sources: readonly ByteSource[], options: ReadOptions = {}) {
    this.#sources = sources;
    this.#options = options;
    this.#bytesTotal = sources.reduce((sum, { size }) => sum + size, 0);
    this.#build = new CaptureBuild(new Set(options.bridgePorts), options.tap);
    this.#clock = new PacketClock(this.#build, this.#names);
    this.#pairing = new Pairing(this.#build.frames);
    const endpoints = new EndpointTable();
    const { issues } = this.#build;
    this.#reassembler = new Reassembler(this.#build, endpoints, issues, this.#names);
    this.#network = new NetworkDecoder(this.#reassembler, endpoints, issues, this.#names);
  }

  /** The capture: live while `run` reads, final when it has resolved. */
  get capture(): Capture {
    return this.#build;
  }

  /** Reads all sources as one capture. Rejects only where a source itself does (a file that vanished). */
  async run(): Promise<ReadResult> {
    const { opened, failures } = await this.#detect();
    const streamOf = this.#openByteStreams(opened.filter(({ format }) => format.id === "byte-stream"));
    const finished = await this.#read(opened, streamOf);
    await this.#finish(finished);
    await this.#progress();
    return { finished, failures };
  }

  async #detect(): Promise<{ opened: OpenedFile[]; failures: ReadFailure[] }> {
    const opened: OpenedFile[] = [];
    const failures: ReadFailure[] = [];
    for (const source of this.#sources) {
      const head = await source.read(0, HEAD_BYTES);
      const detected = detectFormat(head, source.size);
      if ("reason" in detected) {
        failures.push({ source: source.name, at: detected.at, reason: detected.reason, advice: detected.advice });
        continue;
      }
      const { format } = detected;
      const file = this.#files.length;
      const live = { source, format: format.id, formatLabel: format.label, packets: 0, interfaces: [], comments: [] };
      this.#files.push(live);
      this.#build.sources.push(live);
      this.#names.push(source.name);
      const type = format.id === "byte-stream" ? firstType(head, source.size) : null;
      opened.push({ source, format, file, isHostStream: type !== null && messageKind(type) === "request" });
    }
    return { opened, failures };
  }

  /**
   * Pairs bare byte streams to connections: the first of a host with the first of a guest, and so on. Returns the stream number by file.
   */
  #openByteStreams(files: readonly OpenedFile[]): Map<number, number> {
    const hosts = files.filter(({ isHostStream }) => isHostStream);
    const guests = files.filter(({ isHostStream }) => !isHostStream);
    const streamOf = new Map<number, number>();
    for (let pair = 0; pair < Math.max(hosts.length, guests.length); pair++) {
      const host = hosts[pair];
      const guest = guests[pair];
      const names = [host?.source.name ?? NOT_GIVEN, guest?.source.name ?? NOT_GIVEN] as const;
      const connection = this.#reassembler.openByteStreams(names);
      if (host !== undefined) streamOf.set(host.file, 2 * connection);
      if (guest !== undefined) streamOf.set(guest.file, 2 * connection + 1);
    }
    return streamOf;
  }

  /** Reads the files into the pipeline, those with times in the order of their packets and the others behind them; false when the user ended it. */
  async #read(opened: readonly OpenedFile[], streamOf: ReadonlyMap<number, number>): Promise<boolean> {
    const timed: MergedFile[] = [];
    const others: OpenedFile[] = [];
    const { links } = this.#network;
    const scan = new UserScan();
    for (const one of opened) {
      // In one file only pcapng has several interfaces.
      const isLookedAt = opened.length > 1 || one.format.id === "pcapng";
      const first = isLookedAt ? await firstPacketTime(one, scan) : null;
      const start = opened.length > 1 ? first : null;
      if (start === null) others.push(one);
      else
        timed.push({
          start,
          sink: this.#sinkFor(one),
          onEnd: () => links.ended(one.file),
          read: (sink, bytes) => one.format.read(one.source, sink, bytes),
        });
    }
    links.pair(scan.halves());
    try {
      await mergeByTime(timed);
      for (const one of others) {
        await one.format.read(one.source, this.#sinkFor(one, streamOf.get(one.file)));
        links.ended(one.file);
      }
      return true;
    } catch (error) {
      if (error instanceof ReadingEnded) return false;
      throw error;
    }
  }

  #sinkFor({ file }: OpenedFile, byteStream?: number): CaptureSink {
    const live = this.#files[file]!;
    const build = this.#build;
    const clock = this.#clock;
    const { onPacket } = this.#options;
    let bytesBefore = 0;
    return {
      issues: build.issues,
      interface: (info) => live.interfaces.push(info),
      comment: (comment) => {
        const packet = comment.packet === null ? null : build.packets;
        live.comments.push({ ...comment, packet });
      },
      packet: (packet) => {
        const number = build.packets++;
        const time = clock.timeOf(packet, file, number);
        live.packets++;
        onPacket?.(packet, number, time, file);
        this.#network.packet(packet, file, number, time);
      },
      streamBytes: (bytes, start, end, fileOffset) => {
        if (byteStream !== undefined)
          this.#reassembler.byteStreamBytes(byteStream, bytes, start, end, file, fileOffset);
      },
      progress: async (bytesRead) => {
        this.#pairing.advance();
        this.#bytesRead += bytesRead - bytesBefore;
        bytesBefore = bytesRead;
        await this.#progress();
        if (this.#options.signal?.aborted === true) throw new ReadingEnded();
      },
    };
  }

  async #finish(isWhole: boolean): Promise<void> {
    const build = this.#build;
    this.#network.finish();
    this.#reassembler.finish(build.lastTime);
    if (isWhole)
      await this.#reassembler.compareRepeated((file, at, length) => this.#files[file]!.source.read(at, length));
    build.endOfInput();
    if (build.sortFrames()) this.#pairing.restart();
    this.#pairing.advance();
    this.#pairing.settle();
    const bridges = findBridges(build.frames, build.connections, build.streams, this.#pairing);
    this.#pairing.acrossConnections(bridges);
    build.finish(bridges);
  }

  #progress(): Promise<void> | void {
    return this.#options.onProgress?.({
      bytesRead: this.#bytesRead,
      bytesTotal: this.#bytesTotal,
      packets: this.#build.packets,
      frames: this.#build.frames.length,
    });
  }
}

/** When a file's first packet that has a time was captured; null where none has one in the first slice, all packets of which `scan` sees. */
async function firstPacketTime({ source, format, file }: OpenedFile, scan: UserScan): Promise<PacketTime | null> {
  const found: PacketTime[] = [];
  try {
    await format.read(source, {
      issues: new IssueList(),
      interface: ignore,
      comment: ignore,
      streamBytes: ignore,
      packet: (packet) => {
        const { seconds, nanoseconds } = packet;
        if (found.length === 0 && !Number.isNaN(seconds)) found.push({ seconds, nanoseconds });
        scan.packet(packet, file);
      },
      progress: () => Promise.reject(new ReadingEnded()),
    });
  } catch (error) {
    if (!(error instanceof ReadingEnded)) throw error;
  }
  return found[0] ?? null;
}

/** Takes what a sink is told and does nothing with it. */
function ignore(): void {}
