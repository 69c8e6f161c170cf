/** Plays a host and a guest against each other over one bridge, and tells what goes over the wire, step by step and without end. */
import { EventQueue } from "./event-queue.ts";
import { Guest } from "./guest.ts";
import type { Reply } from "./guest.ts";
import { Host } from "./host.ts";
import type { Request, Script } from "./host.ts";
import { HostEnd, deadlineOf } from "./host-end.ts";
import type { OpenCall } from "./host-end.ts";
import { gluedPayload, negotiateRequest, NOTIFICATION, REQUEST, responseType, RESULT } from "./payloads.ts";
import { Random } from "./random.ts";
import { Line } from "./line.ts";
import { Sidecar } from "./sidecar.ts";
import { BRIDGE } from "./steps.ts";
import type { Side, Step } from "./steps.ts";
import type { Resumption, TrafficOptions, World } from "./world.ts";

const MICROSECOND = 1e3;
const MILLISECOND = 1e6;
/** From one side's write to the other side's read, ns. */
const TRANSIT = 20 * MICROSECOND;
/** How long a worker rests in the real `busy` capture: 32 workers make some 240 requests a second. */
const BUSY_REST = 100 * MILLISECOND;
/** What a host needs to look at a message and give up. */
const REACTION = 80 * MICROSECOND;
/** A relay that no process asks for. */
const ELSEWHERE = 15_000;
/** A guest without a bridge dials this often (cmd/gcs/main.go). */
const REDIAL = 100 * MILLISECOND;

const NEGOTIATE: Request = {
  type: REQUEST.negotiateProtocol,
  container: "",
  payload: negotiateRequest(),
  task: { kind: "negotiate" },
};

/** Steps in order of time. Memory stays constant: who takes the steps decides when it is enough. */
export function* traffic(options: TrafficOptions): Generator<Step, void, undefined> {
  const bridge = new SimulatedBridge(options);
  do {
    yield* bridge.take();
  } while (bridge.advance());
}

class SimulatedBridge implements World {
  readonly random: Random;
  readonly #queue = new EventQueue();
  readonly #host: Host;
  readonly #guest: Guest;
  readonly #sequential: boolean;
  readonly #meddle: NonNullable<TrafficOptions["meddle"]>;
  readonly #timeout: number | null;
  /** Scripts by the id of the request that they wait for. */
  readonly #callers = new Map<number, Script>();
  readonly #hostEnd = new HostEnd();
  readonly #sidecar: Sidecar | null;
  #steps: Step[] = [];
  #nextId = 0;
  readonly #line = new Line();
  #frozenUntil = 0;
  /** The connection that carries the bridge, null while there is none; and the last that was tried. */
  #connection: number | null = BRIDGE;
  #lastConnection = BRIDGE;
  /** What the host has to send when the bridge is there again; null while it is. */
  #heldCalls: (() => void)[] | null = null;
  readonly #heldAnswers: (() => void)[] = [];
  #ended = false;

