/** Rules on what comes before the first message: entropy (port 1), log (109), bridge, in this order, all in two minutes (bridge.md 1.4). */
import { endingOf } from "../../correlate/bridge-life.ts";
import { ENTROPY_BYTES, boots, bytesOfHost, hostEnd } from "../boots.ts";
import type { Boot } from "../boots.ts";
import type { DiagnosisContext } from "../context.ts";
import { START_LIMIT_NS } from "../deadlines.ts";
import { endings, tries } from "../evidence.ts";
import type { Draft, Rule } from "../rule.ts";
import { CONSOLE } from "../steps.ts";
import { counted, formatCount } from "../../bytes/count-text.ts";
import { formatAge } from "../words.ts";

/** Shorter is an ordinary start. */
export const SLOW_START_NS = 10e9;
const FLEETING_NS = 1e9;
const FEWEST_FLEETING = 3;

/** A rule on starts that stop at a step: `stops` tells whether, by what is there. */
function bootRule(
  id: string,
  title: string,
  stops: (boot: Boot) => boolean,
  words: { readonly text: string; readonly causes: readonly string[]; readonly next: readonly string[] },
): Rule {
  return {
    id,
    title,
    severity: "critical",
    endsBridge: true,
    find(context) {
      return boots(context)
        .filter(stops)
        .flatMap((boot) => {
          const first = boot.tried[0]!;
          const waited = boot.until - first.firstTime;
          if (waited < SLOW_START_NS) return [];
          const draft: Draft = {
            severity: waited >= START_LIMIT_NS ? "critical" : "error",
            title,
            text: `The utility VM at ${boot.guest} ${words.text} in ${formatAge(waited)}; the host gives up after 120 s in all.`,
            rows: [],
            places: tries(context, boot.tried),
            connection: boot.tried.at(-1)!.index,
            time: first.firstTime,
            because: "The capture has what came before, and none of what should follow.",
            causes: words.causes,
            next: words.next,
          };
          return [draft];
        });
    },
  };
}

const noEntropy = bootRule(
  "B1",
  "The guest did not get its entropy",
  ({ entropy, log, bridge, entropyTries }) => entropyTries > 0 && entropy.length + log.length + bridge.length === 0,
  {
    text: "dialled the host for entropy and was not taken up",
    causes: ["The host does not listen: its start failed before.", "The kernel or its init did not come up."],
    next: [CONSOLE, "Look in the host's log for the failed start."],
  },
);

const noLog = bootRule(
  "B2",
  "Start stopped after entropy",
  ({ hasEntropy, log, bridgeTries }) => hasEntropy && log.length + bridgeTries === 0,
  {
    text: "took its entropy and opened neither log nor bridge",
    causes: ["init is stuck before the guest agent: the root file system, the kernel's command line."],
    next: [CONSOLE, "Check init= on the kernel's command line."],
  },
);

const noBridge = bootRule(
  "B3",
  "Start stopped before the bridge",
  ({ hasEntropy, log, bridgeTries }) => hasEntropy && log.length > 0 && bridgeTries === 0,
  {
    text: "opened its log and never dialled the bridge",
    causes: ["The guest agent died early, or cannot dial."],
    next: ["Read the last lines of the guest's log, which are in this capture on port 109."],
  },
);

const notTaken = bootRule(
  "B7",
  "Nobody takes up the bridge",
  // A host that took the guest up before has listened: that nobody takes up what follows is another matter (H37).
  ({ bridge, bridgeTries }) => bridgeTries > 0 && bridge.length === 0,
  {
    text: "dialled the bridge's port, and the host took none of its tries up",
    causes: [
      "The host does not listen: its start failed, or it has given the VM up.",
      "A bridge of before the capture has ended, and nobody resumes it (H37).",
      "A Windows guest whose host has no external bridge uses the one inside HCS instead.",
    ],
    next: ['Look in the host\'s log for "Using external GCS bridge" and for the failed start.'],
  },
);

const nothingSent: Rule = {
  id: "B5",
  title: "The host sends nothing",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, bridge, until }) => {
      // Of a bridge that was there before, a destination may take two minutes until it speaks.
      const isFirst = bridge.every((connection) => bytesOfHost(context, connection) === 0);
      const silent = isFirst ? bridge[0] : bridge.at(-1);
      // A host of which the capture has nothing may have said much.
      if (silent?.eventCounts["syn-ack"] === undefined || bytesOfHost(context, silent) > 0) return [];
      const end = endingOf(context.capture, silent);
      const waited = (end?.time ?? until) - silent.firstTime;
      if (waited < (isFirst ? SLOW_START_NS : START_LIMIT_NS)) return [];
      const draft: Draft = {
        title: "The bridge is connected and the host is silent",
        text: `The utility VM at ${guest} connected the bridge, and the host has sent nothing in ${formatAge(waited)}.`,
        rows: [],
        places: tries(context, [silent]),
        connection: silent.index,
        time: silent.firstTime,
        because: "The capture has the connection and no byte of the host on it.",
        causes: [
          "The host still waits for entropy or log.",
          "The host gave the start up and left the connection in its queue.",
          ...(isFirst ? [] : ["A migration whose destination never went on (H37)."]),
        ],
        next: ["Look in the host's log for what its start waits for."],
      };
      return [draft];
    });
  },
};

const entropyCut: Rule = {
  id: "B6",
  title: "Entropy was not taken",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, entropy }) =>
      entropy.flatMap((connection) => {
        const sent = bytesOfHost(context, connection);
        const by = endingOf(context.capture, connection)?.by;
        const byGuest = by !== undefined && by !== hostEnd(context, connection);
        if (sent >= ENTROPY_BYTES || !byGuest) return [];
        const draft: Draft = {
          title: "The guest closed before it had its entropy",
          text: `The utility VM at ${guest} closed the entropy connection after ${formatCount(sent)} of ${ENTROPY_BYTES} bytes; the host's start fails with "failed to write entropy".`,
          rows: [],
          places: endings(context, [connection]),
          connection: connection.index,
          time: connection.lastTime,
          because: "The bytes on port 1 are counted, and the guest closed first.",
          causes: ["init in the guest failed early."],
          next: [CONSOLE],
        };
        return [draft];
      }),
    );
  },
};

const fleeting: Rule = {
  id: "B9",
  title: "Bridge connections that end at once",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, bridge }) => {
      const ended = bridge.filter(
        (connection) =>
          connection.lastTime - connection.firstTime < FLEETING_NS &&
          endingOf(context.capture, connection) !== undefined &&
          framesOf(context, connection.index) <= 2,
      );
      if (ended.length < FEWEST_FLEETING) return [];
      const draft: Draft = {
        title: "Bridge connections that end at once",
        text: `The utility VM at ${guest} connected the bridge ${counted(ended.length, "time")}, and each connection ended within a second.`,
        rows: [],
        places: endings(context, ended),
        connection: ended[0]!.index,
        time: ended[0]!.firstTime,
        because: "The connections were taken and ended with two messages at most.",
        causes: [
          "A listener of an earlier start that still takes connections.",
          "Two shims for one utility VM.",
          "A version that host and guest cannot agree on.",
        ],
        next: ["Look for more than one host process that listens on the bridge's port."],
      };
      return [draft];
    });
  },
};

function framesOf({ capture: { streams } }: DiagnosisContext, connection: number): number {
  return (streams[2 * connection]?.frames ?? 0) + (streams[2 * connection + 1]?.frames ?? 0);
}

export const BOOT_RULES: readonly Rule[] = [noEntropy, noLog, noBridge, notTaken, nothingSent, entropyCut, fleeting];
