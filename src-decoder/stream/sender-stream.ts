import type { Segment } from "../network/segment.ts";
import { costOf, endOf, HeldRuns, type HeldRun } from "./held-runs.ts";
import type { Holder, StreamOutput } from "./stream-output.ts";

/**
 * A sequence number farther than this from the expected one belongs to no packet of the stream: no window can be larger
 * (RFC 7323 section 2.3).
 */
const FARTHEST = 2 ** 30;
/**
 * An RST has the number that its sender would use next, or one that the other end waits for. One that is farther from it than any window in use
 * is of another conversation, and the other end drops it (RFC 5961, 3.2). Behind one the ends may begin anew, with numbers of their own.
 */
const FARTHEST_RESET = 1 << 24;
/** Such bytes may lie so far before the first that was seen. */
const FARTHEST_BEFORE_START = 1 << 20;
/** Most memory one stream holds back. */
const MOST_HELD = 4 << 20;

/** What became of a segment's bytes; 0 when all were new and in order or behind what is held. */
export const TAKEN = {
  /** Some or all were there before. */
  repeated: 1,
  /** Some filled a hole. */
  late: 2,
  /** Some differ from a copy that is held back; what was passed on is not compared here. */
  conflict: 4,
  /** None belong to the stream: too far away, or behind its end. */
  stray: 8,
  /** They lie before the first byte of a stream whose start the capture lacks. */
  beforeStart: 16,
} as const;

/** A segment that belongs to no place of its stream, with its own copy of the bytes. */
export interface Stray {
  readonly segment: Segment;
  /** What is said of it where it is left out. */
  readonly text: string;
}

type Phase = "unseen" | "held back" | "flowing" | "ended";

/**
 * What one end of a connection sends, put in order. Offsets count from the stream's first byte and do not wrap; TCP's numbers are
 * kept as signed 32-bit integers, so that a difference is one subtraction. One class, and so one long file: each step moves the same few offsets.
 */
export class SenderStream implements Holder {
  /** Stream number. */
  readonly number: number;
  phase: Phase = "unseen";
  /** Offset of the next byte to deliver. */
  next = 0;
  /** True when `initialSequence` is known, from a SYN or from the answer to it. */
  startKnown = false;
  initialSequence = 0;
  /** The last advertised window was zero. */
  windowClosed = false;
  finSeen = false;
  /** Nanoseconds between the bytes behind a hole and those that last filled one. */
  lateness = 0;
  /** When an RST ended the connection; NaN before. */
  resetTime = Number.NaN;
  runs: HeldRuns | null = null;

  /** vsock: room that this end last said it has to receive, and what of the other's bytes it had taken out of it; -1 before it said so. */
  creditWindow = -1;
  creditTaken = 0;
  /** vsock: how far the other end has said that it took this stream; how many bytes that was beyond what had come, at most, and when. */
  takenTo = 0;
  takenUnseen = 0;
  takenUnseenTime = Number.NaN;
  /** vsock: when the other end last said what it took. */
  takenTold = Number.NaN;

  /** The last segment with bytes, to know it again when the capture has it twice. */
  lastSequence = 0;
  lastLength = 0;
  lastTime = Number.NaN;

  readonly #output: StreamOutput;
  #nextSequence = 0;
  #ackKnown = false;
  #acknowledged = 0;
  /** By how much the last acknowledgement went on. */
  #acknowledgedLast = 0;
  #firstAcknowledged = 0;
  #heldSince = 0;
  /** Farthest end of a segment, what a snap length cut off included. */
  #sentEnd = 0;
  #finAt = 0;
  #strays = 0;
  #strayNext = 0;
  /** The strays that follow each other, until it is known what they are; null where there are none. */
  strays: Stray[] | null = null;

  constructor(number: number, output: StreamOutput) {
    this.number = number;
    this.#output = output;
  }

  /** The sequence number that the next byte should have. */
  get expectedSequence(): number {
    return this.#nextSequence >>> 0;
  }

