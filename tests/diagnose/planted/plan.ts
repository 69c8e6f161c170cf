/** What a planted fault is made of: traffic in which it happens, what of it is captured, and what a diagnosis must say. */
import type { Severity } from "../../../src-decoder/index.ts";
import type { Script } from "../../generator/host.ts";
import { answer, REQUEST, request, UTILITY_VM } from "../../generator/payloads.ts";
import type { Random } from "../../generator/random.ts";
import type { PlannedAnswer, TrafficOptions, World } from "../../generator/world.ts";
import type { PcapPacket } from "./pcap-packets.ts";
import type { Start } from "./vsock-file.ts";

export const SECOND = 1e9;

/** The truth of one capture. It comes from what was planted and never from what the rules look at. */
export interface Truth {
  /** `cannot-tell`: the capture lacks what would decide; a fault that is named all the same must be the planted one. */
  readonly verdict: "fault" | "healthy" | "cannot-tell";
  /** Rules of which one must be the first cause. */
  readonly rules: readonly string[];
  /** Id of the frame that the verdict must name first; null where any will do. */
  readonly culprit: number | null;
  readonly severities: readonly Severity[];
}

export const HEALTHY: Truth = { verdict: "healthy", rules: [], culprit: null, severities: ["info"] };
export const CANNOT_TELL: Truth = { ...HEALTHY, verdict: "cannot-tell" };

export function fault(rule: string | readonly string[], culprit: number | null, ...severities: Severity[]): Truth {
  return { verdict: "fault", rules: [rule].flat(), culprit, severities };
}

export interface Plan {
  readonly traffic: Partial<TrafficOptions>;
  /** The capture ends so long after its start. */
  readonly seconds: number;
  /** Asked when the traffic has been played. */
  readonly truth: () => Truth;
  /** Played over vsock with this before it; over TCP without a start where left out. */
  readonly start?: Start;
  /** Which packets the capture has; all where left out. */
  readonly keeps?: (packet: PcapPacket) => boolean;
}

/** A kind of fault, or of health. */
export interface Kind {
  readonly name: string;
  readonly plan: (random: Random) => Plan;
}

/** Hooks of one traffic, and what came of them. */
export class Stage {
  readonly random: Random;
  /** When it happens, ns. */
  readonly moment: number;
  world: World | null = null;
  /** Set when the fault has happened. */
  truth: Truth = HEALTHY;

  constructor(random: Random, earliest = 1, latest = 4) {
    this.random = random;
    this.moment = (earliest + random.fraction() * (latest - earliest)) * SECOND;
  }

  /** At the moment, with the bridge alive. */
  plan(act: (world: World) => void): NonNullable<TrafficOptions["plan"]> {
    return (world) => {
      this.world = world;
      world.at(this.moment, () => {
        if (world.alive) act(world);
      });
    };
  }

  /** For the first answer after the moment that `fits`. */
  onAnswer(
    fits: (answer: PlannedAnswer) => boolean,
    act: (answer: PlannedAnswer) => PlannedAnswer | readonly PlannedAnswer[] | null,
  ): Pick<TrafficOptions, "meddle" | "plan"> {
    let done = false;
    return {
      plan: this.plan(() => {}),
      meddle: (planned) => {
        if (done || (this.world?.now ?? 0) < this.moment || !fits(planned)) return planned;
        done = true;
        return act(planned);
      },
    };
  }
}

/** Workers that make about a hundred exchanges in all, so that a capture is decoded in milliseconds. */
export function pace(random: Random, seconds: number): Pick<TrafficOptions, "workers" | "pods" | "rest"> {
  const workers = 4 + random.below(5);
  return { workers, pods: 1 + random.below(2), rest: Math.max(0.4, (workers * seconds) / 80) * SECOND };
}

export const isType =
  (...types: readonly number[]) =>
  ({ request: { type } }: PlannedAnswer): boolean =>
    types.includes(type);

/** Calls whose caller waits however long it takes (bridge.md 0.3), of those that the host model makes. */
export const PATIENT: readonly number[] = [
  REQUEST.modifySettings,
  REQUEST.executeProcess,
  REQUEST.signalProcess,
  REQUEST.start,
  REQUEST.create,
  REQUEST.deleteContainerState,
];
export const SYNCHRONOUS: readonly number[] = [...PATIENT, REQUEST.getProperties, REQUEST.dumpStacks];

/** The host asks one thing, and then does what it will with the answer. */
export function* asks(random: Random, type: number, rest = "", container = UTILITY_VM): Script {
  yield {
    kind: "call",
    request: { type, container, payload: request(container, random, rest), task: { kind: "modify" } },
  };
}

export const goodAnswer = (rest = ""): string => answer(rest);
