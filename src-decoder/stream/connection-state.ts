import type { EndpointTable } from "../network/endpoints.ts";
import type { Endpoint, Segment, Transport } from "../network/segment.ts";
import { SenderStream } from "./sender-stream.ts";
import type { StreamOutput } from "./stream-output.ts";
import type { Connection, ConnectionEvent, ConnectionEventKind } from "./stream-sink.ts";

/** So many events of each kind are kept, the first ones and the newest; the rest are counted. */
const MOST_EVENTS_PER_KIND = 1000;
const NO_EVENTS: readonly ConnectionEvent[] = [];

/**
 * A connection while it is read. It is small at first, as a port scan makes a million: the second stream comes with the
 * first packet of that side or the first acknowledgement of what it sent, the endpoints' text when it is asked for.
 */
export class ConnectionState implements Connection {
  readonly index: number;
  readonly transport: Transport;
  /** Number of `endpoints[0]`, and of `endpoints[1]`, in the endpoint table. */
  readonly opener: number;
  readonly accepter: number;
  sawStart = false;
  firstTime = Number.NaN;
  lastTime = Number.NaN;
  packets = 0;
  readonly eventCounts: Partial<Record<ConnectionEventKind, number>> = {};
  finished = false;
  unseen: Connection["unseen"] = null;
  leftOut: [number, number] | null = null;
  #events: ConnectionEvent[] | null = null;
  /** Where the last of each kind stands; made when there are too many of one. */
  #lastOfKind: Map<ConnectionEventKind, number> | null = null;
  #opened: SenderStream | null = null;
  #accepted: SenderStream | null = null;
  readonly #table: EndpointTable;
  readonly #output: StreamOutput;

  constructor(
    index: number,
    transport: Transport,
    opener: number,
    accepter: number,
    table: EndpointTable,
    output: StreamOutput,
  ) {
    this.index = index;
    this.transport = transport;
    this.opener = opener;
    this.accepter = accepter;
    this.#table = table;
    this.#output = output;
  }

  get endpoints(): readonly [Endpoint, Endpoint] {
    return [this.#table.endpoint(this.opener), this.#table.endpoint(this.accepter)];
  }

  get events(): readonly ConnectionEvent[] {
    return this.#events ?? NO_EVENTS;
  }

  /** Stream of what `endpoints[by]` sends; null until it sent something or the other end acknowledged it. */
  streamOf(by: 0 | 1): SenderStream | null {
    return by === 0 ? this.#opened : this.#accepted;
  }

  /** The same, made when it is not there. */
  openStreamOf(by: 0 | 1): SenderStream {
    if (by === 0) return (this.#opened ??= new SenderStream(this.index * 2, this.#output));
    return (this.#accepted ??= new SenderStream(this.index * 2 + 1, this.#output));
  }

  /** True when bytes of either side were delivered. */
  get hasBytes(): boolean {
    return (this.#opened?.next ?? 0) > 0 || (this.#accepted?.next ?? 0) > 0;
  }

  /** True when both ends have said that they are done, and all that they sent is there. */
  get hasEnded(): boolean {
    return this.#opened?.phase === "ended" && this.#accepted?.phase === "ended";
  }

  /** Counts bytes that are in neither stream. */
  leaveOut(by: 0 | 1, bytes: number): void {
    this.leftOut ??= [0, 0];
    this.leftOut[by] += bytes;
  }

  /** Counts a packet. */
  see(time: number): void {
    if (this.packets++ === 0) this.firstTime = time;
    if (time > this.lastTime || Number.isNaN(this.lastTime)) this.lastTime = time;
  }

  /** Keeps or counts an event that a packet of `by` shows. */
  record(kind: ConnectionEventKind, by: 0 | 1, segment: Segment): void {
    this.#keep(this.event(kind, by, segment));
  }

  /** The same for an event of which more is known: where it stands in what `by` sent, or what it acknowledges. */
  recordWith(
    more: Partial<Pick<ConnectionEvent, "streamOffset" | "acknowledged">>,
    kind: ConnectionEventKind,
    by: 0 | 1,
    segment: Segment,
  ): void {
    const { time, packet, streamOffset } = this.event(kind, by, segment);
    const at = more.streamOffset ?? streamOffset;
    const { acknowledged } = more;
    // Written out: of objects that are spread the engine makes a kind of its own for each, which takes more than the object.
    if (acknowledged === undefined) this.#keep({ kind, time, by, packet, streamOffset: at });
    else this.#keep({ kind, time, by, packet, streamOffset: at, acknowledged });
  }

  /** An event that a packet of `by` shows, for `recordLate`. */
  event(kind: ConnectionEventKind, by: 0 | 1, { time, packet }: Segment): ConnectionEvent {
    return { kind, time, by, packet, streamOffset: Math.max(0, this.streamOf(by)?.next ?? 0) };
  }

  /** Keeps or counts an event that is found out when later packets have been told of; it stands where its packet does. */
  recordLate(event: ConnectionEvent): void {
    this.#keep(event);
    this.#sort();
  }

  /**
   * Ends both streams and judges the whole. From now on events stand in the order of their times, as packets need not: whose end came first is
   * read from it.
   */
  finish(time: number): void {
    if (this.finished) return;
    this.finished = true;
    this.#sort();
    const syn = this.#accepted === null ? this.events.find((event) => event.kind === "syn") : undefined;
    if (syn !== undefined) this.#keep({ ...syn, kind: "syn-unanswered" });
    for (const by of [0, 1] as const) {
      const stream = this.streamOf(by);
      if (stream === null) this.#output.sink.end(this.index * 2 + by, time);
      else stream.end(time);
    }
  }

  /** Counts what the ends of a vsock say that they took and the capture lacks. `inOrder`: bytes came before what tells that they were taken. */
  countUnseen(inOrder: boolean): void {
    const [opened, accepted] = [this.#opened, this.#accepted].map((stream) => {
      const bytes = stream === null ? 0 : inOrder ? stream.takenUnseen : Math.max(0, stream.takenTo - stream.next);
      const until = bytes === 0 ? Number.NEGATIVE_INFINITY : (stream?.takenUnseenTime ?? Number.NaN);
      return { bytes, until, toldUntil: stream?.takenTold ?? Number.NaN };
    });
    if (opened!.bytes + accepted!.bytes > 0) this.unseen = [opened!, accepted!];
  }

  #keep(event: ConnectionEvent): void {
    const count = (this.eventCounts[event.kind] ?? 0) + 1;
    this.eventCounts[event.kind] = count;
    if (count > MOST_EVENTS_PER_KIND) {
      this.#replaceLast(event);
      return;
    }
    // A literal of one is as long as it must be; `push` on an empty array makes room for seventeen.
    if (this.#events === null) this.#events = [event];
    else this.#events.push(event);
    this.#lastOfKind?.set(event.kind, this.#events.length - 1);
  }

  /** The newest of a kind says how things stand: it takes the place of the last that was kept. */
  #replaceLast(event: ConnectionEvent): void {
    this.#lastOfKind ??= new Map(this.events.map(({ kind }, place) => [kind, place]));
    this.#events![this.#lastOfKind.get(event.kind)!] = event;
  }

  #sort(): void {
    const byTime = this.finished && this.events.every((event) => !Number.isNaN(event.time));
    this.#events?.sort((one, other) => (byTime ? one.time - other.time : 0) || one.packet - other.packet);
    this.#lastOfKind = null;
  }
}
