/** Rules on ends and new beginnings: what ends with a bridge, and what a reconnect or a migration leaves behind. */
import { isPodGone } from "../container-ends.ts";
import type { BridgeLife } from "../../correlate/bridge-life.ts";
import { NULL_CONTAINER } from "../../correlate/containers.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { OLD_CALL_NS, laterDials, staysAway } from "../dials.ts";
import { endOf, tries } from "../evidence.ts";
import type { Draft, Rule } from "../rule.ts";
import { afterDeath } from "../steps.ts";
import { counted } from "../../bytes/count-text.ts";
import { formatAge, listed, shortId } from "../words.ts";

const PARKED_NS = 120e9;
/** A host that ends a bridge over a message has done so by then. */
const REACTION_NS = 2e9;

const fanOut: Rule = {
  id: "H14",
  title: "What ended with the bridge",
  severity: "info",
  endsBridge: false,
  async find(context) {
    const containers = await context.containers();
    return context.lives.flatMap((life) => {
      if (life.end === null || context.innerHops.has(life.bridge.number)) return [];
      const running = containers.filter(
        ({ bridge, state, isUtilityVm, createRow }) =>
          bridge === life.bridge.number &&
          !isUtilityVm &&
          createRow !== NO_ROW &&
          (state === "running" || state === "started"),
      );
      const waits = context.index
        .requests("WaitForProcess")
        .filter((row) => context.answer(row) === null && context.bridgeOf(row) === life.bridge.number)
        .filter((row) => !context.answerMayBeLost(row));
      const calls = context
        .pendingOf(life.bridge.number)
        .map((exchange) => context.exchanges.request[exchange]!)
        .filter((row) => !context.answerMayBeLost(row));
      if (running.length + calls.length === 0) return [];
      const parts = [
        ...(running.length > 0
          ? [`${counted(running.length, "container")} (${listed(running.map(({ id }) => shortId(id)))})`]
          : []),
        ...(waits.length > 0 ? [counted(waits.length, "wait")] : []),
        ...(calls.length > 0 ? [counted(calls.length, waits.length > 0 ? "other request" : "request")] : []),
      ];
      const effects = [
        ...(running.length > 0 ? [`reports the ${running.length === 1 ? "container" : "containers"} as exited`] : []),
        ...(waits.length + calls.length > 0 ? ["fails the calls"] : []),
      ];
      const draft: Draft = {
        title: "What ended with the bridge",
        text: `With the bridge ended ${listed(parts)}: the host ${listed(effects)}, without a word of the guest's.`,
        rows: [...new Set([...running.map(({ lastRow }) => lastRow), ...waits, ...calls])]
          .toSorted((a, b) => a - b)
          .slice(0, 100),
        places: endOf(context, life.connections.at(-1)),
        ...wholeBridge(life),
        time: life.end.time,
        certainty: "inferred",
        because: "They were open when the connection ended; it is a consequence, and no cause.",
      };
      return [draft];
    });
  },
};

/** Of no container and no process, though the frames that show it are. */
function wholeBridge({ connections }: BridgeLife): Pick<Draft, "connection" | "containerId" | "processId"> {
  return { connection: connections.at(-1)?.connection.index ?? null, containerId: null, processId: null };
}

const parked: Rule = {
  id: "H37",
  title: "Guest dials, nobody takes it up",
  severity: "error",
  endsBridge: false,
  find(context) {
    return context.lives.flatMap((life) => {
      const { end } = life;
      if (end === null) return [];
      const dials = laterDials(context, life).filter(({ firstTime }) => firstTime >= end.time);
      const last = dials.at(-1);
      if (last === undefined) return [];
      const tried = last.lastTime - end.time;
      const long = tried >= PARKED_NS;
      const draft: Draft = {
        severity: long ? "error" : "info",
        title: "The guest dials in vain",
        text: `After the bridge ended the guest dialled ${dials.length === 1 ? "once" : counted(dials.length, "time")} in ${formatAge(tried)}, and the host did not take it up${long ? "; a migration that goes on listens again in two minutes" : ""}.`,
        rows: lastRowsOf(life),
        places: tries(context, dials),
        ...wholeBridge(life),
        time: end.time,
        because: "The capture has the guest's tries to connect, and none succeeds.",
        causes: [
          "A migration that never resumed on this host.",
          "The host's process has given the utility VM up: a shim that does not migrate never listens again.",
        ],
        next: ['Look in the host\'s log for "bridge transport down during migration".'],
      };
      return [draft];
    });
  },
};

