import { messageKind } from "../bridge/header.ts";
import { procedureName, procedureOf } from "../bridge/procedures.ts";
import type { Procedure } from "../bridge/procedures.ts";
import type { BridgeLife, ConnectionLife } from "../correlate/bridge-life.ts";
import { NULL_CONTAINER } from "../correlate/containers.ts";
import type { Container } from "../correlate/containers.ts";
import type { Coverage } from "../correlate/coverage.ts";
import type { Correlation } from "../correlate/correlation.ts";
import type { Exchanges } from "../correlate/exchanges.ts";
import type { MessageIndex } from "../correlate/message-index.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture, Frames } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { guestKinds } from "./guests.ts";
import type { GuestKind } from "./guests.ts";
import { findSilences } from "./silence.ts";
import type { Silence } from "./silence.ts";

/** A request that has waited longer kills the bridge (internal/gcs/bridge.go bridgeFailureTimeout). */
export const BRIDGE_TIMEOUT_NS = 300e9;

/** A sidecar that holds a request for longer holds up those behind it (bridge.md H32). */
export const HELD_NS = 1e9;

/** What rules may ask of a capture. Everything that costs a pass is made once. */
export class DiagnosisContext {
  readonly capture: Capture;
  readonly correlation: Correlation;
  readonly exchanges: Exchanges;
  /** All connections that carry a bridge. */
  readonly connections: readonly ConnectionLife[];
  readonly coverage: Coverage;
  /** Exchanges whose answer somebody waits for in vain, oldest first, by bridge number. */
  readonly #pending = new Map<number, number[]>();
  readonly #unanswered: readonly number[];
  readonly #lives = new Map<number, ConnectionLife>();
  #guests: ReadonlyMap<number, GuestKind> = new Map();
  #silences: readonly Silence[] | null = null;

  /** Bridges between a sidecar and the guest agent: each request on them is a copy. */
  readonly innerHops: ReadonlySet<number>;

  constructor(correlation: Correlation) {
    const { capture, exchanges } = correlation;
    this.capture = capture;
    this.correlation = correlation;
    this.exchanges = exchanges;
    this.coverage = correlation.coverage;
    this.innerHops = new Set(correlation.hops.map(({ inner }) => inner));
    this.connections = exchanges.lives.flatMap(({ connections }) => connections);
    for (const life of this.connections) this.#lives.set(life.connection.index, life);
    this.#unanswered = [...exchanges.unanswered];
    for (const exchange of this.#unanswered) {
      const row = exchanges.request[exchange]!;
      // What a guest asks of a host (H07) nobody waits for.
      if (this.procedure(row)?.waits === true || this.#powersOff(row) || !this.fromHost(row)) continue;
      const bridge = this.bridgeOf(row);
      const pending = this.#pending.get(bridge) ?? [];
      this.#pending.set(bridge, pending);
      pending.push(exchange);
    }
  }

  get frames(): Frames {
    return this.capture.frames;
  }

  get lives(): readonly BridgeLife[] {
    return this.exchanges.lives;
  }

  /** Rows by what they are. */
  get index(): MessageIndex {
    return this.correlation.index;
  }

  /** A shutdown of the utility VM itself: the guest powers off instead of answering (N26). */
  #powersOff(row: number): boolean {
    const name = this.name(row);
    return (name === "ShutdownGraceful" || name === "ShutdownForced") && this.container(row) === NULL_CONTAINER;
  }

  /** Finds out which guests are Linux and which Windows, before rules ask. */
  async learnGuests(): Promise<void> {
    this.#guests = await guestKinds(this);
  }

