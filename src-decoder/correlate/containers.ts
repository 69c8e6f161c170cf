/**
 * Containers and their life, step by step, from the frames (bridge.md 2.3): none -Create-> created -Start-> started -ExecuteProcess->
 * running -Notification-> exited -DeleteContainerState-> deleted.
 */
import { messageKind } from "../bridge/header.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { MessageIndex } from "./message-index.ts";
import { answerType, mergedRows, requestType } from "./message-index.ts";
import { textMember } from "./payloads.ts";
import type { Payloads } from "./payloads.ts";

/** The utility VM itself, as a container id (internal/gcs/guestconnection.go). */
export const NULL_CONTAINER = "00000000-0000-0000-0000-000000000000";

/** `unknown`: the capture does not show how it began. */
export type ContainerState = "unknown" | "created" | "started" | "running" | "exited" | "deleted";

/** A change of state, and the row that shows it. */
export interface LifeStep {
  readonly state: ContainerState;
  readonly row: number;
  /** ns since time zero; NaN where not known. */
  readonly time: number;
}

/** Something that a guest should have refused, or should not have said. */
export interface IllegalStep {
  readonly row: number;
  readonly what:
    | "exec-before-create"
    | "exec-after-exit"
    | "created-twice"
    | "deleted-while-running"
    | "exited-twice"
    | "exit-of-unknown";
}

/** A container as the messages tell of it, from its Create on. */
export interface Container {
  /** Bridge number. */
  readonly bridge: number;
  readonly id: string;
  readonly isUtilityVm: boolean;
  readonly state: ContainerState;
  readonly steps: readonly LifeStep[];
  readonly illegal: readonly IllegalStep[];
  /** A Create of it was sent, whatever came of it: from then on the host listens for its exit (internal/gcs/container.go). */
  readonly isAwaited: boolean;
  /** The request that created it last; `NO_ROW` where the capture has none that succeeded. */
  readonly createRow: number;
  /** The ExecuteProcess that started its init; `NO_ROW` where none did. */
  readonly initRow: number;
  /** The notification of its exit. */
  readonly exitRow: number;
  readonly deleteRow: number;
  /** The last message about it. */
  readonly lastRow: number;
  /** `GracefulExit`, `ForcedExit`, `UnexpectedExit`; null where not told or not read. */
  readonly exitType: string | null;
}

class Life implements Container {
  readonly bridge: number;
  readonly id: string;
  readonly isUtilityVm: boolean;
  state: ContainerState = "unknown";
  readonly steps: LifeStep[] = [];
  readonly illegal: IllegalStep[] = [];
  createRow = NO_ROW;
  initRow = NO_ROW;
  exitRow = NO_ROW;
  deleteRow = NO_ROW;
  exitType: string | null = null;
  isAwaited = false;
  /** The request or notification that named it first. */
  readonly firstRow: number;
  lastRow: number;

  constructor(bridge: number, id: string, row: number) {
    this.bridge = bridge;
    this.id = id;
    this.isUtilityVm = id === NULL_CONTAINER;
    this.firstRow = row;
    this.lastRow = row;
  }
}

/** How many notifications are read for their type. */
const MOST_NOTIFICATIONS = 300;
const CREATE = requestType("Create");
const START = requestType("Start");
const EXECUTE = requestType("ExecuteProcess");
const EXECUTED = answerType("ExecuteProcess");
const DELETE = requestType("DeleteContainerState");
const LIFE_CALLS = [
  "Create",
  "Start",
  "ExecuteProcess",
  "ShutdownGraceful",
  "ShutdownForced",
  "DeleteContainerState",
] as const;
/** All requests for a Create are looked at anyway. */
const LATE_TYPES: ReadonlySet<number> = new Set(LIFE_CALLS.filter((call) => call !== "Create").map(requestType));
const EXIT_TYPES: ReadonlySet<string | null> = new Set(["GracefulExit", "ForcedExit", "UnexpectedExit", null]);

/**
 * All containers that frames name, in order of their first frame. `takenOver` are bridges that began before the capture, with containers
 * that were created there. `unanswered` are the requests without an answer.
 */
export async function containersOf(
  capture: Capture,
  index: MessageIndex,
  payloads: Payloads,
  takenOver: ReadonlySet<number>,
  unanswered: Uint32Array,
): Promise<Container[]> {
  const types = await notificationTypes(index, payloads);
  const replay = new Replay(capture, types, takenOver);
  for (const row of lifeRows(capture, index, unanswered)) replay.row(row);
  return replay.found.toSorted((a, b) => a.firstRow - b.firstRow);
}

/** All that changes lives, and, as they name containers too, requests that were never answered. */
function lifeRows({ frames }: Capture, index: MessageIndex, unanswered: Uint32Array): Uint32Array {
  return mergedRows(
    index.requests("Create"),
    ...LIFE_CALLS.map((call) => index.answers(call)),
    unanswered.filter((row) => LATE_TYPES.has(frames.type.get(row))),
    index.notifications,
  );
}

async function notificationTypes(index: MessageIndex, payloads: Payloads): Promise<ReadonlyMap<number, string>> {
  const types = new Map<number, string>();
  for (const row of index.notifications.slice(0, MOST_NOTIFICATIONS)) {
    const type = textMember(await payloads.json(row), "Type");
    if (type !== null) types.set(row, type);
  }
  return types;
}

