/** A model of the Linux guest: containers, processes, waits, and how long each answer takes. */
import type { EventQueue } from "./event-queue.ts";
import {
  answer,
  BRIDGE_VSOCK_PORT,
  errorAnswer,
  exitNotification,
  INFINITE,
  negotiateAnswer,
  RESULT,
  statistics,
  UTILITY_VM,
} from "./payloads.ts";
import type { Random } from "./random.ts";

const MILLISECOND = 1e6;

/** What a request asks of the guest: what it would read out of the payload. */
export type Task =
  | { readonly kind: "negotiate" | "modify" | "create" | "start" | "statistics" | "shutdown" | "delete" | "stacks" }
  | { readonly kind: "execute"; readonly process: ProcessPlan }
  | { readonly kind: "wait"; readonly processId: number; readonly timeoutMs: number }
  | { readonly kind: "signal"; readonly processId: number; readonly signal: number }
  | { readonly kind: "resize"; readonly processId: number };

export interface ProcessPlan {
  /** True for the first process of a container: the container ends with it. */
  readonly init: boolean;
  /** How long it runs when nobody signals it, ns; `Infinity` for a service. */
  readonly lasts: number;
  readonly exitCode: number;
  /** vsock port and text of its standard output; null without a pipe. */
  readonly output: { readonly port: number; readonly text: string } | null;
}

export interface Reply {
  readonly payload: string;
  readonly result: number;
  /** Of an answer to an exec that went well, else 0. */
  readonly processId: number;
}

/** What the guest can do to the world around it. */
export interface GuestWire {
  /** False where a kill ends nothing. */
  readonly killable: boolean;
  /** True for a connection whose other end takes no output. */
  blocks(connection: number): boolean;
  notify(payload: string): void;
  openRelay(connection: number): void;
  writeRelay(connection: number, text: string): void;
  closeRelay(connection: number): void;
}

interface Process {
  readonly container: string;
  readonly plan: ProcessPlan;
  exit: { readonly code: number } | null;
  readonly waiting: ((reply: Reply) => void)[];
}

/** How long each handler works: median in milliseconds and spread, as in the real `busy` capture. */
const LATENCY: Readonly<Record<Task["kind"], readonly [milliseconds: number, spread: number]>> = {
  negotiate: [0.5, 0.5],
  create: [30, 0.4],
  start: [2, 0.9],
  execute: [3.9, 0.7],
  wait: [0.3, 0.9],
  signal: [2, 0.9],
  resize: [1, 0.9],
  statistics: [2.6, 0.9],
  modify: [2, 0.9],
  shutdown: [2, 0.9],
  delete: [2, 0.9],
  stacks: [40, 0.3],
};

export class Guest {
  readonly #queue: EventQueue;
  readonly #random: Random;
  readonly #wire: GuestWire;
  /** Ids of the containers that are created and not yet deleted. */
  readonly #containers = new Set<string>();
  readonly #processes = new Map<number, Process>();
  #nextProcess = 24;

  constructor(queue: EventQueue, random: Random, wire: GuestWire) {
    this.#queue = queue;
    this.#random = random;
    this.#wire = wire;
  }

  /** How long the handler of a task works before it answers, ns; waits take as long as their process. */
  latency(task: Task): number {
    const [milliseconds, spread] = LATENCY[task.kind];
    return this.#random.logNormal(milliseconds * MILLISECOND, spread);
  }