  /** What a bridge's guest is; null where the capture does not tell. */
  guestOf(bridge: number): GuestKind | null {
    const own = this.#guests.get(bridge);
    const pair = this.correlation.hops.find(({ outer, inner }) => outer === bridge || inner === bridge);
    return (
      own ?? (pair === undefined ? null : (this.#guests.get(pair.outer) ?? this.#guests.get(pair.inner) ?? "windows"))
    );
  }

  isWindows(bridge: number): boolean {
    return this.guestOf(bridge) === "windows";
  }

  /** What stands between the two hops of a bridge: the sidecar of confidential Windows, or some relay of bytes before a Linux guest. */
  middleOf(bridge: number): "sidecar" | "relay" {
    return this.guestOf(bridge) === "linux" ? "relay" : "sidecar";
  }

  /** Stretches in which a guest said nothing although it was asked. */
  get silences(): readonly Silence[] {
    this.#silences ??=
      this.timed && this.#mayBeSilent()
        ? this.connections
            // What the guest agent behind a sidecar does not answer the outer hop shows too.
            .filter(({ bridge }) => !this.innerHops.has(bridge.number))
            .flatMap((life) => findSilences(this, life))
            .filter(({ queued }) => !this.isHeldBySidecar(queued[0]!) && !this.isAnsweredInside(queued[0]!))
        : [];
    return this.#silences;
  }

  /**
   * False where no silence can be: each makes a request wait as long as a silence lasts. Only where times never fall, and a request is
   * answered on its own connection, do exchanges tell of all.
   */
  #mayBeSilent(): boolean {
    const tellsAll = this.capture.inTimeOrder && this.lives.every(({ connections }) => connections.length === 1);
    return !tellsAll || this.exchanges.long.length > 0;
  }

  /** All containers, each once: the inner hop of confidential Windows names those of the outer one. */
  async containers(): Promise<readonly Container[]> {
    const all = await this.correlation.containers();
    return this.innerHops.size === 0 ? all : all.filter(({ bridge }) => !this.innerHops.has(bridge));
  }

  /** Whether a sidecar has not handed a request on, or late: what is behind it waits for the sidecar and not for the guest. */
  isHeldBySidecar(row: number): boolean {
    const pair = this.correlation.hops.find(({ outer }) => outer === this.bridgeOf(row));
    if (pair === undefined) return false;
    const copy = pair.copies.get(row);
    return copy === undefined || this.time(copy) - this.time(row) > HELD_NS;
  }

  /** Whether the guest agent has answered a sidecar's copy of a request: who waits for the answer waits for the sidecar. */
  isAnsweredInside(row: number): boolean {
    const pair = this.correlation.hops.find(({ outer }) => outer === this.bridgeOf(row));
    const copy = pair?.copies.get(row);
    return copy !== undefined && this.answer(copy) !== null;
  }

  /** Unanswered requests of a bridge that somebody waits for: no long polls (N1, N28), no power-off (N26). Exchange numbers, oldest first. */
  pendingOf(bridge: number): readonly number[] {
    return this.#pending.get(bridge) ?? [];
  }

  /** All exchanges without an answer, long polls among them, oldest first. */
  get unanswered(): readonly number[] {
    return this.#unanswered;
  }

  bridgeOf(row: number): number {
    return this.capture.bridgeOf(this.connectionOf(row));
  }

  connectionOf(row: number): number {
    return this.frames.stream.get(row) >>> 1;
  }

  lifeOfConnection(connection: number): ConnectionLife | undefined {
    return this.#lives.get(connection);
  }

  fromHost(row: number): boolean {
    return this.capture.streams[this.frames.stream.get(row)]?.direction === "host-to-guest";
  }

  has(row: number, flag: number): boolean {
    return (this.frames.flags.get(row) & flag) !== 0;
  }

  kind(row: number): ReturnType<typeof messageKind> {
    return messageKind(this.frames.type.get(row));
  }

  procedure(row: number): Procedure | null {
    return procedureOf(this.frames.type.get(row));
  }

  name(row: number): string {
    const peer = this.frames.peer.get(row);
    return procedureName(this.frames.type.get(row), peer === NO_ROW ? null : this.frames.type.get(peer));
  }

  /** The message id as decimal digits. */
  id(row: number): string {
    const high = this.frames.idHigh.get(row);
    const low = this.frames.idLow.get(row);
    return high === 0 ? String(low) : String((BigInt(high) << 32n) | BigInt(low));
  }

  /** `ModifySettings 57`. */
  call(row: number): string {
    return `${this.name(row)} ${this.id(row)}`;
  }

  /** The container a frame is about: its own, or its request's. */
  container(row: number): string | null {
    const own = this.capture.strings.get(this.frames.containerId.get(row));
    if (own !== undefined) return own;
    const peer = this.frames.peer.get(row);
    return peer === NO_ROW ? null : (this.capture.strings.get(this.frames.containerId.get(peer)) ?? null);
  }

  process(row: number): number | null {
    return this.has(row, FRAME.hasProcess) ? this.frames.processId.get(row) : null;
  }

  result(row: number): number | null {
    return this.has(row, FRAME.hasResult) ? this.frames.result.get(row) : null;
  }

  /** The answer's row; null where there is none. */
  answer(row: number): number | null {
    const peer = this.frames.peer.get(row);
    return peer === NO_ROW ? null : peer;
  }

  time(row: number): number {
    return this.frames.time.get(row);
  }

  /** When the frame's last byte that the capture has was seen. */
  endTime(row: number): number {
    return this.frames.time.get(row) + this.frames.duration.get(row);
  }

  /** Whether the sources have times that tell packets apart: a bare byte stream has none, and some tools write the same for all. */
  get timed(): boolean {
    return this.capture.startNs !== null && !this.hasOneTime;
  }

  /** Whether all packets from the first frame on have the same time; of a single frame that says nothing. */
  get hasOneTime(): boolean {
    return this.frames.length > 1 && this.time(0) === this.capture.lastTime;
  }

  /** How long an unanswered exchange had waited when the bridge, or the capture, ended; ns. */
  age(exchange: number): number {
    const end = this.exchanges.end[exchange]!;
    const until = Number.isFinite(end) ? end : this.capture.lastTime;
    return until - this.exchanges.start[exchange]!;
  }

  /** Until when a connection, or its bridge, is seen alive, ns. */
  aliveUntil(life: ConnectionLife | BridgeLife): number {
    return life.end?.time ?? this.capture.lastTime;
  }

  /** The life of a row's bridge. */
  bridgeLife(row: number): BridgeLife | undefined {
    return this.lives[this.bridgeOf(row) - 1];
  }

  /** Whether the capture has a connection from its beginning: both ends opened it, or the host's first message is there. */
  showsStart({ connection, firstRequestRow }: ConnectionLife): boolean {
    const opened = connection.sawStart && connection.eventCounts["syn-ack"] !== undefined;
    return opened || (firstRequestRow !== NO_ROW && this.name(firstRequestRow) === "NegotiateProtocol");
  }

  /** Whether the capture shows all of a row's bridge. Where it does not, that something is missing proves nothing. */
  showsAll(row: number): boolean {
    const life = this.bridgeLife(row);
    return life !== undefined && this.coverage.isWhole(life);
  }

  /** Whether the answer to a request may have been lost by the capture. */
  answerMayBeLost(row: number): boolean {
    return this.correlation.lostAnswers.mayBe(row);
  }

  /** The payload of a frame as a value; undefined where it is missing, too large or no JSON. Reads the file. */
  payload(row: number): Promise<unknown> {
    return this.correlation.payloads.json(row);
  }
}