  constructor(options: TrafficOptions) {
    const random = new Random(options.seed);
    this.random = random;
    this.#sequential = options.sequential ?? false;
    this.#meddle = options.meddle ?? ((answer) => answer);
    this.#timeout = options.timeout ?? null;
    this.#host = new Host(random, {
      workers: options.workers ?? 32,
      pods: options.pods ?? 4,
      rest: options.rest ?? BUSY_REST,
    });
    this.#sidecar =
      options.sidecar === undefined ? null : new Sidecar(this.#queue, (step) => this.#add(step), options.sidecar);
    const dials = options.dials ?? (() => true);
    this.#guest = new Guest(this.#queue, random, {
      killable: options.unkillable !== true,
      blocks: options.blocks ?? (() => false),
      notify: (payload) => this.#fromGuest(() => this.say(NOTIFICATION, 0, payload)),
      openRelay: (connection) => {
        if (dials(connection)) this.#add({ kind: "open", time: this.now, connection });
      },
      writeRelay: (connection, text) => this.#add({ kind: "data", time: this.now, connection, sender: "guest", text }),
      closeRelay: (connection) => this.#add({ kind: "close", time: this.now, connection, by: "guest" }),
    });
    this.#add({ kind: "open", time: 0, connection: BRIDGE });
    const boot = this.#host.boot();
    this.#queue.after(3 * MILLISECOND, () => this.run(boot));
    options.plan?.(this);
  }

  get now(): number {
    return this.#queue.now;
  }

  get open(): readonly OpenCall[] {
    return this.#hostEnd.open;
  }

  get alive(): boolean {
    return !this.#ended;
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

  at(time: number, run: () => void): void {
    this.#queue.after(time - this.now, run);
  }

  run(script: Script): void {
    this.#run(script, null);
  }

  say(type: number, id: number, payload: string, reply: Reply | null = null): void {
    if (this.#sidecar === null) this.#sayToHost(type, id, payload, reply);
    else this.#sidecar.bringBack(type, id, payload, () => this.#sayToHost(type, id, payload, reply));
  }

  #sayToHost(type: number, id: number, payload: string, reply: Reply | null): void {
    this.#send("guest", type, id, payload);
    this.#queue.after(TRANSIT, () => this.#deliver(type, id, payload, reply));
  }

  sayBytes(sender: Side, text: string): void {
    if (this.#connection === null) return;
    this.#add({ kind: "data", time: this.now, connection: this.#connection, sender, text });
  }

  freeze(until: number): void {
    this.#frozenUntil = until;
  }

  end(by: Side, how: "FIN" | "RST", guestLives: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#sidecar !== null) this.#sidecar.end(by, how, () => this.#close(by, how));
    else this.#close(by, how);
    if (guestLives) this.#dial();
  }

  closeWindow(port: number): void {
    this.#add({ kind: "window", time: this.now, connection: port, by: "host", size: 0 });
  }

  elsewhere(): void {
    this.#add({ kind: "dial", time: this.now, connection: ELSEWHERE });
  }

  blackout(length: number, as: Resumption, abruptly = false): void {
    if (this.#ended) return;
    this.#heldCalls ??= [];
    if (!abruptly && this.#hostEnd.openSynchronous.length > 0) {
      this.#queue.after(MILLISECOND, () => this.blackout(length, as));
      return;
    }
    this.#close("host", "FIN");
    if (as === "nobody") {
      this.#ended = true;
      return;
    }
    this.#dial();
    this.#queue.after(length, () => this.#resume(as));
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
    if (this.#ended) return;
    if (this.#heldCalls === null) this.#ask(script, request);
    else this.#heldCalls.push(() => this.#call(script, request));
  }

  #ask(script: Script, request: Request): void {
    const id = this.#nextId++;
    const { type, container, payload } = request;
    const call: OpenCall = { id, type, container, since: this.now };
    this.#callers.set(id, script);
    this.#send("host", type, id, payload);
    this.#hostEnd.asked(call);
    const deadline = this.#timeout === null ? null : deadlineOf(call, this.#timeout);
    if (deadline !== null) {
      this.#queue.after(deadline, () => {
        if (this.#hostEnd.waitsFor(call)) this.end("host", "RST", this.#frozenUntil <= this.now);
      });
    }
    if (this.#sidecar === null) this.#handOn(request, id);
    else this.#sidecar.take(request, id, () => this.#handOn(request, id));
  }

  #handOn(request: Request, id: number): void {
    if (!this.#sequential || request.task.kind === "wait") this.#handle(request, id, TRANSIT);
    else if (this.#line.add(() => this.#handle(request, id, 0))) this.#queue.after(TRANSIT, () => this.#line.work());
  }

  #handle(request: Request, id: number, transit: number): void {
    this.#queue.after(transit + this.#guest.latency(request.task), () => {
      if (this.now < this.#frozenUntil) this.#whenThawed(() => this.#handle(request, id, 0));
      else this.#guest.perform(request.container, request.task, (reply) => this.#answer(request, id, reply));
    });
  }

  #answer(request: Request, id: number, reply: Reply): void {
    const planned = this.#meddle({ request, id, reply, delay: 0 });
    const answers = planned === null ? [] : [planned].flat();
    for (const one of answers) {
      const type = one.type ?? responseType(request.type);
      this.#queue.after(one.delay, () =>
        this.#fromGuest(() => this.say(type, one.id, one.reply.payload, one.id === id ? one.reply : null)),
      );
    }
    const isNext = this.#sequential && request.task.kind !== "wait" && answers.length > 0;
    if (isNext) this.#queue.after(Math.max(...answers.map(({ delay }) => delay)), () => this.#line.next());
  }

  /** What the guest sends, when it can. */
  #fromGuest(send: () => void): void {
    if (this.#ended) return;
    if (this.now < this.#frozenUntil) this.#whenThawed(() => this.#fromGuest(send));
    else if (this.#connection === null) this.#heldAnswers.push(send);
    else send();
  }

  #whenThawed(run: () => void): void {
    if (Number.isFinite(this.#frozenUntil)) {
      this.#queue.after(this.#frozenUntil - this.now + this.random.exponential(3 * MILLISECOND), run);
    }
  }

  #deliver(type: number, id: number, payload: string, reply: Reply | null): void {
    if (this.#ended) return;
    const isTaken = this.#hostEnd.takes(type, id, payload);
    if (!isTaken && this.#timeout !== null) {
      this.#queue.after(REACTION, () => this.end("host", "RST", true));
      return;
    }
    const caller = this.#callers.get(id);
    if (caller === undefined || type === NOTIFICATION) return;
    this.#callers.delete(id);
    this.#run(caller, reply);
  }

  /** The host listens again, and the guest's next try is taken up. */
  #resume(as: Exclude<Resumption, "nobody">): void {
    this.#connection = --this.#lastConnection;
    this.#add({ kind: "open", time: this.now, connection: this.#connection });
    const before = this.#nextId;
    if (as === "glued") {
      this.#sayGlued();
      return;
    }
    if (as === "destination") {
      this.#hostEnd.handOver();
      this.#nextId = 0;
    }
    this.#queue.after(MILLISECOND, () => this.#ask(this.#goOn(as === "destination" ? before : 0), NEGOTIATE));
  }

  *#goOn(idsAbove: number): Script {
    yield { kind: "sleep", time: MILLISECOND };
    if (idsAbove > 0) this.#nextId = idsAbove + this.random.below(40);
    const held = this.#heldCalls ?? [];
    this.#heldCalls = null;
    for (const run of [...this.#heldAnswers.splice(0), ...held]) run();
  }

  /** What the host's buffer still held of a call goes before the first message, in one frame; the guest refuses it, and the host is deaf. */
  #sayGlued(): void {
    const id = this.#nextId;
    const payload = gluedPayload(this.random, id);
    this.#send("host", REQUEST.getProperties, id, payload);
    this.#queue.after(MILLISECOND, () => {
      this.#send("guest", responseType(REQUEST.getProperties), id, `{"Result":${RESULT.notImplemented}}`);
    });
  }

  #close(by: Side, how: "FIN" | "RST"): void {
    if (this.#connection === null) return;
    const step = { kind: "close", time: this.now, connection: this.#connection, by } as const;
    this.#add(how === "RST" ? { ...step, how } : step);
    this.#connection = null;
  }

  #dial(): void {
    this.#queue.after(REDIAL, () => {
      if (this.#connection !== null) return;
      this.#add({ kind: "dial", time: this.now, connection: --this.#lastConnection });
      this.#dial();
    });
  }

  #send(sender: Side, type: number, id: number, payload: string): void {
    if (this.#connection === null) return;
    this.#add({ kind: "message", time: this.now, connection: this.#connection, sender, type, id, payload });
  }

  #add(step: Step): void {
    this.#steps.push(step);
  }
}
