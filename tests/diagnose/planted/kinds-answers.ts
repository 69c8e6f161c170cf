/** Faults in what the guest answers, or does not. */
import { exitNotification, header, NOTIFICATION, REQUEST, RESULT, responseType } from "../../generator/payloads.ts";
import type { Random } from "../../generator/random.ts";
import type { PlannedAnswer, TrafficOptions, World } from "../../generator/world.ts";
import { PATIENT, SECOND, SYNCHRONOUS, Stage, asks, fault, goodAnswer, isType, pace } from "./plan.ts";
import type { Kind, Plan, Truth } from "./plan.ts";

/** Of a host that has not been told otherwise. */
const DEFAULT_TIMEOUT = 300 * SECOND;

function whole(
  random: Random,
  stage: Stage,
  hooks: Partial<TrafficOptions>,
  seconds = 8,
  timeout = DEFAULT_TIMEOUT,
): Plan {
  return { traffic: { ...pace(random, seconds), timeout, ...hooks }, seconds, truth: () => stage.truth };
}

/** An answer that is not as it should be, on a call that fits. */
function spoilt(
  name: string,
  fits: (answer: PlannedAnswer) => boolean,
  spoil: (planned: PlannedAnswer, random: Random) => readonly PlannedAnswer[] | PlannedAnswer,
  truth: (planned: PlannedAnswer, sent: PlannedAnswer) => Truth,
): Kind {
  return {
    name,
    plan(random) {
      const stage = new Stage(random);
      const hooks = stage.onAnswer(fits, (planned) => {
        const sent = spoil(planned, random);
        stage.truth = truth(planned, [sent].flat().at(-1)!);
        return sent;
      });
      return whole(random, stage, hooks);
    },
  };
}

function said(planned: PlannedAnswer, payload: string): PlannedAnswer {
  return { ...planned, reply: { ...planned.reply, payload } };
}

const anySynchronous = isType(...SYNCHRONOUS);

/** A message that the guest sends of its own. */
function uncalled(
  name: string,
  rule: string,
  message: (random: Random) => readonly [type: number, id: number, payload: string],
): Kind {
  return {
    name,
    plan(random) {
      const stage = new Stage(random);
      const plan = stage.plan((world) => {
        const [type, id, payload] = message(random);
        stage.truth = fault(rule, id, "critical");
        world.say(type, id, payload);
      });
      return whole(random, stage, { plan });
    },
  };
}

