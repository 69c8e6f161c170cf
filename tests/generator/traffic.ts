/** Plays a host and a guest against each other over one bridge, and tells what goes over the wire, step by step and without end. */
import { EventQueue } from "./event-queue.ts";
import { Guest } from "./guest.ts";
import type { Reply } from "./guest.ts";
import { Host } from "./host.ts";
import type { HostOptions, Request, Script } from "./host.ts";
import { NOTIFICATION, responseType } from "./payloads.ts";
import { Random } from "./random.ts";
import { BRIDGE } from "./steps.ts";
import type { Side, Step } from "./steps.ts";

const MICROSECOND = 1e3;
const MILLISECOND = 1e6;
/** From one side's write to the other side's read, ns. */
const TRANSIT = 20 * MICROSECOND;
/** How long a worker rests in the real `busy` capture: 32 workers make some 240 requests a second. */
const BUSY_REST = 100 * MILLISECOND;

/** What the guest is about to send in answer to a request. */
interface PlannedAnswer {
  readonly request: Request;
  readonly id: number;
  readonly reply: Reply;
  /** How much later than a healthy guest it answers, ns. */
  readonly delay: number;
}

export interface TrafficOptions extends Partial<HostOptions> {
  readonly seed: number;
  /** True for a guest that works on one request at a time; waits still run beside. */
  readonly sequential?: boolean;
  /** Called for each answer before it is sent; may change it, or keep it back with null. Faults are planted here. */
  readonly meddle?: (answer: PlannedAnswer) => PlannedAnswer | null;
}

/** Steps in order of time. Memory stays constant: who takes the steps decides when it is enough. */
export function* traffic(options: TrafficOptions): Generator<Step, void, undefined> {
  const bridge = new SimulatedBridge(options);
  do {
    yield* bridge.take();
  } while (bridge.advance());
}

class SimulatedBridge {
  readonly #queue = new EventQueue();
  readonly #host: Host;
  readonly #guest: Guest;
  readonly #sequential: boolean;
  readonly #meddle: (answer: PlannedAnswer) => PlannedAnswer | null;
  /** Scripts by the id of the request that they wait for. */
  readonly #callers = new Map<number, Script>();
  #steps: Step[] = [];
  #nextId = 0;
  /** When a sequential guest can take up the next request. */
  #free = 0;

  constructor(options: TrafficOptions) {
    const random = new Random(options.seed);
    this.#sequential = options.sequential ?? false;
    this.#meddle = options.meddle ?? ((answer) => answer);
    this.#host = new Host(random, {
      workers: options.workers ?? 32,
      pods: options.pods ?? 4,
      rest: options.rest ?? BUSY_REST,
    });
    this.#guest = new Guest(this.#queue, random, {
      notify: (payload) => this.#send("guest", NOTIFICATION, 0, payload),
      openRelay: (connection) => this.#add({ kind: "open", time: this.#queue.now, connection }),
      writeRelay: (connection, text) =>
        this.#add({ kind: "data", time: this.#queue.now, connection, sender: "guest", text }),
      closeRelay: (connection) => this.#add({ kind: "close", time: this.#queue.now, connection, by: "guest" }),
    });
    this.#add({ kind: "open", time: 0, connection: BRIDGE });
    const boot = this.#host.boot();
    this.#queue.after(3 * MILLISECOND, () => this.#run(boot, null));
  }

  /** The steps since the last call. */
  take(): Step[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  /** Lets the next thing happen; false when nothing ever will. */
  advance(): boolean {
    return this.#queue.runNext();
  }

  /** Runs a script until it waits for a reply or for time to pass. */
  #run(script: Script, reply: Reply | null): void {
    for (let next = script.next(reply); next.done !== true; next = script.next(null)) {
      const action = next.value;
      switch (action.kind) {
        case "call":
          this.#call(script, action.request);
          return;
        case "sleep":
          this.#queue.after(action.time, () => this.#run(script, null));
          return;
        case "spawn":
          this.#run(action.script, null);
      }
    }
  }

  #call(script: Script, request: Request): void {
    const id = this.#nextId++;
    this.#callers.set(id, script);
    this.#send("host", request.type, id, request.payload);
    this.#queue.after(TRANSIT + this.#handling(request), () => {
      this.#guest.perform(request.container, request.task, (reply) => this.#answer(request, id, reply));
    });
  }

  /** Time until the guest's handler is done, what it has to finish before included. */
  #handling(request: Request): number {
    const latency = this.#guest.latency(request.task);
    if (!this.#sequential || request.task.kind === "wait") return latency;
    this.#free = Math.max(this.#free, this.#queue.now) + latency;
    return this.#free - this.#queue.now;
  }

  #answer(request: Request, id: number, reply: Reply): void {
    const planned = this.#meddle({ request, id, reply, delay: 0 });
    if (planned === null) return;
    this.#queue.after(planned.delay, () => {
      this.#send("guest", responseType(planned.request.type), planned.id, planned.reply.payload);
      this.#queue.after(TRANSIT, () => this.#deliver(planned.id, planned.reply));
    });
  }

  #deliver(id: number, reply: Reply): void {
    const caller = this.#callers.get(id);
    if (caller === undefined) return;
    this.#callers.delete(id);
    this.#run(caller, reply);
  }

  #send(sender: Side, type: number, id: number, payload: string): void {
    this.#add({ kind: "message", time: this.#queue.now, connection: BRIDGE, sender, type, id, payload });
  }

  #add(step: Step): void {
    this.#steps.push(step);
  }
}
