/** What can be done to the traffic of a bridge: options, and the hooks by which faults are planted. */
import type { Reply } from "./guest.ts";
import type { HostOptions, Request, Script } from "./host.ts";
import type { OpenCall } from "./host-end.ts";
import type { Random } from "./random.ts";
import type { Side } from "./steps.ts";

/** What the guest is about to send in answer to a request. */
export interface PlannedAnswer {
  readonly request: Request;
  readonly id: number;
  readonly reply: Reply;
  /** How much later than a healthy guest it answers, ns. */
  readonly delay: number;
  /** The answer's type, where it is not that of its request. */
  readonly type?: number;
}

export interface TrafficOptions extends Partial<HostOptions> {
  readonly seed: number;
  /** True for a guest that works on one request at a time; waits still run beside. */
  readonly sequential?: boolean;
  /** Called for each answer before it is sent; may change it, send several, or keep it back with null. Faults are planted here. */
  readonly meddle?: (answer: PlannedAnswer) => PlannedAnswer | readonly PlannedAnswer[] | null;
  /** How long the host waits for an answer before it ends the bridge, ns; left out for a host that takes everything and never gives up. */
  readonly timeout?: number;
  /** False for a stdio port that the guest does not dial. */
  readonly dials?: (port: number) => boolean;
  /** True for a stdio port whose output nobody on the host takes: the process that writes to it never ends. */
  readonly blocks?: (port: number) => boolean;
  /** For confidential Windows: how long the sidecar works on a request before it hands it on, ns. */
  readonly sidecar?: (request: Request, id: number) => number;
  /** True for processes that a kill does not end. */
  readonly unkillable?: boolean;
  /** Called before the first step: plans what happens beside requests and answers. */
  readonly plan?: (world: World) => void;
}

/** What can be done to a bridge from outside. */
export interface World {
  readonly now: number;
  readonly random: Random;
  /** Calls without an answer, oldest first. */
  readonly open: readonly OpenCall[];
  /** False once the bridge has ended. */
  readonly alive: boolean;
  at(time: number, run: () => void): void;
  /** The host does something beside its work. */
  run(script: Script): void;
  /** The guest sends a message; `reply` is what the caller of an answered id makes of it. */
  say(type: number, id: number, payload: string, reply?: Reply): void;
  /** One side sends bytes that are no whole message. */
  sayBytes(side: Side, bytes: string): void;
  /** The guest stands still until a moment; `Infinity` for good. */
  freeze(until: number): void;
  /** The bridge ends; a guest that lives on dials again, in vain. */
  end(by: Side, how: "FIN" | "RST", guestLives: boolean): void;
  /** The host takes no more of what comes on a stdio port. */
  closeWindow(port: number): void;
  /** A packet that says nothing about the bridge: the capture goes on until now. */
  elsewhere(): void;
  /** The host closes for `length` as a migration does, once its calls are answered or, `abruptly`, at once, and goes on as `as`. */
  blackout(length: number, as: Resumption, abruptly?: boolean): void;
}

/**
 * What takes the bridge up again: the `source` goes on counting; the `destination` begins at 0 and then goes on above; `nobody`: the guest
 * is gone; `glued`: a source that had tried a call in between, whose bytes come first (bridge.md H38).
 */
export type Resumption = "source" | "destination" | "nobody" | "glued";
