/** A model of the sidecar of confidential Windows: it takes up one request after the other and hands each on over a second hop (bridge.md 2.5). */
import type { EventQueue } from "./event-queue.ts";
import type { Request } from "./host.ts";
import type { Side, Step } from "./steps.ts";

/** The connection between sidecar and guest agent: a number that no relay has. */
export const INNER_HOP = 14_500;
/** What a sidecar itself answers has this type, and is not seen on the inner hop. */
export const SIDECAR_ERROR = 0x2000_0000;

const MICROSECOND = 1e3;
/** From one end's write to the other's read, and a look at the policy. */
const PASSING = 40 * MICROSECOND;
/** The hop that did not end first ends so much later. */
const ENDS_AFTER = 5000 * MICROSECOND;

export class Sidecar {
  readonly #queue: EventQueue;
  readonly #add: (step: Step) => void;
  readonly #works: (request: Request, id: number) => number;
  /** Until when it works on what it has taken up. */
  #busyUntil = 0;
  #ended = false;

  /** `works` tells how long it works on a request before it hands it on, ns. */
  constructor(queue: EventQueue, add: (step: Step) => void, works: (request: Request, id: number) => number) {
    this.#queue = queue;
    this.#add = add;
    this.#works = works;
    this.#add({ kind: "open", time: 0, connection: INNER_HOP });
  }

  /** The host's request has come; `reached` is called when the guest agent has it. */
  take({ type, payload, ...rest }: Request, id: number, reached: () => void): void {
    const begins = Math.max(this.#queue.now + PASSING, this.#busyUntil);
    this.#busyUntil = begins + PASSING + this.#works({ type, payload, ...rest }, id);
    this.#queue.after(this.#busyUntil - this.#queue.now, () => {
      if (this.#ended) return;
      this.#message("host", type, id, payload);
      reached();
    });
  }

  /** The guest agent says something; `passed` is called when the sidecar says it to the host. */
  bringBack(type: number, id: number, payload: string, passed: () => void): void {
    if (this.#ended) return;
    if (type !== SIDECAR_ERROR) this.#message("guest", type, id, payload);
    this.#queue.after(PASSING, passed);
  }

  /** One hop ends, and a moment later the other; `outer` ends the one to the host. */
  end(by: Side, how: "FIN" | "RST", outer: () => void): void {
    this.#ended = true;
    const inner = (): void => {
      const step = { kind: "close", time: this.#queue.now, connection: INNER_HOP, by } as const;
      this.#add(how === "RST" ? { ...step, how } : step);
    };
    const [first, second] = by === "guest" ? [inner, outer] : [outer, inner];
    first();
    this.#queue.after(ENDS_AFTER, second);
  }

  #message(sender: Side, type: number, id: number, payload: string): void {
    this.#add({ kind: "message", time: this.#queue.now, connection: INNER_HOP, sender, type, id, payload });
  }
}