  /** Does what a task asks and hands over the reply, now or, for a wait, when its process has ended. */
  perform(container: string, task: Task, reply: (reply: Reply) => void): void {
    switch (task.kind) {
      case "execute":
        return reply(this.#execute(container, task.process));
      case "wait":
        return this.#wait(task.processId, task.timeoutMs, reply);
      case "signal":
        return reply(this.#signal(task.processId, task.signal));
      case "resize":
        return reply(this.#processes.has(task.processId) ? good() : bad(RESULT.processNotFound));
      case "negotiate":
        return reply(good(negotiateAnswer()));
      case "create":
        this.#containers.add(container);
        return reply(good(answer(',"SelectedProtocolVersion":0')));
      case "delete":
        return reply(this.#containers.delete(container) ? good() : bad(RESULT.systemNotFound));
      case "shutdown":
        return reply(bad(RESULT.systemNotFound));
      case "statistics":
        return reply(this.#statistics(container));
      case "stacks":
        return reply(good(answer(`,"GuestStacks":"${"goroutine 76 [running]:\\n\\t".repeat(40)}"`)));
      case "modify":
      case "start":
        return reply(good());
    }
  }

  #execute(container: string, plan: ProcessPlan): Reply {
    if (container !== UTILITY_VM && !this.#containers.has(container)) return bad(RESULT.systemNotFound);
    const processId = this.#nextProcess++;
    const process: Process = { container, plan, exit: null, waiting: [] };
    this.#processes.set(processId, process);
    if (plan.output !== null) this.#wire.openRelay(plan.output.port - BRIDGE_VSOCK_PORT);
    if (Number.isFinite(plan.lasts)) {
      this.#queue.after(plan.lasts, () => this.#exit(processId, process, plan.exitCode, "UnexpectedExit"));
    }
    return { payload: answer(`,"ProcessId":${processId}`), result: RESULT.ok, processId };
  }

  #exit(
    processId: number,
    process: Process,
    code: number,
    kind: "GracefulExit" | "ForcedExit" | "UnexpectedExit",
  ): void {
    if (process.exit !== null) return;
    const { output } = process.plan;
    if (output !== null && this.#wire.blocks(output.port - BRIDGE_VSOCK_PORT)) return;
    process.exit = { code };
    if (output !== null) {
      this.#wire.writeRelay(output.port - BRIDGE_VSOCK_PORT, output.text);
      this.#wire.closeRelay(output.port - BRIDGE_VSOCK_PORT);
    }
    for (const reply of process.waiting) reply(exited(code));
    if (process.waiting.length > 0) this.#processes.delete(processId);
    if (process.plan.init) this.#wire.notify(exitNotification(process.container, kind));
  }

  #wait(processId: number, timeoutMs: number, reply: (reply: Reply) => void): void {
    const process = this.#processes.get(processId);
    if (process === undefined) return reply(bad(RESULT.processNotFound));
    if (process.exit !== null) {
      this.#processes.delete(processId);
      return reply(exited(process.exit.code));
    }
    if (timeoutMs === INFINITE) {
      process.waiting.push(reply);
      return;
    }
    this.#queue.after(timeoutMs * MILLISECOND, () => {
      reply(process.exit === null ? bad(RESULT.timeout) : exited(process.exit.code));
    });
  }

  #signal(processId: number, signal: number): Reply {
    const process = this.#processes.get(processId);
    if (process === undefined || process.exit !== null) return bad(RESULT.processNotFound);
    const forced = signal === 9;
    if (forced && !this.#wire.killable) return good();
    const delay = this.#random.logNormal((forced ? 4 : 200) * MILLISECOND, 0.5);
    this.#queue.after(delay, () =>
      this.#exit(processId, process, forced ? 137 : 0, forced ? "ForcedExit" : "GracefulExit"),
    );
    return good();
  }

  #statistics(container: string): Reply {
    if (container === UTILITY_VM) return bad(RESULT.fail, "getPropertiesV2 is not supported against the UVM");
    return this.#containers.has(container) ? good(statistics(this.#random)) : bad(RESULT.systemNotFound);
  }
}

function good(payload = answer()): Reply {
  return { payload, result: RESULT.ok, processId: 0 };
}

function exited(code: number): Reply {
  return good(answer(`,"ExitCode":${code}`));
}

function bad(result: number, text: string | null = null): Reply {
  return { payload: errorAnswer(result, text), result, processId: 0 };
}
