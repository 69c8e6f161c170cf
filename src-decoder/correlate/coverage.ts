/** What the capture lacks of its conversations, so that what is not there is not taken for what was not sent. */
import type { BridgeLife, ConnectionLife } from "./bridge-life.ts";
import type { Correlation } from "./correlation.ts";
import { requestType } from "./message-index.ts";
import type { MessageIndex } from "./message-index.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture, Range } from "../model/capture.ts";
import type { UnframedReason } from "../bridge/frame-sink.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { ConnectionEventKind } from "../stream/stream-sink.ts";

const SENT_BY_ITSELF: ReadonlySet<ConnectionEventKind> = new Set(["syn", "syn-ack", "fin", "rst"]);
/** Bytes in no frame that may stand at either end of a sound stream. */
const AT_THE_ENDS: ReadonlySet<UnframedReason> = new Set(["not a bridge", "before the first frame", "header cut off"]);
/** A host that still asks after this did take what it was sent. */
const REACTION_NS = 100e6;
/** A host that ends a bridge over a message has done so by then. */
const LATEST_END_NS = 2e9;

/** What was sent so soon before an end last told what it took may be missing. */
const TOLD_NS = 1e9;
/** A bridge that begins with a larger id was there before, whatever its connection. */
const FIRST_IDS = 16;

const NO_RANGES: readonly Range[] = [];

const NEGOTIATE = requestType("NegotiateProtocol");

/** Whether the link of a connection numbers its bytes, so that one that is missing is noticed. A bare byte stream is whole, as far as is known. */
export function numbersBytes({ connection: { transport } }: ConnectionLife): boolean {
  return transport !== "vsock" && transport !== "user";
}