const crossConnection: Rule = {
  id: "H39",
  title: "Answer on a connection whose host did not ask",
  severity: "critical",
  endsBridge: true,
  find(context) {
    return context.lives.flatMap(({ connections }) =>
      connections.slice(1).flatMap((life) => {
        // A first id above 0 is the same host going on, which kept its table of requests.
        if (life.firstRequestRow === NO_ROW || context.id(life.firstRequestRow) !== "0") return [];
        const rows: number[] = [];
        for (let row = life.firstRow; row <= life.lastRow; row++) {
          if (context.frames.stream.get(row) !== life.guestStream) continue;
          const request = context.answer(row);
          if (request === null || context.connectionOf(request) === life.connection.index) continue;
          if (context.procedure(request)?.waits !== true) rows.push(request, row);
        }
        const [request] = rows;
        if (request === undefined) return [];
        const isOver = life.end !== null && life.end.time - context.endTime(rows[1] ?? request) < REACTION_NS;
        const draft: Draft = {
          severity: isOver ? "critical" : "error",
          title: `${context.call(request)} answered to another host`,
          text: `${context.call(request)} was asked on the connection before the migration and answered on the one after it; the new host never asked it, and ends the bridge with "unknown rpc response".`,
          rows,
          because: "Only waits are handed over in a migration.",
          causes: ["A handler of the guest that ended after the connection had changed."],
          next: ["Look at what was open when the migration began."],
        };
        return [draft];
      }),
    );
  },
};

const powerOff: Rule = {
  id: "H48",
  title: "Guest asked to power off",
  severity: "info",
  endsBridge: false,
  find(context) {
    const rows = [...context.index.requests("ShutdownGraceful"), ...context.index.requests("ShutdownForced")].filter(
      (row) => context.container(row) === NULL_CONTAINER,
    );
    const first = rows[0];
    if (first === undefined) return [];
    return [
      {
        title: "The guest was asked to power off",
        text: `${context.call(first)} is for the utility VM itself: the guest powers off and need not answer.`,
        rows,
        because: "Its container id is the null one. hcsshim does not send this; some other client did.",
      },
    ];
  },
};

const panicOnReconnect: Rule = {
  id: "H58",
  title: "Guest did not come back",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const life of context.lives) {
      const last = life.connections.at(-1);
      if (last === undefined || life.end?.by !== "host" || !staysAway(context, life)) continue;
      const open = context.pendingOf(life.bridge.number);
      const oldest = open[0];
      if (oldest !== undefined && context.age(oldest) >= OLD_CALL_NS) continue;
      const calls = open.map((exchange) => context.exchanges.request[exchange]!);
      const waits = context.index
        .requests("WaitForProcess")
        .filter((row) => context.answer(row) === null && context.bridgeOf(row) === life.bridge.number);
      const rows = [...calls, ...waits].filter((row) => !context.answerMayBeLost(row));
      if (rows.length === 0) continue;
      const parts = [
        ...(calls.length > 0
          ? [`${counted(calls.length, "request")} (${listed(calls.map((row) => context.call(row)))})`]
          : []),
        ...(waits.length > 0 ? [counted(waits.length, "wait")] : []),
      ];
      const dials = laterDials(context, life);
      const lastTry = dials.at(-1)?.lastTime ?? life.end.time;
      const since = formatAge(context.capture.lastTime - lastTry);
      // With waits alone it is what the end of a utility VM looks like, whose waits the host completes by itself (N10, N11); so is all that is
      // open where the pod is gone (N9).
      const isExpected = calls.length === 0 || (await isPodGone(context, last));
      drafts.push({
        severity: isExpected ? "info" : "critical",
        title: dials.length > 0 ? "The guest stopped dialling" : "The guest did not dial again",
        text:
          dials.length > 0
            ? `The host closed the connection with ${listed(parts)} open in the guest, which then dialled for ${formatAge(lastTry - life.end.time)} (${counted(dials.length, "try", "tries")}) and in the ${since} since no more; one that lives does so each 100 ms.`
            : `The host closed the connection with ${listed(parts)} open in the guest, and in the ${since} since the guest has not dialled again; one that lives does so each 100 ms.`,
        rows,
        places: endOf(context, last),
        connection: last.connection.index,
        containerId: null,
        processId: null,
        time: lastTry,
        certainty: "inferred",
        because:
          dials.length > 0
            ? "The capture goes on and has no further try to connect."
            : "The capture goes on and has no try to connect.",
        causes: [
          'An answer that became ready while there was no connection: "panic: send on closed channel" ends the guest.',
          "The utility VM was stopped.",
        ],
        next: afterDeath(context.guestOf(life.bridge.number)),
      });
    }
    return drafts;
  },
};

function lastRowsOf(life: BridgeLife): number[] {
  const row = life.connections.at(-1)?.lastRow ?? NO_ROW;
  return row === NO_ROW ? [] : [row];
}

export const BRIDGE_END_RULES: readonly Rule[] = [fanOut, parked, crossConnection, powerOff, panicOnReconnect];
