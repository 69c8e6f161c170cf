/** Starts over vsock: entropy, log, bridge, first message, and where a start stops (bridge.md 1.4). */
import { REQUEST } from "../../generator/payloads.ts";
import type { Random } from "../../generator/random.ts";
import type { TrafficOptions } from "../../generator/world.ts";
import type { CaptureBuilder, Link } from "../build-capture.ts";
import { HEALTHY, SECOND, fault, isType, pace } from "./plan.ts";
import type { Kind, Plan, Truth } from "./plan.ts";
import type { Start } from "./vsock-file.ts";

const ENTROPY_PORT = 1;
const LOG_PORT = 109;
const ENTROPY_BYTES = 512;
/** The host gives a start up after so many seconds; before, it may only be slow. */
const START_LIMIT = 120;

const text = new TextEncoder();

/** The guest's steps before the bridge; each takes a moment. */
class Boot {
  readonly #capture: CaptureBuilder;
  readonly #random: Random;
  /** Seconds. */
  now: number;

  constructor(capture: CaptureBuilder, random: Random) {
    this.#capture = capture;
    this.#random = random;
    this.now = random.fraction();
  }

  entropy(): this {
    const link = this.#capture.connect(this.now, ENTROPY_PORT);
    link.data("host", this.now + 0.001, new Uint8Array(ENTROPY_BYTES).fill(this.#random.below(256)));
    link.close("host", this.now + 0.002);
    return this.#rest();
  }

  log(): this {
    this.#lines(this.#capture.connect(this.now, LOG_PORT));
    return this.#rest();
  }

  /** In vain, until a second. */
  dials(port: number, until: number, answer: "refused" | "none"): null {
    for (; this.now < until; this.now += 0.1 + 2 * this.#random.fraction()) this.#capture.dial(this.now, port, answer);
    return null;
  }

  /** Nothing more. */
  stops(): null {
    return null;
  }

  #lines(link: Link): void {
    const lines = 1 + this.#random.below(4);
    for (let line = 0; line < lines; line++) {
      link.data("guest", this.now + 0.01 * (line + 1), text.encode(`{"level":"info","msg":"line ${line}"}\n`));
    }
  }

  #rest(): this {
    this.now += 0.05 + this.#random.fraction();
    return this;
  }
}

function boots(
  name: string,
  start: (boot: Boot, seconds: number, capture: CaptureBuilder, random: Random) => number | null,
  truth: (seconds: number) => Truth,
  traffic: Partial<TrafficOptions> = {},
): Kind {
  return {
    name,
    plan(random): Plan {
      const seconds = 20 + random.below(150);
      const plays: Start = (capture) => start(new Boot(capture, random), seconds, capture, random);
      return { traffic: { ...pace(random, 8), ...traffic }, seconds, truth: () => truth(seconds), start: plays };
    },
  };
}

/** A start that stops: critical where the host has given it up. Where the limit is near either will do. */
function stopped(rule: string): (seconds: number) => Truth {
  return (seconds) => {
    const near = Math.abs(seconds - START_LIMIT) < 5;
    if (near) return fault(rule, null, "error", "critical");
    return fault(rule, null, seconds < START_LIMIT ? "error" : "critical");
  };
}

const refusalOf = (random: Random): "refused" | "none" => random.pick(["refused", "none"]);

export const BOOT_KINDS: readonly Kind[] = [
  {
    name: "healthy: a start over vsock, and what follows",
    plan(random) {
      const start: Start = (capture) => new Boot(capture, random).entropy().log().now;
      return { traffic: pace(random, 12), seconds: 14, truth: () => HEALTHY, start };
    },
  },
  boots(
    "start over vsock: nobody gives entropy",
    (boot, seconds, _, random) => boot.dials(ENTROPY_PORT, seconds, refusalOf(random)),
    stopped("B1"),
  ),
  boots("start over vsock: stops after entropy", (boot) => boot.entropy().stops(), stopped("B2")),
  boots("start over vsock: stops after the log", (boot) => boot.entropy().log().stops(), stopped("B3")),
  boots(
    "start over vsock: nobody takes the bridge up",
    (boot, seconds, _, random) => boot.entropy().log().dials(0x4000_0000, seconds, refusalOf(random)),
    stopped("B7"),
  ),
  boots(
    "start over vsock: the host is silent on the bridge",
    (boot, _, capture) => {
      capture.connect(boot.entropy().log().now);
      return null;
    },
    () => fault("B5", null, "error"),
  ),
  boots(
    "start over vsock: the guest closes before it has its entropy",
    (boot, _, capture, random) => {
      const link = capture.connect(boot.now, ENTROPY_PORT);
      link.data("host", boot.now + 0.001, new Uint8Array(1 + random.below(ENTROPY_BYTES - 1)));
      link.close("guest", boot.now + 0.01, random.pick(["FIN", "RST"]));
      return null;
    },
    () => fault("B6", null, "error"),
  ),
  boots(
    "start over vsock: connections of the bridge that end at once",
    (boot, _, capture, random) => {
      boot.entropy().log();
      const tries = 3 + random.below(4);
      for (let time = 0; time < tries; time++) {
        capture
          .connect(boot.now + time)
          .close(random.pick(["host", "guest"]), boot.now + time + 0.1 + random.fraction() / 2);
      }
      return null;
    },
    () => fault("B9", null, "error"),
  ),
  boots("start over vsock: no answer to the first message", (boot) => boot.entropy().log().now, stopped("B4"), {
    meddle: (planned) => (isType(REQUEST.negotiateProtocol)(planned) ? null : planned),
  }),
  {
    name: "no answer over vsock, and the host ends the bridge",
    plan(random) {
      const timeout = random.pick([8, 30]) * SECOND;
      let truth: Truth = HEALTHY;
      const meddle: NonNullable<TrafficOptions["meddle"]> = (planned) => {
        if (truth !== HEALTHY || planned.id < 20 || !isType(REQUEST.modifySettings, REQUEST.executeProcess)(planned))
          return planned;
        truth = fault("H01", planned.id, "critical");
        return null;
      };
      const start: Start = (capture) => new Boot(capture, random).entropy().log().now;
      return {
        traffic: { ...pace(random, 20), timeout, meddle },
        seconds: 30 + timeout / SECOND,
        truth: () => truth,
        start,
      };
    },
  },
];
