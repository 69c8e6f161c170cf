/** What a conversation has besides frames: the bytes of stdio relays, and what happened to connections. */
import { counted } from "../bytes/count-text.ts";
import { Column } from "../bytes/columns.ts";
import type { Capture } from "../model/capture.ts";
import { CONNECTION_EVENTS } from "../stream/stream-sink.ts";
import type { Connection, ConnectionEventKind } from "../stream/stream-sink.ts";
import type { Exchanges } from "./exchanges.ts";
import { gapTimes } from "./gap-times.ts";
import type { Relay, Relays, StdioName } from "./relays.ts";

/** Bytes of stdio that stand at one place at most: longer runs take several places, so that none is ever held whole. */
export const CHUNK_BYTES = 2048;
/** What is told of a connection besides its first FIN; the other end's says nothing more. */
const TOLD: ReadonlySet<ConnectionEventKind> = new Set(["syn-unanswered", "rst", "window-closed", "window-opened"]);
/** Events of one connection that are told: a window may close a thousand times. */
const MOST_EVENTS = 40;

/** Holes of one stream that are told. */
const MOST_HOLES = 1000;

/** A relay with the process that it serves. */
export interface FollowedRelay extends Relay {
  /** Null where the exec has no answer that names it. */
  readonly processId: number | null;
}

/** A stretch of the bytes of a relay, all of which the capture has. */
export interface StdioChunk {
  readonly name: StdioName;
  readonly processId: number | null;
  /** The ExecuteProcess that asked for the relay. */
  readonly execRow: number;
  readonly toGuest: boolean;
  readonly stream: number;
  readonly offset: number;
  readonly length: number;
  /** ns since time zero of its run. */
  readonly time: number;
}

/** Something that happened beside the frames, in words. */
export interface ConversationEvent {
  readonly time: number;
  readonly text: string;
  /** The frame that it belongs to; null where there is none. */
  readonly row: number | null;
}

/** What stands at a place of a conversation. */
export type ConversationItem =
  | { readonly kind: "frame"; readonly row: number }
  | { readonly kind: "stdio"; readonly chunk: StdioChunk }
  | { readonly kind: "event"; readonly event: ConversationEvent };

interface RelayStream {
  readonly relay: FollowedRelay;
  readonly stream: number;
  readonly toGuest: boolean;
}

export class ConversationExtras {
  readonly #capture: Capture;
  readonly #streams: RelayStream[] = [];
  readonly #events: ConversationEvent[] = [];
  /** A row for each chunk: which of the streams, where in it, and when. */
  readonly #streamOf = Column.u32();
  readonly #offset = Column.wide();
  readonly #size = Column.u32();
  readonly #time = Column.wide();
  /** Chunks, then events by number, in order of time. */
  #order = new Uint32Array(0);

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  get length(): number {
    return this.#streamOf.length + this.#events.length;
  }

  /** The bytes of a relay, and when its connections began and ended. */
  addRelay(relay: FollowedRelay, relays: Relays): void {
    const of = relay.processId === null ? "" : ` of process ${relay.processId}`;
    for (const index of relay.connections) {
      const connection = this.#capture.connections[index]!;
      const { toGuest, toHost } = relays.streamsOf(index, relay.execRow);
      this.#addConnection(connection, toGuest & 1, `${relay.name}${of}`, relay.execRow);
      this.#addStream({ relay, stream: toGuest, toGuest: true });
      this.#addStream({ relay, stream: toHost, toGuest: false });
    }
  }

  /** When the connections of a bridge began and ended, and what of their bytes is missing. */
  addBridge({ lives }: Exchanges, bridge: number): void {
    const life = lives.find((one) => one.bridge.number === bridge);
    if (life === undefined) return;
    for (const { connection, hostStream } of life.connections) {
      this.#addConnection(connection, hostStream & 1, `connection ${connection.index + 1}`, null);
    }
    const own = new Set(life.connections.map(({ connection }) => connection.index));
    for (const gap of gapTimes(this.#capture)) {
      if (own.has(gap.connection))
        this.#event(
          gap.from,
          `${counted(gap.bytes, "byte")} of the bridge ${gap.bytes === 1 ? "is" : "are"} not in the capture`,
          null,
        );
    }
  }

  /** To be called when all is added. */
  sort(): void {
    this.#order = Uint32Array.from({ length: this.length }, (_, at) => at);
    this.#order.sort((a, b) => this.#timeOf(a) - this.#timeOf(b) || a - b);
  }

  /** Of the extra at a place in order of time. */
  timeAt(at: number): number {
    return this.#timeOf(this.#order[at]!);
  }

  item(at: number): ConversationItem {
    const extra = this.#order[at]!;
    const event = this.#events[extra - this.#streamOf.length];
    if (event !== undefined) return { kind: "event", event };
    const { relay, stream, toGuest } = this.#streams[this.#streamOf.get(extra)]!;
    const chunk = {
      name: relay.name,
      processId: relay.processId,
      execRow: relay.execRow,
      toGuest,
      stream,
      offset: this.#offset.get(extra),
      length: this.#size.get(extra),
      time: this.#time.get(extra),
    };
    return { kind: "stdio", chunk };
  }

  #timeOf(extra: number): number {
    const chunks = this.#streamOf.length;
    return extra < chunks ? this.#time.get(extra) : this.#events[extra - chunks]!.time;
  }

  #addConnection(connection: Connection, hostEnd: number, what: string, row: number | null): void {
    if (connection.sawStart) this.#event(connection.firstTime, `${what} connected`, row);
    const end = connection.events.find(({ kind }) => kind === "fin");
    const told = connection.events.filter((event) => event === end || TOLD.has(event.kind)).slice(0, MOST_EVENTS);
    for (const { kind, by, time } of told) {
      this.#event(time, `${what}: ${CONNECTION_EVENTS[kind]} from the ${by === hostEnd ? "host" : "guest"}`, row);
    }
  }

  #event(time: number, text: string, row: number | null): void {
    if (!Number.isNaN(time)) this.#events.push({ time, text, row });
  }

  #addStream(stream: RelayStream): void {
    const record = this.#capture.streams[stream.stream];
    if (record === undefined || record.bytes === 0) return;
    const number = this.#streams.push(stream) - 1;
    const { runs, gaps, bytes } = record;
    let gap = 0;
    for (const [at, { offset, time }] of runs.entries()) {
      const end = runs[at + 1]?.offset ?? bytes;
      for (let from = offset; from < end;) {
        while (gap < gaps.length && gaps[gap]!.offset + gaps[gap]!.length <= from) gap++;
        const hole = gaps[gap];
        if (hole !== undefined && hole.offset <= from) {
          const until = Math.min(hole.offset + hole.length, end);
          this.#addHole(stream.relay, gap, until - from, time);
          from = until;
          continue;
        }
        const size = Math.min(CHUNK_BYTES, end - from, (hole?.offset ?? end) - from);
        this.#streamOf.push(number);
        this.#offset.push(from);
        this.#size.push(size);
        this.#time.push(time);
        from += size;
      }
    }
  }

  #addHole({ name, execRow }: FollowedRelay, hole: number, bytes: number, time: number): void {
    if (hole > MOST_HOLES) return;
    const missing = `${name}: ${counted(bytes, "byte is", "bytes are")} not in the capture`;
    this.#event(time, hole < MOST_HOLES ? missing : `${missing}; further holes are not listed`, execRow);
  }
}
