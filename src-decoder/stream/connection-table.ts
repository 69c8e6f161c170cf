import { TupleTable } from "../bytes/tuple-table.ts";
import type { EndpointTable } from "../network/endpoints.ts";
import { ACK, RST, SYN, UNSEQUENCED, type Segment, type Transport } from "../network/segment.ts";
import { ConnectionState } from "./connection-state.ts";
import type { StreamOutput } from "./stream-output.ts";

/** The answer to a SYN acknowledges it and at most so much data that came with it (RFC 7413). */
const MOST_SYN_DATA = 65_536;
/** What was sent when a vsock connection ended has come by then, be it told by the clock of another file. */
const ON_ITS_WAY_NS = 250e6;
/** What is still sent to an end that has reset the connection comes within this. */
const LATE_NS = 5e9;

/** All connections, and the current one of each pair of endpoints. */
export class ConnectionTable {
  readonly all: ConnectionState[] = [];
  readonly #pairs = new TupleTable(2);
  /** By pair: index of the connection that its packets belong to. */
  readonly #current: number[] = [];
  /** The pair that was asked for last, and its endpoints: most packets are of it again. */
  #lastPair = 0;
  #lastLow = -1;
  #lastHigh = -1;
  readonly #endpoints: EndpointTable;
  readonly #output: StreamOutput;

  constructor(endpoints: EndpointTable, output: StreamOutput) {
    this.#endpoints = endpoints;
    this.#output = output;
  }

  /** The connection that the segment belongs to; undefined where it begins one. */
  find(segment: Segment): ConnectionState | undefined {
    const connection = this.#currentOf(this.#pairOf(segment));
    if (connection === undefined) return undefined;
    const isOther =
      ((segment.flags & SYN) !== 0 && beginsAnother(connection, segment)) ||
      (segment.sequence === UNSEQUENCED && isBehindEnd(connection, segment));
    return isOther ? undefined : connection;
  }

  /** Begins a connection with this segment; the one before on the same endpoints is finished. */
  open(segment: Segment): ConnectionState {
    const pair = this.#pairOf(segment);
    this.#currentOf(pair)?.finish(segment.time);
    this.#current[pair] = this.all.length;
    // An RST that refuses a SYN acknowledges it (RFC 9293, 3.10.7.1), and like a SYN-ACK may have been captured before it.
    const isAnswer = (segment.flags & ACK) !== 0 && (segment.flags & (SYN | RST)) !== 0;
    const { source, destination, transport } = segment;
    return isAnswer ? this.create(transport, destination, source) : this.create(transport, source, destination);
  }

  /** A connection that no segment finds. */
  create(transport: Transport, opener: number, accepter: number): ConnectionState {
    const connection = new ConnectionState(this.all.length, transport, opener, accepter, this.#endpoints, this.#output);
    this.all.push(connection);
    return connection;
  }

  #currentOf(pair: number): ConnectionState | undefined {
    return pair < this.#current.length ? this.all[this.#current[pair]!] : undefined;
  }

  #pairOf({ source, destination }: Segment): number {
    const low = Math.min(source, destination);
    const high = Math.max(source, destination);
    if (low === this.#lastLow && high === this.#lastHigh) return this.#lastPair;
    this.#lastLow = low;
    this.#lastHigh = high;
    this.#pairs.key[0] = low;
    this.#pairs.key[1] = high;
    this.#lastPair = this.#pairs.intern(this.#lastPair);
    return this.#lastPair;
  }
}

/** Whether a SYN is of another connection on the same endpoints: not when it is sent again, late, or the answer to the other side's. */
function beginsAnother(connection: ConnectionState, segment: Segment): boolean {
  if (connection.finished) return true;
  const by = segment.source === connection.opener ? 0 : 1;
  if (segment.sequence === UNSEQUENCED) return beginsAnotherUnsequenced(connection, by, segment.flags);
  const own = connection.streamOf(by);
  if (own !== null && own.startKnown) return own.initialSequence !== (segment.sequence | 0);
  if (own !== null && own.phase !== "unseen") return own.phase === "ended" || !own.canStartAt(segment.sequence);
  const other = connection.streamOf(by === 0 ? 1 : 0);
  if ((segment.flags & ACK) !== 0 && other?.startKnown === true) {
    const acknowledged = (segment.acknowledgement - other.initialSequence) | 0;
    return acknowledged < 1 || acknowledged > MOST_SYN_DATA;
  }
  return connection.hasBytes;
}

/**
 * Whether a packet without sequence is of another conversation on the same ports, whose opening the capture lacks: it comes when this one was
 * reset, or its sender had said that it sends no more, and later than what was on its way then.
 */
function isBehindEnd(connection: ConnectionState, segment: Segment): boolean {
  const { rst, fin } = connection.eventCounts;
  if (rst === undefined && fin === undefined) return false;
  const isAnswer = (segment.flags & (SYN | ACK)) === (SYN | ACK);
  if (connection.transport !== "vsock" || (!isAnswer && segment.length === 0)) return false;
  const own = segment.source === connection.opener ? 0 : 1;
  const end = connection.events.findLast(({ kind, by }) => kind === "rst" || (kind === "fin" && by === own));
  if (end === undefined) return false;
  return segment.time - end.time > (end.by === own || isAnswer ? ON_ITS_WAY_NS : LATE_NS);
}

/** A request is of another connection when this one has a history; an answer never is. */
function beginsAnotherUnsequenced(connection: ConnectionState, by: 0 | 1, flags: number): boolean {
  if ((flags & ACK) !== 0) return false;
  const counts = connection.eventCounts;
  // The answer came first, as from a file whose clock is ahead: this is what it answers, as this side has sent nothing yet.
  const isLate = counts["syn-ack"] !== undefined && counts.syn === undefined && by === 0;
  if (isLate && (connection.streamOf(0)?.next ?? 0) === 0) return false;
  const isAnswered = counts["syn-ack"] !== undefined && by === 0;
  return isAnswered || connection.hasBytes || counts.fin !== undefined || counts.rst !== undefined;
}
