/** Faults of the guest as a whole, of its processes and of the bridge's connections; and what is none of them. */
import { header, INFINITE, REQUEST, responseType, UTILITY_VM } from "../../generator/payloads.ts";
import type { Random } from "../../generator/random.ts";
import type { Resumption, TrafficOptions, World } from "../../generator/world.ts";
import { BRIDGE_PORT } from "../../generator/packets.ts";
import { CANNOT_TELL, HEALTHY, SECOND, SYNCHRONOUS, Stage, fault, goodAnswer, isType, pace } from "./plan.ts";
import type { Kind, Plan, Truth } from "./plan.ts";

const DEFAULT_TIMEOUT = 300 * SECOND;
/** Guests that stand still must be asked often enough. */
const EAGER = { workers: 8, pods: 2, rest: 0.7 * SECOND };

function whole(random: Random, stage: Stage, seconds: number, traffic: Partial<TrafficOptions>): Plan {
  return {
    traffic: { ...pace(random, seconds), timeout: DEFAULT_TIMEOUT, ...traffic },
    seconds,
    truth: () => stage.truth,
  };
}

function happening(
  name: string,
  seconds: number,
  act: (world: World, stage: Stage) => void,
  traffic: Partial<TrafficOptions> = {},
): Kind {
  return {
    name,
    plan(random) {
      const stage = new Stage(random, 2, 5);
      return whole(random, stage, seconds, { ...traffic, plan: stage.plan((world) => act(world, stage)) });
    },
  };
}

function resumed(as: Resumption): Kind {
  return happening(`healthy: blackout, resumed by the ${as}`, 14, (world) =>
    world.blackout((0.5 + 3 * world.random.fraction()) * SECOND, as),
  );
}

/** The oldest call in the guest that is not a wait; null where there is none. */
function oldest({ open }: World): number | null {
  return open.find(({ type }) => type !== REQUEST.waitForProcess)?.id ?? null;
}

/** Where fewer than three calls wait, a guest that stands still and handlers that hang look the same. */
function orOneHandler({ truth, world }: Stage): Truth {
  const waiting = world?.open.filter(({ type }) => type !== REQUEST.waitForProcess).length ?? 0;
  return waiting >= 3 ? truth : { ...truth, rules: [...truth.rules, "H01"] };
}

/** The guest's part of a message, up to somewhere in it. */
function cutMessage(random: Random, id: number): string {
  const payload = goodAnswer(`,"Filler":"${"x".repeat(200)}"`);
  const bytes = header(responseType(REQUEST.getProperties), 16 + payload.length, id) + payload;
  return bytes.slice(0, random.pick([16, 16 + random.below(payload.length)]));
}

