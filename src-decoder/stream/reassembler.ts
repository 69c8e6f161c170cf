import type { IssueList } from "../bytes/issues.ts";
import type { EndpointTable } from "../network/endpoints.ts";
import { ACK, FIN, RST, SYN, UNSEQUENCED, type Segment, type SegmentSink } from "../network/segment.ts";
import type { ConnectionState } from "./connection-state.ts";
import { ConnectionTable } from "./connection-table.ts";
import { TAKEN, type SenderStream } from "./sender-stream.ts";
import { MOST_WAITING, RepeatedBytes, type ReadBack } from "./repeated-bytes.ts";
import { StreamOutput } from "./stream-output.ts";
import { Strays } from "./strays.ts";
import { takeCredit } from "./vsock-credit.ts";
import type { Connection, StreamSink } from "./stream-sink.ts";

/** Bytes that come again within this time were captured twice, not sent twice: no sender gives up waiting so soon. */
const CAPTURED_TWICE_NS = 1_000_000;
/** Bytes that fill a hole within this time were overtaken; later they were sent again. */
const OVERTAKEN_NS = 3_000_000;
/** A hole is given up when its bytes are acknowledged and so many packets of the connection came after those behind it. */
const PACKETS_PER_HOLE = 2048;
/** Of several files another may have what lacks, at the start too: its clock, or its place on the way, can be so many packets behind. */
const PACKETS_OF_FILES = 65_536;
/** A stream whose start the capture lacks delivers nothing for so many packets, so that reordering there is mended too. */
const PACKETS_AT_START = 16;
/** So many strays that follow each other are a new conversation on the same ports, whose start the capture lacks. */
const STRAYS_OF_A_NEW_CONNECTION = 3;
const DIFFERS = "repeats bytes with other content; the first copy is kept";

/**
 * Puts segments in order, stream by stream, and keeps what happened to each connection.
 *
 * - A stream starts at its SYN; where the capture lacks that, at the first byte seen, after a few packets of patience.
 * - Bytes that come twice are taken from the first copy; where the other says something else, an issue and an event tell so.
 * - A hole is given up, as a gap, when the other side has its bytes and 2,048 packets of the connection passed since those behind
 *   it came (65,536 where several files may have them), when too much is held behind it, or when the connection or the capture ends.
 * - A sequence number over 1 GiB from the expected one, or before the first of all, is left out with an issue; three such segments that follow
 *   each other and acknowledge nothing of this connection, or one behind an RST or behind both FINs, are a new connection.
 * - An RST ends its connection when the ports are used again or the capture ends: what is still under way is taken until then.
 */