export const ANSWER_KINDS: readonly Kind[] = [
  {
    name: "no answer, and the host ends the bridge",
    plan(random) {
      const stage = new Stage(random);
      const timeout = random.pick([6, 12, 20, 45, 120, 300]) * SECOND;
      const hooks = stage.onAnswer(anySynchronous, ({ id }) => {
        stage.truth = fault("H01", id, "critical");
        return null;
      });
      return whole(random, stage, hooks, stage.moment / SECOND + timeout / SECOND + 12, timeout);
    },
  },
  {
    name: "no answer, and the capture ends",
    plan(random) {
      const stage = new Stage(random);
      const waits = 15 + random.below(250);
      const hooks = stage.onAnswer(anySynchronous, ({ id }) => {
        stage.truth = fault("H01", id, "warning", "error");
        return null;
      });
      return whole(random, stage, hooks, stage.moment / SECOND + waits + 12);
    },
  },
  {
    name: "no answer to the first message",
    plan(random) {
      const stage = new Stage(random, 0, 0);
      const hooks = stage.onAnswer(isType(REQUEST.negotiateProtocol), () => {
        stage.truth = fault("B4", 0, "error", "critical");
        return null;
      });
      const seconds = 12 + random.below(200);
      const plan = (world: World): void => {
        hooks.plan?.(world);
        world.at((seconds - 0.1) * SECOND, () => world.elsewhere());
      };
      return whole(random, stage, { ...hooks, plan }, seconds, random.pick([60, 120]) * SECOND);
    },
  },
  {
    name: "slow answer",
    plan(random) {
      const stage = new Stage(random);
      const seconds = 12 + random.below(60);
      const hooks = stage.onAnswer(isType(...PATIENT), (planned) => {
        stage.truth = fault("H20", planned.id, "warning");
        return { ...planned, delay: seconds * SECOND };
      });
      return whole(random, stage, hooks, stage.moment / SECOND + seconds + 15);
    },
  },
  uncalled("unknown id", "H05", (random) => [
    responseType(random.pick(SYNCHRONOUS)),
    100_000 + random.below(1e6),
    goodAnswer(),
  ]),
  spoilt(
    "answered twice",
    anySynchronous,
    (planned, random) => [planned, { ...planned, delay: planned.delay + random.fraction() * SECOND }],
    ({ id }) => fault("H05", id, "critical"),
  ),
  spoilt(
    "answer over the limit",
    anySynchronous,
    (planned, random) => said(planned, goodAnswer(`,"Filler":"${"x".repeat(65_600 + random.below(400_000))}"`)),
    ({ id }) => fault("H03", id, "critical"),
  ),
  spoilt(
    "answer near the limit",
    isType(REQUEST.dumpStacks, REQUEST.getProperties, REQUEST.modifySettings),
    (planned, random) => said(planned, goodAnswer(`,"Filler":"${"x".repeat(49_152 + random.below(16_000))}"`)),
    ({ id }) => fault("H03", id, "warning"),
  ),
  spoilt(
    "answer that is no JSON",
    anySynchronous,
    (planned, random) => said(planned, random.pick(["<html>", '{"Result":0,', '{"Result":}', "null garbage"])),
    ({ id }) => fault("H08", id, "critical"),
  ),
  spoilt(
    "answer with a Result that is no number",
    anySynchronous,
    (planned) => said(planned, '{"Result":"0","ActivityId":"00000000-0000-0000-0000-000000000000"}'),
    ({ id }) => fault("H08", id, "critical"),
  ),
  spoilt(
    "answer of another type",
    isType(REQUEST.modifySettings, REQUEST.getProperties, REQUEST.signalProcess, REQUEST.start),
    (planned) => ({
      ...planned,
      type: responseType(planned.request.type === REQUEST.start ? REQUEST.modifySettings : REQUEST.start),
    }),
    ({ id }) => fault("H55", id, "error"),
  ),
  uncalled("request from the guest", "H07", (random) => [random.pick(SYNCHRONOUS), random.below(99), goodAnswer()]),
  uncalled("type of no kind", "H07", (random) => [
    random.pick([0x4010_0101, 0x3010_0201, 0x7010_0901]),
    random.below(99),
    goodAnswer(),
  ]),
  uncalled("notification of an unknown container", "H09", (random) => [
    NOTIFICATION,
    0,
    exitNotification(random.hex(16), "UnexpectedExit"),
  ]),
  uncalled("notification with an empty ResultInfo", "H56", (random) => [
    NOTIFICATION,
    0,
    exitNotification(random.hex(16), "UnexpectedExit").replace(/\}$/, ',"ResultInfo":""}'),
  ]),
  {
    name: "header whose Size is under 16",
    plan(random) {
      const stage = new Stage(random);
      const plan = stage.plan((world) => {
        stage.truth = fault("H04", null, "critical");
        world.sayBytes("guest", header(responseType(random.pick(SYNCHRONOUS)), random.below(16), 5));
        world.end("host", "RST", true);
      });
      return whole(random, stage, { plan });
    },
  },
  {
    name: "no common version",
    plan(random) {
      const stage = new Stage(random, 0, 0);
      const hooks = stage.onAnswer(isType(REQUEST.negotiateProtocol), (planned) => {
        stage.truth = fault("H35", 0, "critical");
        stage.world?.at(0.5 * SECOND, () => stage.world?.end("host", "FIN", true));
        return said(planned, `{"Result":${0xc037_010c | 0},"ErrorMessage":"unsupported"}`);
      });
      return whole(random, stage, hooks, 3);
    },
  },
  {
    name: "call before the version is agreed on",
    plan(random) {
      const stage = new Stage(random, 0.0025, 0.003);
      const hooks = stage.onAnswer(
        ({ request }) => request.type === REQUEST.dumpStacks,
        (planned) => {
          stage.truth = fault("H34", planned.id, "error");
          return said(planned, `{"Result":${RESULT.notImplemented},"ErrorMessage":"bridge: function not supported"}`);
        },
      );
      const plan = stage.plan((world) => world.run(asks(random, REQUEST.dumpStacks)));
      return whole(random, stage, { ...hooks, plan });
    },
  },
  spoilt(
    "request that the guest cannot read",
    isType(REQUEST.modifySettings),
    (planned) => said(planned, `{"Result":${0xc037_010d | 0},"ErrorMessage":"The JSON document is invalid."}`),
    ({ id }) => fault("H36", id, "error"),
  ),
  {
    name: "sidecar that gives up on an exec, and the answer after it",
    plan(random) {
      const stage = new Stage(random);
      const hooks = stage.onAnswer(isType(REQUEST.executeProcess), (planned) => {
        stage.truth = fault(["H06", "H05"], planned.id, "critical");
        const text = `{"Result":${RESULT.fail},"ErrorMessage":"timed out waiting for exec response"}`;
        return [
          { ...said(planned, text), type: 0x2000_0000, delay: 5 * SECOND },
          { ...planned, delay: (5.1 + 3 * random.fraction()) * SECOND },
        ];
      });
      return whole(random, stage, hooks, 16);
    },
  },
];
