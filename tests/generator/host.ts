/** A model of the host: what its workers ask for, one request after the other, each as a script that yields what it does next. */
import {
  BRIDGE_VSOCK_PORT,
  combinedLayers,
  containerConfig,
  INFINITE,
  modification,
  negotiateRequest,
  pollRequest,
  processSettings,
  propertyQuery,
  request,
  REQUEST,
  UTILITY_VM,
} from "./payloads.ts";
import type { ProcessPlan, Reply, Task } from "./guest.ts";
import type { Random } from "./random.ts";

const MILLISECOND = 1e6;
const SECOND = 1e9;

/** A request on its way to the guest. */
export interface Request {
  readonly type: number;
  readonly container: string;
  readonly payload: string;
  readonly task: Task;
}

/** What a script does next; it goes on with the reply to its request, or with null. */
type Action =
  | { readonly kind: "call"; readonly request: Request }
  | { readonly kind: "sleep"; readonly time: number }
  | { readonly kind: "spawn"; readonly script: Script };
export type Script = Generator<Action, void, Reply | null>;
/** A part of a script that ends in one request, and gives its reply to whom it concerns. */
type Exchange = Generator<Action, Reply | null, Reply | null>;

export interface HostOptions {
  /** Workers that exec, poll and query, each with one request open at a time. */
  readonly workers: number;
  /** Pods that live at a time; each is followed by the next. */
  readonly pods: number;
  /** Mean time that a worker rests between two requests, ns. */
  readonly rest: number;
}

export class Host {
  readonly #random: Random;
  readonly #options: HostOptions;
  /** Containers that run at the moment. */
  readonly #running: string[] = [];
  #nextRelay = BRIDGE_VSOCK_PORT + 1;
  /** A process that ended or runs: what a late poll asks for. */
  #lastProcess = 24;

  constructor(random: Random, options: HostOptions) {
    this.#random = random;
    this.#options = options;
  }

  /** The first script: negotiates, then starts all others. */
  *boot(): Script {
    yield* this.#call(REQUEST.negotiateProtocol, "", negotiateRequest(), { kind: "negotiate" });
    yield* this.#modify("Update", "PodCgroupMemoryLimit", undefined);
    for (let i = 0; i < this.#options.pods; i++) yield { kind: "spawn", script: this.#pods() };
    for (let i = 0; i < this.#options.workers; i++) yield { kind: "spawn", script: this.#worker() };
  }

  /** One pod after the other: layers, container, a service that runs until it is told to end, and the way back. */
  *#pods(): Script {
    for (;;) {
      const container = this.#random.hex(16);
      yield* this.#modify("Add", "CombinedLayers", combinedLayers(container));
      yield* this.#ask(REQUEST.create, container, { kind: "create" }, containerConfig(container));
      yield* this.#ask(REQUEST.start, container, { kind: "start" });
      const plan: ProcessPlan = { init: true, lasts: Infinity, exitCode: 0, output: null };
      const settings = processSettings(null, 0, 0);
      const started = yield* this.#ask(REQUEST.executeProcess, container, { kind: "execute", process: plan }, settings);
      this.#running.push(container);
      const processId = started?.processId ?? 0;
      yield { kind: "spawn", script: this.#endOf(container, processId) };
      yield* this.#wait(container, processId);
      yield* this.#ask(REQUEST.shutdownGraceful, container, { kind: "shutdown" });
      yield* this.#modify("Remove", "CombinedLayers", {
        ContainerID: container,
        ContainerRootPath: `/run/gcs/c/${container}/rootfs`,
      });
      yield* this.#ask(REQUEST.deleteContainerState, container, { kind: "delete" });
    }
  }

  *#endOf(container: string, processId: number): Script {
    yield { kind: "sleep", time: this.#random.exponential(20 * SECOND) };
    const place = this.#running.indexOf(container);
    if (place >= 0) this.#running.splice(place, 1);
    yield* this.#signal(container, processId, this.#random.pick([15, 15, 9]));
  }

