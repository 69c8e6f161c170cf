/** Confidential Windows: two hops with a sidecar between them, and what goes wrong in it and behind it. */
import { errorAnswer, REQUEST, RESULT } from "../../generator/payloads.ts";
import type { Random } from "../../generator/random.ts";
import { SIDECAR_ERROR } from "../../generator/sidecar.ts";
import type { PlannedAnswer, TrafficOptions } from "../../generator/world.ts";
import { PATIENT, SECOND, SYNCHRONOUS, Stage, fault, isType, pace } from "./plan.ts";
import type { Kind, Plan } from "./plan.ts";

const DEFAULT_TIMEOUT = 300 * SECOND;
const EAGER = { workers: 8, pods: 2, rest: 0.7 * SECOND };
const quick = (): number => 0;

function twoHops(random: Random, stage: Stage, seconds: number, traffic: Partial<TrafficOptions>): Plan {
  return {
    traffic: { ...pace(random, seconds), timeout: DEFAULT_TIMEOUT, sidecar: quick, ...traffic },
    seconds,
    truth: () => stage.truth,
  };
}

/** The sidecar's own error in place of an answer that takes longer than the five seconds that it waits for an exec. */
function givenUp(planned: PlannedAnswer, late: number): readonly PlannedAnswer[] {
  const payload = errorAnswer(RESULT.fail, "timed out waiting for exec response");
  const reply = { ...planned.reply, payload, result: RESULT.fail };
  return [
    { ...planned, type: SIDECAR_ERROR, delay: 5 * SECOND, reply },
    { ...planned, delay: late },
  ];
}

export const SIDECAR_KINDS: readonly Kind[] = [
  { name: "healthy: two hops", plan: (random) => twoHops(random, new Stage(random), 12, {}) },
  {
    name: "two hops: a request held in the sidecar, with others behind it",
    plan(random) {
      const stage = new Stage(random, 2, 4);
      const length = (4 + 15 * random.fraction()) * SECOND;
      let held = false;
      const sidecar: NonNullable<TrafficOptions["sidecar"]> = ({ type }, id) => {
        if (held || !SYNCHRONOUS.includes(type) || (stage.world?.now ?? 0) < stage.moment) return 0;
        held = true;
        stage.truth = fault("H32", id, "warning");
        return length;
      };
      return twoHops(random, stage, 8 + length / SECOND, { ...EAGER, plan: stage.plan(() => {}), sidecar });
    },
  },
  {
    name: "two hops: the sidecar gives an exec up, and the answer comes after all",
    plan(random) {
      const stage = new Stage(random, 1, 3);
      const isExec = isType(REQUEST.executeProcess);
      const hooks = stage.onAnswer(
        (planned) => isExec(planned) && !planned.request.container.startsWith("00000000-"),
        (planned) => {
          stage.truth = fault("H06", planned.id, "critical");
          return givenUp(planned, (5.5 + 4 * random.fraction()) * SECOND);
        },
      );
      return twoHops(random, stage, 30, { ...EAGER, ...hooks });
    },
  },
  {
    name: "two hops: no answer behind the sidecar, and the capture ends",
    plan(random) {
      const stage = new Stage(random, 2, 4);
      const hooks = stage.onAnswer(isType(...PATIENT), ({ id }) => {
        stage.truth = fault("H01", id, "warning", "error");
        return null;
      });
      return twoHops(random, stage, 20 + random.below(100), { ...hooks, rest: 0.5 * SECOND });
    },
  },
  {
    name: "two hops: no answer behind the sidecar, and the host ends the bridge",
    plan(random) {
      const stage = new Stage(random, 2, 4);
      const timeout = random.pick([12, 30, 300]) * SECOND;
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), ({ id }) => {
        stage.truth = fault("H01", id, "critical");
        return null;
      });
      return twoHops(random, stage, 8 + timeout / SECOND, { ...hooks, timeout, rest: 0.5 * SECOND });
    },
  },
  {
    name: "two hops: the guest agent dies",
    plan(random) {
      const stage = new Stage(random, 2, 5);
      const plan = stage.plan((world) => {
        stage.truth = fault("H10b", null, "critical");
        world.end("guest", random.pick(["FIN", "RST"]), false);
      });
      return twoHops(random, stage, 9, { plan });
    },
  },
];