class Replay {
  readonly found: Life[] = [];
  /** By bridge, and number of the id. */
  readonly #lives: Map<number, Life>[] = [];
  readonly #capture: Capture;
  readonly #types: ReadonlyMap<number, string>;
  /** Bridges that the capture shows from their first message on: only there is it known that something was never created. */
  readonly #wholeBridges: ReadonlySet<number>;

  constructor(capture: Capture, types: ReadonlyMap<number, string>, takenOver: ReadonlySet<number>) {
    this.#capture = capture;
    this.#types = types;
    this.#wholeBridges = new Set(
      capture.bridges
        .filter(({ number, connections }) => !takenOver.has(number) && shownWhole(capture, connections))
        .map(({ number }) => number),
    );
  }

  /** Takes the next row that changes a life or names a container. */
  row(row: number): void {
    const { frames } = this.#capture;
    const type = frames.type.get(row);
    const isAnswer = messageKind(type) === "response";
    const asked = isAnswer ? frames.peer.get(row) : row;
    const life = asked === NO_ROW ? null : this.#lifeOf(asked);
    if (life === null) return;
    life.lastRow = row;
    // Most answers by far are of one more exec in a container that runs, which changes nothing.
    const isSettled = life.initRow !== NO_ROW || life.createRow === NO_ROW;
    if (type === EXECUTED && life.state === "running" && isSettled) return;
    this.#step(life, row, isAnswer ? asked : NO_ROW);
  }

  /** The container that a request or a notification is about; null where it names none. */
  #lifeOf(asked: number): Life | null {
    const { frames, strings, bridgeOf } = this.#capture;
    const container = frames.containerId.get(asked);
    const bridge = bridgeOf(frames.stream.get(asked) >>> 1);
    const ofBridge = (this.#lives[bridge] ??= new Map<number, Life>());
    const known = ofBridge.get(container);
    if (known !== undefined) return known;
    const id = strings.get(container);
    if (id === undefined || id === "") return null;
    const life = new Life(bridge, id, asked);
    ofBridge.set(container, life);
    this.found.push(life);
    return life;
  }

  /** `request` is the row that a response answers, `NO_ROW` for requests and notifications. */
  #step(life: Life, row: number, request: number): void {
    const { frames } = this.#capture;
    const type = frames.type.get(row);
    if (messageKind(type) === "notification") return this.#notified(life, row);
    if (type === CREATE) life.isAwaited = true;
    if (request === NO_ROW || !this.#succeeded(row)) return;
    switch (frames.type.get(request)) {
      case CREATE:
        if (life.createRow !== NO_ROW && life.state !== "deleted") life.illegal.push({ row, what: "created-twice" });
        life.createRow = request;
        life.initRow = NO_ROW;
        life.exitRow = NO_ROW;
        this.#enter(life, "created", row);
        break;
      case START:
        if (life.state === "created" || life.state === "unknown") this.#enter(life, "started", row);
        break;
      case EXECUTE:
        this.#executed(life, row, request);
        break;
      case DELETE:
        if (life.state === "running" && this.#isWhole(life)) life.illegal.push({ row, what: "deleted-while-running" });
        life.deleteRow = request;
        this.#enter(life, "deleted", row);
        break;
      default:
        break;
    }
  }

  #executed(life: Life, row: number, request: number): void {
    if (life.isUtilityVm) return;
    if (life.state === "unknown" && this.#isWhole(life)) life.illegal.push({ row, what: "exec-before-create" });
    // An init that ends at once may be told of before its own exec is answered.
    const ended = life.state === "exited" || life.state === "deleted";
    if (ended && request > life.exitRow) life.illegal.push({ row, what: "exec-after-exit" });
    // Where the capture lacks the creation, its first process may have been started before, and this is any other.
    if (life.initRow === NO_ROW && life.createRow !== NO_ROW) life.initRow = request;
    if (!ended && life.state !== "running") this.#enter(life, "running", row);
  }

  #notified(life: Life, row: number): void {
    const type = this.#types.get(row) ?? null;
    if (!EXIT_TYPES.has(type)) return;
    if (!life.isAwaited && this.#isWhole(life)) life.illegal.push({ row, what: "exit-of-unknown" });
    else if (life.exitRow !== NO_ROW) life.illegal.push({ row, what: "exited-twice" });
    life.exitRow = row;
    life.exitType = type;
    this.#enter(life, "exited", row);
  }

  #enter(life: Life, state: ContainerState, row: number): void {
    life.state = state;
    life.steps.push({ state, row, time: this.#capture.frames.time.get(row) });
  }

  #isWhole({ bridge }: Life): boolean {
    return this.#wholeBridges.has(bridge);
  }

  #succeeded(row: number): boolean {
    const { flags, result } = this.#capture.frames;
    return (flags.get(row) & FRAME.hasResult) === 0 || result.get(row) === 0;
  }
}

/** Whether all bytes of a bridge's connections are there, from the first. A migration's destination begins with containers that it did not create. */
function shownWhole(capture: Capture, connections: readonly number[]): boolean {
  return connections.every((connection) => {
    const streams = [capture.streams[2 * connection], capture.streams[2 * connection + 1]];
    const whole = streams.every((stream) => stream !== undefined && stream.gapCount === 0 && stream.bytes > 0);
    const { sawStart = false, leftOut = null } = capture.connections[connection] ?? {};
    return whole && sawStart && leftOut === null;
  });
}