  /** The mix of requests of the real `busy` capture, and a few rarer ones. */
  *#worker(): Script {
    for (;;) {
      yield { kind: "sleep", time: this.#random.exponential(this.#options.rest) };
      yield* this.#random.weighted<() => Script | Exchange>([
        [1329, () => this.#command()],
        [1607, () => this.#properties()],
        [675, () => this.#poll()],
        [660, () => this.#modify("Update", "PodCgroupMemoryLimit", undefined)],
        [240, () => this.#ask(REQUEST.start, this.#container(), { kind: "start" })],
        [30, () => this.#signal(UTILITY_VM, this.#lastProcess, 15)],
        [15, () => this.#resize()],
        [2, () => this.#ask(REQUEST.dumpStacks, UTILITY_VM, { kind: "stacks" })],
      ])();
    }
  }

  *#command(): Script {
    const container = this.#random.chance(0.25) ? this.#container() : UTILITY_VM;
    const [command, lasts] = this.#random.weighted<readonly [string[], number]>([
      [75, [["/bin/true"], this.#random.exponential(2 * MILLISECOND)]],
      [17, [["/bin/sh", "-c", "sleep 0.10; exit 0"], 100 * MILLISECOND]],
      [7, [["/bin/echo", "x".repeat(1 + this.#random.below(200))], this.#random.exponential(2 * MILLISECOND)]],
      [1, [["/bin/sleep", "20"], 20 * SECOND]],
    ]);
    const text = command[0] === "/bin/echo" ? `${command[1]!}\n` : null;
    const port = text === null ? 0 : this.#nextRelay++;
    const process: ProcessPlan = { init: false, lasts, exitCode: 0, output: text === null ? null : { port, text } };
    const settings = processSettings(command, port, 0);
    const started = yield* this.#ask(REQUEST.executeProcess, container, { kind: "execute", process }, settings);
    if (started === null || started.processId === 0) return;
    this.#lastProcess = started.processId;
    yield* this.#wait(container, started.processId);
  }

  *#wait(container: string, processId: number): Script {
    const rest = `,"ProcessId":${processId},"TimeoutInMs":${INFINITE}`;
    yield* this.#ask(REQUEST.waitForProcess, container, { kind: "wait", processId, timeoutMs: INFINITE }, rest);
  }

  *#poll(): Script {
    const processId = this.#random.chance(0.6) ? 50_000 + this.#random.below(9999) : this.#lastProcess;
    const timeoutMs = 10 + this.#random.below(190);
    const payload = pollRequest(processId, timeoutMs);
    yield* this.#call(REQUEST.waitForProcess, UTILITY_VM, payload, { kind: "wait", processId, timeoutMs });
  }

  *#properties(): Script {
    const container = this.#random.weighted([
      [58, "67686f737467686f737467686f737467686f737467686f737467686f73746768"],
      [22, UTILITY_VM],
      [20, this.#container()],
    ]);
    yield* this.#ask(REQUEST.getProperties, container, { kind: "statistics" }, propertyQuery("Statistics"));
  }

  *#signal(container: string, processId: number, signal: number): Script {
    const rest = `,"ProcessId":${processId},"Options":{"Signal":${signal}}`;
    yield* this.#ask(REQUEST.signalProcess, container, { kind: "signal", processId, signal }, rest);
  }

  *#resize(): Script {
    const processId = this.#lastProcess;
    const rest = `,"ProcessId":${processId},"Height":43,"Width":132`;
    yield* this.#ask(REQUEST.resizeConsole, UTILITY_VM, { kind: "resize", processId }, rest);
  }

  *#modify(action: string, resource: string, settings: unknown): Script {
    const rest = modification(action, resource, settings);
    yield* this.#ask(REQUEST.modifySettings, UTILITY_VM, { kind: "modify" }, rest);
  }

  /** A running container, or the utility VM while there is none. */
  #container(): string {
    return this.#running.length > 0 ? this.#random.pick(this.#running) : UTILITY_VM;
  }

  #ask(type: number, container: string, task: Task, rest = ""): Exchange {
    return this.#call(type, container, request(container, this.#random, rest), task);
  }

  *#call(type: number, container: string, payload: string, task: Task): Exchange {
    return yield { kind: "call", request: { type, container, payload, task } };
  }
}