  /** Offset of the byte with this sequence number; where it lies before the stream's first byte, a negative one. */
  offsetOf(sequence: number): number {
    return this.next + ((sequence - this.#nextSequence) | 0);
  }

  get #farthest(): number {
    return Number.isNaN(this.resetTime) ? FARTHEST : FARTHEST_RESET;
  }

  /** Whether an RST with this number can end the stream: it is near to what was sent last or to what the other side waits for. */
  canReset(sequence: number): boolean {
    if (this.phase === "unseen") return true;
    const offset = this.offsetOf(sequence);
    const acknowledged = this.#ackKnown ? this.offsetOf(this.#acknowledged) : this.next;
    return [this.next, this.#sentEnd, acknowledged].some((end) => Math.abs(offset - end) <= FARTHEST_RESET);
  }

  /** Whether the other side can acknowledge this number: up to it was sent, or may have been. Null where nothing is known of the stream. */
  canBeAcknowledged(sequence: number): boolean | null {
    if (this.phase === "unseen") return null;
    const offset = this.offsetOf(sequence);
    const least = this.startKnown ? 0 : -FARTHEST_BEFORE_START;
    // A FIN is acknowledged as a byte behind the last, and nothing comes behind it.
    const most = this.finSeen ? this.#finAt + 1 : Math.max(this.next, this.#sentEnd) + FARTHEST_BEFORE_START;
    return offset >= least && offset <= most;
  }

  /** True when the other side is known to have all that was delivered, or when it is never heard of. */
  get allAcknowledged(): boolean {
    return !this.#ackKnown || ((this.#acknowledged - this.#nextSequence) | 0) >= 0;
  }

  /** Takes an acknowledgement number of the other side. */
  acknowledge(sequence: number): void {
    if (this.#ackKnown) {
      const more = (sequence - this.#acknowledged) | 0;
      if (more <= 0) return;
      this.#acknowledgedLast = more;
    } else {
      this.#firstAcknowledged = sequence | 0;
      this.#ackKnown = true;
    }
    this.#acknowledged = sequence | 0;
  }

  /** True where a SYN with this number can be the start of the stream: of what is held back, or of what flows already. */
  canStartAt(initialSequence: number): boolean {
    if (this.phase !== "held back") {
      const first = this.offsetOf(initialSequence + 1);
      return first <= 0 && first >= -FARTHEST_BEFORE_START;
    }
    const before = (this.#nextSequence - initialSequence - 1) | 0;
    const first = before + (this.runs?.first.start ?? 0);
    return first >= 0 && first <= FARTHEST_BEFORE_START;
  }

  /** The stream begins behind this sequence number, a SYN's. One that was captured late finds the stream flowing from there on. */
  start(initialSequence: number): void {
    if (this.phase === "flowing" && this.offsetOf(initialSequence + 1) !== 0) return;
    this.startKnown = true;
    this.initialSequence = initialSequence | 0;
    if (this.phase === "flowing") return;
    const first = (initialSequence + 1) | 0;
    if (this.phase === "held back") this.#move((this.#nextSequence - first) | 0);
    this.#nextSequence = first;
    this.next = 0;
    this.phase = "flowing";
    this.#drain();
  }

  /**
   * Takes the bytes of a segment whose first payload byte has this sequence number. `packets`: the connection's count.
   * Gives bits of `TAKEN`.
   */
  take(segment: Segment, sequence: number, packets: number): number {
    const present = segment.end - segment.start;
    let distance = (sequence - this.#nextSequence) | 0;
    if (
      distance === 0 &&
      this.runs === null &&
      this.phase === "flowing" &&
      present === segment.length &&
      !this.finSeen
    ) {
      this.#strays = 0;
      this.#deliver(segment, segment.start, present);
      return 0;
    }
    if (this.phase === "unseen") {
      this.phase = "held back";
      this.#nextSequence = sequence | 0;
      this.#heldSince = packets;
      distance = 0;
    }
    return this.#place(segment, distance, packets);
  }

  /** Takes the bytes of a transport that delivers in order. False when the stream had ended. */
  append(segment: Segment): boolean {
    if (this.phase === "ended") return false;
    this.phase = "flowing";
    const present = segment.end - segment.start;
    if (present > 0) this.#deliver(segment, segment.start, present);
    if (segment.length > present) this.#gapTo(this.next + segment.length - present, segment.time);
    return true;
  }

  /** The sender is done: its stream ends before this sequence number. False where bytes of the stream lie behind it. */
  finAtSequence(sequence: number, time: number): boolean {
    if (this.phase === "unseen") this.start(sequence - 1);
    const distance = (sequence - this.#nextSequence) | 0;
    const end = this.next + distance;
    if (distance > FARTHEST || end < this.#sentEnd || (distance < 0 && this.phase !== "held back")) return false;
    if (!this.finSeen) this.#finAt = end;
    this.finSeen = true;
    this.#endIfWhole(time);
    return true;
  }

  /** The stream is over, and with it what is held. */
  end(time: number): void {
    this.flush();
    if (this.phase === "unseen" && this.#ackKnown) {
      // Nothing of this side was captured: what the other side had when it was first heard of is where the stream begins.
      this.#nextSequence = this.#firstAcknowledged;
      this.phase = "flowing";
    }
    if (this.phase === "flowing") {
      const end = Math.max(this.#sentEnd, this.finSeen ? this.#finAt : this.next + this.#acknowledgedUnseen());
      if (end > this.next) this.#gapTo(end, time);
    }
    if (this.phase !== "ended") this.#end(Number.isNaN(this.resetTime) ? time : this.resetTime);
  }

  flush(): void {
    while (this.runs !== null) this.#giveUpHole();
  }

  /**
   * Delivers what need not wait any longer when the connection has had so many packets: a hole is given up when its bytes are acknowledged and
   * `patience` packets came after those behind it; a stream whose start the capture lacks begins when so many came after its first.
   */
  releaseDue(packets: number, patience: number, patienceAtStart: number): void {
    while (this.runs !== null) {
      const { start, arrival } = this.runs.first;
      const isDue =
        this.phase === "held back"
          ? packets - this.#heldSince > patienceAtStart
          : packets - arrival > patience && this.#isAcknowledged(start);
      if (!isDue) return;
      this.#giveUpHole();
    }
  }

  /** Counts a stray segment: as which of those that follow each other. */
  stray(sequence: number, length: number): number {
    this.#strays = (sequence | 0) === this.#strayNext && this.#strays > 0 ? this.#strays + 1 : 1;
    this.#strayNext = (sequence + length) | 0;
    return this.#strays;
  }

  #place(segment: Segment, distance: number, packets: number): number {
    const offset = this.next + distance;
    const end = offset + segment.length;
    if (Math.abs(distance) > this.#farthest) return TAKEN.stray;
    const floor = this.phase === "held back" ? -FARTHEST_BEFORE_START : this.next;
    if (end <= floor) {
      // A keep-alive may have the number before the first byte, and nothing else of a stream whose first byte is known.
      if (offset >= 0 || (this.startKnown && offset === -1)) return TAKEN.repeated;
      return this.startKnown || offset < -FARTHEST_BEFORE_START ? TAKEN.stray : TAKEN.beforeStart;
    }
    if (this.phase === "ended" || (this.finSeen && end > this.#finAt)) return TAKEN.stray;
    this.#strays = 0;
    this.#sentEnd = Math.max(this.#sentEnd, end);

    const presentEnd = offset + segment.end - segment.start;
    let taken = offset < floor ? TAKEN.repeated : 0;
    let at = Math.max(offset, floor);
    let isFresh = at >= presentEnd;
    while (at < presentEnd) {
      const place = this.runs?.placeBehind(at) ?? 0;
      const run = this.runs?.run(place);
      const shift = segment.start - offset;
      if (run !== undefined && run.start <= at) {
        const until = Math.min(presentEnd, endOf(run));
        if (!sameBytes(run, segment.bytes, at, until, shift)) taken |= TAKEN.conflict;
        else if (run.file !== segment.file) this.runs?.adjustClock(segment.file, segment.time - run.time);
        at = until;
        continue;
      }
      isFresh = true;
      const until = run === undefined ? presentEnd : Math.min(presentEnd, run.start);
      if (run !== undefined) {
        taken |= TAKEN.late;
        this.lateness = segment.time - run.time;
      }
      // What another file has of a hole has the time of that file's clock, which may be any: it came before what is behind the hole.
      const isForeign = run !== undefined && run.file !== segment.file;
      if (at === this.next && this.phase === "flowing")
        this.#deliver(segment, at + shift, until - at, isForeign ? run.time : segment.time);
      else this.#hold(place, segment, at, at + shift, until + shift, packets, isForeign);
      at = until;
    }
    this.#drain();
    if (this.finSeen) this.#endIfWhole(segment.time);
    while (this.runs !== null && this.runs.cost > MOST_HELD) this.#giveUpHole();
    this.#output.keepBound();
    return isFresh ? taken : taken | TAKEN.repeated;
  }

  #deliver(segment: Segment, from: number, length: number, time = segment.time): void {
    const offset = this.next;
    this.next = offset + length;
    this.#nextSequence = (this.#nextSequence + length) | 0;
    this.#output.sink.bytes(
      this.number,
      offset,
      segment.bytes,
      from,
      from + length,
      time,
      segment.file,
      segment.fileOffset + from - segment.start,
      segment.packet,
    );
  }

  #hold(
    place: number,
    segment: Segment,
    start: number,
    from: number,
    to: number,
    packets: number,
    isForeign: boolean,
  ): void {
    const run: HeldRun = {
      start,
      bytes: segment.bytes.slice(from, to),
      time: segment.time,
      isForeign,
      file: segment.file,
      fileOffset: segment.fileOffset + from - segment.start,
      packet: segment.packet,
      arrival: packets,
    };
    this.runs ??= new HeldRuns();
    this.runs.insert(place, run);
    this.#output.hold(this, costOf(run));
  }

  /** Delivers the runs that now follow what was delivered. */
  #drain(): void {
    if (this.phase !== "flowing") return;
    while (this.runs !== null && this.runs.first.start <= this.next) {
      const run = this.runs.takeFirst();
      if (this.runs.isEmpty) this.runs = null;
      this.#output.release(this, costOf(run), this.runs === null);
      const { bytes } = run;
      const offset = this.next;
      this.next = offset + bytes.length;
      this.#nextSequence = (this.#nextSequence + bytes.length) | 0;
      this.#output.sink.bytes(
        this.number,
        offset,
        bytes,
        0,
        bytes.length,
        run.isForeign && this.runs !== null ? Math.min(run.time, this.runs.first.time) : run.time,
        run.file,
        run.fileOffset,
        run.packet,
      );
    }
  }

  /** Goes on at the first run that is held, whatever lies before it. */
  #giveUpHole(): void {
    if (this.runs === null) return;
    const { start, time } = this.runs.first;
    if (this.phase === "held back") {
      this.#move(-start);
      this.#nextSequence = (this.#nextSequence + start) | 0;
      this.phase = "flowing";
    } else {
      this.#gapTo(start, time);
    }
    this.#drain();
    if (this.finSeen) this.#endIfWhole(time);
  }

  #gapTo(offset: number, time: number): void {
    const from = this.next;
    this.next = offset;
    this.#nextSequence = (this.#nextSequence + offset - from) | 0;
    this.#output.sink.gap(this.number, from, offset - from, time);
  }

  /** Moves all offsets while nothing is delivered. */
  #move(distance: number): void {
    this.runs?.shift(distance);
    this.#sentEnd += distance;
    this.#finAt += distance;
  }

  #endIfWhole(time: number): void {
    if (this.phase === "flowing" && this.next >= this.#finAt) this.#end(time);
  }

  #end(time: number): void {
    this.phase = "ended";
    this.#output.sink.end(this.number, time);
  }

  #isAcknowledged(offset: number): boolean {
    return this.#ackKnown && ((this.#acknowledged - this.#nextSequence) | 0) >= offset - this.next;
  }

  /**
   * Bytes behind the last that were acknowledged though the capture lacks them. An unseen FIN counts as a byte, and a step of a single byte at
   * the very end is taken for one: no frame of the bridge is so short.
   */
  #acknowledgedUnseen(): number {
    const distance = this.#ackKnown ? (this.#acknowledged - this.#nextSequence) | 0 : 0;
    if (distance <= 1 || distance > this.#farthest) return 0;
    return this.#acknowledgedLast === 1 ? distance - 1 : distance;
  }
}

/** Compares the stream's bytes `at .. until` of a run with those of a segment; `shift` leads from offsets to indices of `bytes`. */
function sameBytes(run: HeldRun, bytes: Uint8Array, at: number, until: number, shift: number): boolean {
  for (let offset = at; offset < until; offset++) {
    if (run.bytes[offset - run.start] !== bytes[offset + shift]) return false;
  }
  return true;
}