export class Reassembler implements SegmentSink {
  readonly #table: ConnectionTable;
  readonly #endpoints: EndpointTable;
  readonly #sink: StreamSink;
  readonly #issues: IssueList;
  readonly #sourceNames: readonly string[];
  readonly #repeated = new RepeatedBytes();
  readonly #strays = new Strays((own, segment, text) => {
    this.#table.all[own.number >>> 1]?.leaveOut((own.number & 1) === 0 ? 0 : 1, segment.length);
    this.#issue("tcp-implausible-sequence", placeOf(segment), text);
  });
  readonly #byteStreamSegment: Segment = {
    transport: "byte-stream",
    source: 0,
    destination: 0,
    sequence: UNSEQUENCED,
    acknowledgement: 0,
    flags: 0,
    window: 0,
    windowScale: -1,
    bytes: new Uint8Array(0),
    start: 0,
    end: 0,
    length: 0,
    fileOffset: 0,
    file: 0,
    time: Number.NaN,
    packet: 0,
  };

  /** `sourceNames[file]` is what issues call a source; it may still grow. */
  constructor(sink: StreamSink, endpoints: EndpointTable, issues: IssueList, sourceNames: readonly string[]) {
    this.#table = new ConnectionTable(endpoints, new StreamOutput(sink));
    this.#endpoints = endpoints;
    this.#sink = sink;
    this.#issues = issues;
    this.#sourceNames = sourceNames;
  }

  /** All connections so far, by index. */
  get connections(): readonly Connection[] {
    return this.#table.all;
  }

  segment(segment: Segment): void {
    this.#feed(this.#table.find(segment) ?? this.#open(segment), segment);
  }

  /**
   * Opens a connection of two bare byte streams, `endpoints[d]` named after the source of stream `d`. Gives its index: the
   * streams are `2 * index` and `2 * index + 1`.
   */
  openByteStreams(names: readonly [string, string]): number {
    const [first, second] = names;
    const connection = this.#table.create("byte-stream", this.#endpoints.named(first), this.#endpoints.named(second));
    this.#sink.connection(connection);
    return connection.index;
  }

  /** The next bytes of a stream of `openByteStreams`: `bytes[start .. end)` lie at `fileOffset` of source `file`. */
  byteStreamBytes(
    stream: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    file: number,
    fileOffset: number,
  ): void {
    const connection = this.#table.all[Math.floor(stream / 2)];
    if (connection?.transport !== "byte-stream") return;
    const segment = this.#byteStreamSegment;
    segment.bytes = bytes;
    segment.start = start;
    segment.end = end;
    segment.length = end - start;
    segment.file = file;
    segment.fileOffset = fileOffset;
    connection.openStreamOf(stream % 2 === 0 ? 0 : 1).append(segment);
  }

  /** Delivers what is held and ends all streams. `time`: that of the capture's last packet. */
  finish(time: number): void {
    // Of files that were captured apart one may tell of bytes before the other has them.
    const isOneFile = this.#sourceNames.length < 2;
    for (const connection of this.#table.all) {
      this.#strays.leaveOutAll(connection);
      connection.finish(time);
      if (connection.transport === "vsock") connection.countUnseen(isOneFile);
    }
  }

  /**
   * Compares what came again with first copies that were no longer in memory. To be called when all is finished and the sink can still
   * locate; rejects only where `read` does.
   */
  async compareRepeated(read: ReadBack): Promise<void> {
    for (const { connection, event, file, fileOffset, length } of await this.#repeated.compare(read)) {
      connection.recordLate(event);
      this.#issue("tcp-overlap-conflict", { packet: event.packet, file, fileOffset, length }, DIFFERS);
    }
    const { notCompared } = this.#repeated;
    if (notCompared === 0) return;
    const source = this.#sourceNames[0] ?? "";
    const text = `${notCompared} packets that repeat bytes were not compared with the first copy of these: it lies far before them, as in ${MOST_WAITING} others that were.`;
    this.#issues.add({ code: "tcp-repeats-not-compared", source, at: null, length: 0, text });
  }

  #open(segment: Segment): ConnectionState {
    const connection = this.#table.open(segment);
    this.#sink.connection(connection);
    return connection;
  }

  #feed(connection: ConnectionState, segment: Segment): void {
    const by = segment.source === connection.opener ? 0 : 1;
    connection.see(segment.time);
    if (segment.sequence === UNSEQUENCED) this.#unsequenced(connection, by, segment);
    else this.#tcp(connection, by, segment);
  }

  #tcp(connection: ConnectionState, by: 0 | 1, segment: Segment): void {
    const { flags } = segment;
    const own = connection.openStreamOf(by);
    const otherBy = by === 0 ? 1 : 0;
    // What is acknowledged was sent, also where the capture has nothing of that side.
    const other = (flags & ACK) === 0 ? connection.streamOf(otherBy) : connection.openStreamOf(otherBy);
    let { sequence } = segment;
    if ((flags & SYN) !== 0) {
      this.#syn(connection, by, own, segment);
      sequence = (sequence + 1) >>> 0;
    }
    if ((flags & RST) !== 0) {
      if (own.canReset(segment.sequence)) {
        if ((flags & ACK) !== 0) other?.acknowledge(segment.acknowledgement);
        this.#reset(connection, by, own, segment);
      } else {
        connection.record("stray-rst", by, segment);
      }
      return;
    }
    if ((flags & (SYN | FIN)) === 0 && (segment.window === 0) !== own.windowClosed) {
      own.windowClosed = segment.window === 0;
      connection.record(own.windowClosed ? "window-closed" : "window-opened", by, segment);
    }
    if (segment.length > 0) {
      const taken = own.take(segment, sequence, connection.packets);
      if ((taken & (TAKEN.stray | TAKEN.beforeStart)) !== 0) {
        const fits = other === null || (flags & ACK) === 0 ? null : other.canBeAcknowledged(segment.acknowledgement);
        if ((taken & TAKEN.stray) !== 0 || fits === false) {
          this.#stray(connection, own, sequence, segment, fits);
          return;
        }
        connection.leaveOut(by, segment.length);
        this.#issue("tcp-before-start", placeOf(segment), BEFORE_START);
      }
      if (taken !== 0) this.#judge(connection, by, own, sequence, taken, segment);
      own.lastSequence = sequence;
      own.lastLength = segment.length;
      own.lastTime = segment.time;
    } else if ((flags & (SYN | FIN)) === 0 && isKeepAlive(own, sequence)) {
      connection.record("keep-alive", by, segment);
    }
    // Not before the segment is known to be of this conversation.
    if ((flags & ACK) !== 0) other?.acknowledge(segment.acknowledgement);
    if ((flags & FIN) !== 0) this.#fin(connection, by, own, sequence, segment);
    if (own.runs !== null) this.#release(connection, own);
    if (other !== null && other.runs !== null) this.#release(connection, other);
  }

  #release({ packets }: ConnectionState, stream: SenderStream): void {
    if (this.#sourceNames.length < 2) stream.releaseDue(packets, PACKETS_PER_HOLE, PACKETS_AT_START);
    else stream.releaseDue(packets, PACKETS_OF_FILES, PACKETS_OF_FILES);
  }

  #syn(connection: ConnectionState, by: 0 | 1, own: SenderStream, segment: Segment): void {
    const kind = (segment.flags & ACK) === 0 ? "syn" : "syn-ack";
    const isFirst = !own.startKnown || (connection.eventCounts[kind] ?? 0) === 0;
    connection.record(isFirst ? kind : "retransmission", by, segment);
    if (!own.startKnown) own.start(segment.sequence);
    // One that comes when the stream flows from elsewhere shows that it began, and not what it began with.
    if (own.startKnown) connection.sawStart = true;
    if (kind === "syn") return;
    // The answer tells the number of a SYN that the capture lacks.
    const other = connection.openStreamOf(by === 0 ? 1 : 0);
    const start = (segment.acknowledgement - 1) | 0;
    if (!other.startKnown && (other.phase === "unseen" || other.canStartAt(start))) other.start(start);
  }

  #reset(connection: ConnectionState, by: 0 | 1, own: SenderStream, segment: Segment): void {
    const isPlaced = segment.sequence !== UNSEQUENCED && own.phase !== "unseen";
    const streamOffset = Math.max(0, isPlaced ? own.offsetOf(segment.sequence) : own.next);
    connection.recordWith({ streamOffset }, "rst", by, segment);
    for (const stream of [own, connection.streamOf(by === 0 ? 1 : 0)]) {
      if (stream !== null && Number.isNaN(stream.resetTime)) stream.resetTime = segment.time;
    }
  }

  #fin(connection: ConnectionState, by: 0 | 1, own: SenderStream, sequence: number, segment: Segment): void {
    const isFirst = !own.finSeen;
    if (!own.finAtSequence((sequence + segment.length) | 0, segment.time)) return;
    if (!isFirst) {
      connection.record("retransmission", by, segment);
      return;
    }
    const other = (segment.flags & ACK) === 0 ? null : connection.streamOf(by === 0 ? 1 : 0);
    const isKnown = other !== null && other.phase !== "unseen";
    connection.recordWith(isKnown ? { acknowledged: other.offsetOf(segment.acknowledgement) } : {}, "fin", by, segment);
  }

  /** Says in events what became of bytes that were not simply the next. */
  #judge(
    connection: ConnectionState,
    by: 0 | 1,
    own: SenderStream,
    sequence: number,
    taken: number,
    segment: Segment,
  ): void {
    // A keep-alive may have any byte in place of the one that it repeats.
    const keepsAlive = segment.length === 1 && isKeepAlive(own, sequence);
    const isCompared = (taken & TAKEN.repeated) !== 0 && !keepsAlive;
    const isConflict =
      (taken & TAKEN.conflict) !== 0 || (isCompared && this.#differs(connection, by, own, sequence, segment));
    if (isConflict) {
      connection.record("overlap-conflict", by, segment);
      this.#issue("tcp-overlap-conflict", placeOf(segment), DIFFERS);
    }
    if ((taken & TAKEN.beforeStart) !== 0) {
      connection.record("out-of-order", by, segment);
    } else if ((taken & TAKEN.late) !== 0) {
      connection.record(own.lateness > OVERTAKEN_NS ? "retransmission" : "out-of-order", by, segment);
    } else if ((taken & TAKEN.repeated) !== 0) {
      if (keepsAlive) connection.record("keep-alive", by, segment);
      else if (!isCapturedTwice(own, sequence, segment)) connection.record("retransmission", by, segment);
    }
  }

  /** Whether bytes that were passed on before differ in this copy, as far as memory can tell. */
  #differs(connection: ConnectionState, by: 0 | 1, own: SenderStream, sequence: number, segment: Segment): boolean {
    const offset = own.offsetOf(sequence);
    const start = Math.max(0, offset);
    const end = Math.min(offset + segment.end - segment.start, own.next);
    if (end <= start) return false;
    const firstCopy = this.#sink.locate(own.number, start, end - start);
    return this.#repeated.differs(connection, by, segment, segment.start + start - offset, firstCopy);
  }

  /**
   * Takes it for the beginning of another connection, or keeps it until it is known whether it is one. `fits`: whether what it acknowledges is
   * of this connection, so that it cannot be of another; null where that is not known.
   */
  #stray(
    connection: ConnectionState,
    own: SenderStream,
    sequence: number,
    segment: Segment,
    fits: boolean | null,
  ): void {
    const count = own.stray(sequence, segment.length);
    if (count === 1) this.#strays.leaveOut(own);
    const isOver = connection.hasEnded && segment.length > 1;
    const isAnother = fits !== true && (isOver || count >= STRAYS_OF_A_NEW_CONNECTION);
    if (!isAnother && Number.isNaN(own.resetTime)) {
      this.#strays.keep(own, sequence, segment);
      if (fits === true) this.#strays.leaveOut(own);
      return;
    }
    const segments = [...this.#strays.take(connection), segment];
    const opened = this.#open(segments[0]!);
    for (const each of segments) this.#feed(opened, each);
  }

  #unsequenced(connection: ConnectionState, by: 0 | 1, segment: Segment): void {
    const { flags } = segment;
    const own = connection.openStreamOf(by);
    if ((flags & SYN) !== 0) {
      // A transport that tells no request from its answer is told by who comes second.
      const isAnswer = (flags & ACK) !== 0 || by === 1;
      connection.record(isAnswer ? "syn-ack" : "syn", by, segment);
      connection.sawStart = true;
    }
    if (segment.length > 0 && !own.append(segment)) {
      connection.leaveOut(by, segment.length);
      this.#issue(
        "bytes-after-end",
        placeOf(segment),
        `has ${segment.length} bytes of a stream that had ended; they are left out`,
      );
    }
    // An end that closes or resets has no more to take, and mostly says 0.
    if (connection.sawStart && (flags & (ACK | FIN | RST)) === ACK) takeCredit(connection, by, own, segment);
    if ((flags & RST) !== 0) this.#reset(connection, by, own, segment);
    if ((flags & FIN) !== 0 && own.phase !== "ended") {
      connection.record("fin", by, segment);
      own.end(segment.time);
    }
  }

  #issue(code: string, place: PacketPlace, text: string): void {
    const { packet, file, fileOffset: at, length } = place;
    this.#issues.add({
      code,
      source: this.#sourceNames[file] ?? "",
      at,
      length,
      text: `Packet ${packet + 1} ${text}.`,
    });
  }
}

const BEFORE_START =
  "has bytes from before the first of its stream in the capture, and comes too late for them to be put there; they are left out";

/** The bytes of a packet that an issue is about. */
interface PacketPlace {
  readonly packet: number;
  readonly file: number;
  readonly fileOffset: number;
  readonly length: number;
}

function placeOf({ packet, file, fileOffset, start, end }: Segment): PacketPlace {
  return { packet, file, fileOffset, length: end - start };
}

/** A keep-alive takes the place of the last byte, which the other side has (RFC 9293 section 3.8.4). */
function isKeepAlive(own: SenderStream, sequence: number): boolean {
  return own.phase === "flowing" && ((own.expectedSequence - sequence) | 0) === 1 && own.allAcknowledged;
}

function isCapturedTwice(own: SenderStream, sequence: number, segment: Segment): boolean {
  const isSame = own.lastSequence === sequence && own.lastLength === segment.length;
  return isSame && segment.time - own.lastTime < CAPTURED_TWICE_NS;
}