export class Coverage {
  readonly #capture: Capture;
  readonly #index: MessageIndex;
  readonly #correlation: Correlation;
  readonly #holes = new Map<number, readonly Range[]>();
  /** By stream. */
  readonly #odd = new Map<number, boolean>();
  readonly #whole = new Map<number, boolean>();

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
    this.#capture = correlation.capture;
    this.#index = correlation.index;
  }

  /** Whether the capture has nothing of what one end sent, be it that it was silent or that only the other direction was captured. */
  lacksSide(stream: number): boolean {
    const record = this.#capture.streams[stream];
    if (record === undefined || record.bytes > record.gapBytes) return false;
    // An end that was seen to open or close the connection is captured, and had nothing to say.
    const events = this.#capture.connections[stream >>> 1]?.events ?? [];
    return record.gapBytes > 0 || !events.some(({ by, kind }) => by === (stream & 1) && SENT_BY_ITSELF.has(kind));
  }

  /** Both directions of each connection of a bridge, without a gap and with nothing left out. Where it is not so, that something is missing proves nothing. */
  isWhole({ bridge, connections }: BridgeLife): boolean {
    let isWhole = this.#whole.get(bridge.number);
    if (isWhole === undefined) {
      isWhole = connections.every(
        (life) =>
          !this.losesUnseen(life) &&
          life.connection.leftOut === null &&
          [life.hostStream, life.guestStream].every((stream) => {
            const record = this.#capture.streams[stream];
            return record !== undefined && record.gapCount === 0 && !this.lacksSide(stream);
          }),
      );
      this.#whole.set(bridge.number, isWhole);
    }
    return isWhole;
  }

  /**
   * Gaps in which whole messages may have been. What is missing inside a message whose header is there hides no other: a short snap length
   * alone does not.
   */
  holes(stream: number): readonly Range[] {
    const record = this.#capture.streams[stream];
    if (record === undefined || record.gapCount === 0) return NO_RANGES;
    let holes = this.#holes.get(stream);
    if (holes === undefined) {
      holes = this.#outsideFrames(stream, record.gaps);
      this.#holes.set(stream, holes);
    }
    return holes;
  }

  /** Bytes that an end sent and that are in no stream, though the capture has them. */
  leftOut({ connection }: ConnectionLife, stream: number): number {
    return connection.leftOut?.[(stream & 1) === 0 ? 0 : 1] ?? 0;
  }

  #outsideFrames(stream: number, gaps: readonly Range[]): Range[] {
    const { frames } = this.#capture;
    const cut = this.#index.suspicious.filter(
      (row) => frames.stream.get(row) === stream && (frames.flags.get(row) & FRAME.cutByGap) !== 0,
    );
    const ends = cut
      .map((row) => [frames.streamOffset.get(row), frames.streamOffset.get(row) + frames.size.get(row)] as const)
      .toSorted(([a], [b]) => a - b);
    let at = 0;
    return gaps.filter(({ offset, length }) => {
      while (at < ends.length && ends[at]![1] <= offset) at++;
      const frame = ends[at];
      return frame === undefined || offset < frame[0] || offset + length > frame[1];
    });
  }

  /**
   * Whether packets of a connection are missing although no gap shows it: vsock and user links do not number their bytes. Ends that took more
   * than was captured tell, requests that must have been there, an end that goes on after what would have ended the bridge, and a stream that
   * is found again behind bytes of no message (bridge.md H54).
   */
  losesUnseen(life: ConnectionLife): boolean {
    return life.connection.unseen !== null || this.#isOdd(life, life.hostStream) || this.#isOdd(life, life.guestStream);
  }

  /**
   * Whether bytes that one end sent may be missing behind a moment. Where the other end tells how many it took, what is missing was sent before
   * it told of more than the capture has, or after it told last; but where messages look odd, what follows may have gone with what is missing.
   */
  mayLoseAfter(life: ConnectionLife, stream: number, time: number): boolean {
    const { unseen } = life.connection;
    if (unseen === null || this.#isOdd(life, stream)) return this.losesUnseen(life);
    const { until, toldUntil } = unseen[(stream & 1) === 0 ? 0 : 1];
    return !(time >= until && time + TOLD_NS < toldUntil);
  }

  /** Whether messages tell that some of what one end sent is missing, or twice there. */
  #isOdd(life: ConnectionLife, stream: number): boolean {
    if (numbersBytes(life)) return false;
    let isOdd = this.#odd.get(stream);
    if (isOdd === undefined) {
      isOdd =
        this.#isFoundAgain(stream) ||
        (stream === life.hostStream ? this.#lacksRequests(life) : this.#answersOddly(life));
      this.#odd.set(stream, isOdd);
    }
    return isOdd;
  }

  #lacksRequests(life: ConnectionLife): boolean {
    const isSurvived = (row: number): boolean => this.#hasFlag(row, FRAME.unasked) && this.#isSurvived(life, row);
    return this.#lacksFirst(life) || this.#isAskedOddly(life) || this.#index.suspicious.some(isSurvived);
  }

  #answersOddly(life: ConnectionLife): boolean {
    const isSurvived = (row: number): boolean => !this.#hasFlag(row, FRAME.unasked) && this.#isSurvived(life, row);
    return this.#index.suspicious.some(isSurvived) || this.#asksTwice(life) || this.#lacksFirstAnswer(life);
  }

  /** A host that asks for more has had the answer to its first message. */
  #lacksFirstAnswer({ firstRequestRow, lastHostRow, lastGuestRow }: ConnectionLife): boolean {
    if (firstRequestRow === NO_ROW || lastHostRow === firstRequestRow || lastGuestRow === NO_ROW) return false;
    const { type, peer } = this.#capture.frames;
    return type.get(firstRequestRow) === NEGOTIATE && peer.get(firstRequestRow) === NO_ROW;
  }

  /**
   * Whether a request may be missing of which nothing else tells: an id that the host did not use, on a link that numbers no bytes. It proves
   * nothing, as an id may be used up without reaching the wire (bridge.md 9.1).
   */
  skipsIds(life: ConnectionLife): boolean {
    if (numbersBytes(life)) return false;
    const ids = this.#idsOf(life).toSorted((a, b) => a - b);
    return ids.some((id, place) => place > 0 && id > ids[place - 1]! + 1);
  }

  #hasFlag(row: number, flag: number): boolean {
    return (this.#capture.frames.flags.get(row) & flag) !== 0;
  }

  /** A bridge that is seen to begin, and whose first message is not that of id 0: ids rise by one from 0 (bridge.md 9.1). */
  #lacksFirst({ bridge, connection, firstRequestRow }: ConnectionLife): boolean {
    if (firstRequestRow === NO_ROW || bridge.connections[0] !== connection.index || !connection.sawStart) return false;
    const isTakenOver = this.#correlation.takeovers.has(bridge.number);
    return !isTakenOver && this.#id(firstRequestRow) > 0 && this.#id(firstRequestRow) < FIRST_IDS;
  }

  /** Rows of the guest with a flag that are looked at anyway. */
  #guestRows({ guestStream }: ConnectionLife, flag: number): readonly number[] {
    const { stream } = this.#capture.frames;
    return this.#index.suspicious.filter((row) => stream.get(row) === guestStream && this.#hasFlag(row, flag));
  }

  /** An answer to an id between two that the host used, and that it must have used too. */
  #isAskedOddly(life: ConnectionLife): boolean {
    const unasked = this.#guestRows(life, FRAME.unasked);
    if (unasked.length === 0 || life.firstRequestRow === NO_ROW) return false;
    const first = this.#firstOwnId(life);
    const last = this.#idsOf(life).reduce((largest, id) => Math.max(largest, id), first);
    return unasked.some((row) => this.#id(row) > first && this.#id(row) < last);
  }

  /** Answers that repeat, and ids that the host used twice: all of it is there twice. */
  #asksTwice(life: ConnectionLife): boolean {
    if (this.#guestRows(life, FRAME.repeated).length === 0) return false;
    const ids = this.#idsOf(life);
    return new Set(ids).size < ids.length;
  }

  #idsOf({ hostStream }: ConnectionLife): number[] {
    const { stream } = this.#capture.frames;
    const ids: number[] = [];
    for (const row of this.#index.allRequests) if (stream.get(row) === hostStream) ids.push(this.#id(row));
    return ids;
  }

  #isFoundAgain(stream: number): boolean {
    const record = this.#capture.streams[stream];
    const last = this.#index.lastOf[stream] ?? NO_ROW;
    if (record === undefined || last === NO_ROW) return false;
    return record.unframed.some(
      ({ offset, reason }) => !AT_THE_ENDS.has(reason) && offset < this.#capture.frames.streamOffset.get(last),
    );
  }

  /** A message of the guest's over which a host ends the bridge, and this one did not. */
  #isSurvived(life: ConnectionLife, row: number): boolean {
    const { stream, flags } = this.#capture.frames;
    // A sidecar goes on after what ends a host.
    const isInner = this.#correlation.hops.some(({ inner }) => inner === life.bridge.number);
    if (stream.get(row) !== life.guestStream || isInner) return false;
    const isBroken = (flags.get(row) & (FRAME.notJson | FRAME.trailingBytes | FRAME.mistyped)) !== 0;
    // On a resumed connection a host whose loop is parked goes on to ask all the same (bridge.md H37).
    const isUnasked =
      (flags.get(row) & (FRAME.unasked | FRAME.repeated)) !== 0 &&
      life.bridge.connections[0] === life.connection.index &&
      this.#id(row) >= this.#firstOwnId(life);
    return (isBroken || isUnasked) && (this.hostWentOn(life, row) || this.#staysOpen(life, row));
  }

  /** The first id that the capture can show the request of. */
  #firstOwnId({ bridge, firstRequestRow }: ConnectionLife): number {
    const takeover = this.#correlation.takeovers.get(bridge.number);
    return takeover?.firstOwnId ?? (firstRequestRow === NO_ROW ? Number.POSITIVE_INFINITY : this.#id(firstRequestRow));
  }

  /** As far as doubles are exact. */
  #id(row: number): number {
    const { idHigh, idLow } = this.#capture.frames;
    return idHigh.get(row) * 0x1_0000_0000 + idLow.get(row);
  }

  /** Whether a connection is open long after a row: a host that ends it over a message does so at once. */
  #staysOpen({ end }: ConnectionLife, row: number): boolean {
    const { lastTime, frames } = this.#capture;
    return (end?.time ?? lastTime) - frames.time.get(row) > LATEST_END_NS;
  }

  /** Whether the host asked something on the connection after a row, later than it takes to react. Without times any later row counts. */
  hostWentOn({ lastHostRow }: ConnectionLife, row: number): boolean {
    const { startNs, frames } = this.#capture;
    if (lastHostRow === NO_ROW || lastHostRow < row) return false;
    return startNs === null || frames.time.get(lastHostRow) - frames.time.get(row) > REACTION_NS;
  }
}