export const LIFE_KINDS: readonly Kind[] = [
  { name: "healthy", plan: (random) => whole(random, new Stage(random), 12, {}) },
  { name: "healthy: sequential guest", plan: (random) => whole(random, new Stage(random), 12, { sequential: true }) },
  {
    name: "healthy: slow statistics whose caller may have given up",
    plan(random) {
      const stage = new Stage(random);
      const hooks = stage.onAnswer(isType(REQUEST.getProperties), (planned) => ({
        ...planned,
        delay: (1 + 20 * random.fraction()) * SECOND,
      }));
      return whole(random, stage, 40, hooks);
    },
  },
  resumed("source"),
  resumed("destination"),
  happening("blackout whose buffer glues two messages", 14, (world, stage) => {
    stage.truth = fault("H38", null, "critical");
    world.blackout((0.5 + 3 * world.random.fraction()) * SECOND, "glued");
  }),
  happening("guest dies in the middle of a message", 9, (world, stage) => {
    const id = oldest(world) ?? 3;
    stage.truth = fault("H10", id, "critical");
    world.sayBytes("guest", cutMessage(world.random, id));
    world.freeze(Infinity);
    world.at(world.now + world.random.pick([0.001, 1, 2.5]) * SECOND, () =>
      world.end("guest", world.random.pick(["FIN", "RST"]), false),
    );
  }),
  happening("guest dies in the middle of a header", 9, (world, stage) => {
    stage.truth = fault("H10", null, "critical");
    world.sayBytes("guest", header(responseType(REQUEST.getProperties), 99, 3).slice(0, 1 + world.random.below(15)));
    world.freeze(Infinity);
    world.at(world.now + SECOND, () => world.end("guest", "FIN", false));
  }),
  happening("guest dies between two messages", 9, (world, stage) => {
    stage.truth = fault("H10b", null, "critical");
    world.end("guest", world.random.pick(["FIN", "RST"]), false);
  }),
  {
    name: "guest gone after the host closed for a migration",
    plan(random) {
      const stage = new Stage(random);
      // A call is in the guest when the host closes: its answer comes when there is no connection, and the guest panics.
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), ({ id }) => {
        stage.truth = fault("H58", id, "critical");
        const { world } = stage;
        world?.at(world.now + 0.8 * random.fraction() * SECOND, () => world.blackout(0, "nobody", true));
        return null;
      });
      const plan = (world: World): void => {
        hooks.plan?.(world);
        world.at(13 * SECOND, () => world.elsewhere());
      };
      return whole(random, stage, 14, { ...hooks, plan });
    },
  },
  {
    name: "call answered to another host",
    plan(random) {
      const stage = new Stage(random);
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), (planned) => {
        stage.truth = fault(["H39", "H05"], planned.id, "critical", "error");
        const { world } = stage;
        world?.at(world.now + 0.3 * SECOND, () => {
          const others = world.open.filter((call) => call.type !== REQUEST.waitForProcess && call.id !== planned.id);
          // Of several calls in the guest, the first that is answered ends the new bridge.
          if (others.length > 0) stage.truth = { ...stage.truth, culprit: null };
          world.blackout(SECOND, "destination", true);
        });
        return { ...planned, delay: 3 * SECOND };
      });
      return whole(random, stage, 14, hooks);
    },
  },
  {
    name: "frozen guest that thaws",
    plan(random) {
      const stage = new Stage(random, 2, 5);
      const length = (8 + 20 * random.fraction()) * SECOND;
      const plan = stage.plan((world) => {
        stage.truth = fault("H57", null, "error");
        world.freeze(world.now + length);
      });
      return whole(random, stage, 10 + length / SECOND, { ...EAGER, plan });
    },
  },
  {
    name: "frozen guest, and the host ends the bridge",
    plan(random) {
      const stage = new Stage(random, 2, 5);
      const timeout = random.pick([8, 12, 30, 60, 300]) * SECOND;
      const plan = stage.plan((world) => {
        stage.truth = fault("H57", oldest(world), "critical");
        world.freeze(Infinity);
      });
      const played = whole(random, stage, 12 + timeout / SECOND, { ...EAGER, timeout, plan });
      return { ...played, truth: () => orOneHandler(stage) };
    },
  },
  {
    name: "frozen guest, and the capture ends",
    plan(random) {
      const stage = new Stage(random, 2, 5);
      const seconds = 18 + random.below(60);
      const plan = stage.plan((world) => {
        stage.truth = fault("H57", oldest(world), "error");
        world.freeze(Infinity);
        world.at((seconds - 0.1) * SECOND, () => world.elsewhere());
      });
      return { ...whole(random, stage, seconds, { ...EAGER, plan }), truth: () => orOneHandler(stage) };
    },
  },
  {
    name: "sequential guest with a slow call at its head",
    plan(random) {
      const stage = new Stage(random, 2, 4);
      const length = (7 + 15 * random.fraction()) * SECOND;
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), (planned) => {
        stage.truth = fault("H31", planned.id, "error");
        return { ...planned, delay: length };
      });
      return whole(random, stage, 10 + length / SECOND, { ...EAGER, sequential: true, ...hooks });
    },
  },
  {
    name: "sequential guest with a stuck call at its head, and the host ends the bridge",
    plan(random) {
      const stage = new Stage(random, 2, 4);
      const timeout = random.pick([8, 12, 30, 300]) * SECOND;
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), ({ id }) => {
        stage.truth = fault(["H31", "H01"], id, "critical");
        return null;
      });
      return whole(random, stage, 12 + timeout / SECOND, { ...EAGER, timeout, sequential: true, ...hooks });
    },
  },
  {
    name: "exit of an init that its wait is not told",
    plan(random) {
      const stage = new Stage(random, 0, 0);
      const inits = new Set<number>();
      const init = stage.onAnswer(
        ({ request: { task }, reply }) => {
          if (task.kind === "execute" && task.process.init) inits.add(reply.processId);
          if (task.kind !== "wait" || task.timeoutMs !== INFINITE) return false;
          return inits.has(task.processId) && (stage.world?.now ?? 0) < 33 * SECOND;
        },
        ({ id }) => {
          // A late signal that finds no process says it too.
          stage.truth = fault(["H19", "H15"], id, "error");
          return null;
        },
      );
      return whole(random, stage, 40, { ...init, workers: 3 });
    },
  },
  {
    name: "killed init that does not end, and the shim ends the utility VM",
    plan(random) {
      const stage = new Stage(random, 0, 0);
      const hooks = stage.onAnswer(
        ({ request: { task, container } }) =>
          task.kind === "signal" &&
          task.signal === 9 &&
          container !== UTILITY_VM &&
          (stage.world?.now ?? 0) < 40 * SECOND,
        (planned) => {
          stage.truth = fault("H16", planned.id, "critical");
          const { world } = stage;
          world?.at(world.now + 30.02 * SECOND, () => world.end("host", "RST", false));
          return planned;
        },
      );
      return whole(random, stage, 75, { ...hooks, unkillable: true, pods: 2 });
    },
  },
  {
    name: "stdio port that is never dialled",
    plan(random) {
      const stage = new Stage(random);
      const missing = fault("H53", null, "warning");
      let skipped = false;
      let dialled = false;
      const dials = (port: number): boolean => {
        // Where no other port is dialled, a capture of the bridge alone looks the same.
        if (skipped || (stage.world?.now ?? 0) < stage.moment) {
          if (skipped) stage.truth = missing;
          dialled = true;
          return true;
        }
        skipped = true;
        if (dialled) stage.truth = missing;
        return port < 0;
      };
      return whole(random, stage, 25, { plan: stage.plan(() => {}), dials, rest: 0.5 * SECOND });
    },
  },
  {
    name: "stdout that the host stops reading",
    plan(random) {
      const stage = new Stage(random);
      let stalled: number | null = null;
      const dials = (port: number): boolean => {
        const world = stage.world;
        // A window that is closed for a few seconds only may open again.
        if (stalled !== null || world === null || world.now < stage.moment || world.now > 20 * SECOND) return true;
        stalled = port;
        stage.truth = fault("H52", null, "warning");
        // The guest's SYN is sent first.
        world.at(world.now + 0.01 * SECOND, () => world.closeWindow(port));
        return true;
      };
      const blocks = (port: number): boolean => port === stalled;
      return whole(random, stage, 30, { plan: stage.plan(() => {}), dials, blocks, rest: 0.5 * SECOND });
    },
  },
  {
    name: "healthy: cut at its end",
    plan: (random) => whole(random, new Stage(random), 1 + 8 * random.fraction(), {}),
  },
  {
    name: "healthy: cut at any packet",
    plan(random) {
      const most = 20 + random.below(300);
      return { ...whole(random, new Stage(random), 12, {}), keeps: ({ index }) => index < most };
    },
  },
  {
    name: "healthy: started late",
    plan(random) {
      const from = 500 + random.below(2000);
      return {
        ...whole(random, new Stage(random), 12, { rest: 0.4 * SECOND }),
        keeps: ({ milliseconds }) => milliseconds > from,
      };
    },
  },
  {
    name: "healthy: packets lost",
    plan(random) {
      const lost = new Set(Array.from({ length: 1 + random.below(6) }, () => 10 + random.below(250)));
      return { ...whole(random, new Stage(random), 12, {}), keeps: ({ index }) => !lost.has(index) };
    },
  },
  {
    name: "no answer in a capture that started late",
    plan(random) {
      const stage = new Stage(random, 4, 6);
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), ({ id, request }) => {
        const sent = stage.world?.open.find((call) => call.id === id && call.type === request.type)?.since ?? 0;
        stage.truth = sent > 3.1 * SECOND ? fault("H01", id, "warning", "error") : HEALTHY;
        return null;
      });
      const plan = whole(random, stage, 25 + random.below(100), { ...hooks, rest: 0.6 * SECOND, workers: 5 });
      return { ...plan, keeps: ({ milliseconds }) => milliseconds > 3000 };
    },
  },
  {
    name: "one direction only",
    plan(random) {
      const stage = new Stage(random);
      stage.truth = CANNOT_TELL;
      const side = random.pick(["source", "destination"] as const);
      return {
        ...whole(random, stage, 12, {}),
        keeps: ({ sourcePort, destinationPort }) => (side === "source" ? sourcePort : destinationPort) !== BRIDGE_PORT,
      };
    },
  },
  {
    name: "answer lost with its packet",
    plan(random) {
      const stage = new Stage(random, 2, 3);
      const hooks = stage.onAnswer(isType(...SYNCHRONOUS), () => {
        stage.truth = CANNOT_TELL;
        return null;
      });
      // Behind the request the capture has a hole in what the guest sent: the answer may have been in it.
      let seen = 0;
      return {
        ...whole(random, stage, 30, { ...hooks, rest: 0.5 * SECOND }),
        keeps: ({ milliseconds, destinationPort, length }) =>
          milliseconds < 5000 || destinationPort !== BRIDGE_PORT || length < 80 || seen++ > 0,
      };
    },
  },
];
