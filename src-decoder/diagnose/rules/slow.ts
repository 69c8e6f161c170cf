/** The rule on answers that came late, with none that hangs. */
import { member } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import { mayBeAbandoned } from "../deadlines.ts";
import { handlerBehind } from "../handlers.ts";
import { turnsOf } from "../queues.ts";
import type { Rule } from "../rule.ts";
import { counted } from "../../bytes/count-text.ts";
import { formatAge } from "../words.ts";

/** Slower answers are worth a note; not less than `LONG_NS`. Creating takes longer on Windows, and so does a disk that is formatted (bridge.md H20). */
const SLOW_NS = 5e9;
const SLOW_CREATE_NS = 30e9;
const SLOW_FORMAT_NS = 30e9;
/** Of slow settings so many are looked into, the slowest first. */
const MOST_READ = 50;
/** From here on a request that still waits is worth a warning, and so is one that waited. */
const WARN_AGE_NS = 10e9;

const slow: Rule = {
  id: "H20",
  title: "Slow answers",
  severity: "warning",
  endsBridge: false,
  async find(context) {
    const { exchanges } = context;
    const rows: number[] = [];
    for (const exchange of exchanges.long) {
      if (!(exchanges.end[exchange]! - exchanges.start[exchange]! >= SLOW_NS)) continue;
      const row = exchanges.request[exchange]!;
      if (context.innerHops.has(context.bridgeOf(row)) || context.answer(row) === null || isSlowByNature(context, row))
        continue;
      rows.push(row);
    }
    const turns = turnsOf(context);
    // What a request waited for those before it in a queue says nothing of its own handler.
    const own = (row: number): number =>
      Math.min(latency(context, row), context.time(context.answer(row) ?? row) - (turns.get(row) ?? -Infinity));
    const slowest = await withoutFormats(
      context,
      rows.toSorted((a, b) => latency(context, b) - latency(context, a)),
    );
    const byOwn = slowest.toSorted((a, b) => own(b) - own(a) || a - b);
    const worst = byOwn[0];
    if (worst === undefined) return [];
    // A caller that may stop waiting loses nothing by a late answer (N27).
    const grave = byOwn.find(
      (row) => own(row) >= WARN_AGE_NS && !mayBeAbandoned(context, row) && !mayBeSlowByNature(context, row),
    );
    const first = grave ?? worst;
    return [
      {
        severity: grave === undefined ? "info" : "warning",
        title: counted(slowest.length, "slow answer"),
        text: `${counted(slowest.length, "request")} took over 5 s; ${first === worst ? "the slowest" : "the slowest that a caller waits for to the end"} is ${context.call(first)} with ${formatAge(own(first))}. At 300 s without an answer the host ends the bridge.`,
        rows: [first, ...slowest.filter((row) => row !== first)],
        because: "Times between the first bytes of request and answer.",
        ...(grave === undefined ? {} : await handlerBehind(context, first)),
      },
    ];
  },
};

function latency(context: DiagnosisContext, row: number): number {
  return context.time(context.answer(row) ?? row) - context.time(row);
}

/** What takes long on Windows all the same: making containers, and signals (N21). */
function isSlowByNature(context: DiagnosisContext, row: number): boolean {
  return context.isWindows(context.bridgeOf(row)) && isSlowOnWindows(context, row);
}

/** What would be so, were the guest a Windows one, which the capture does not tell. */
function mayBeSlowByNature(context: DiagnosisContext, row: number): boolean {
  return context.guestOf(context.bridgeOf(row)) === null && isSlowOnWindows(context, row);
}

function isSlowOnWindows(context: DiagnosisContext, row: number): boolean {
  const name = context.name(row);
  if (name === "SignalProcess") return true;
  return (name === "Create" || name === "Start") && latency(context, row) < SLOW_CREATE_NS;
}

/** Slow rows without the formats of scratch disks that are not slow for one. Reads a bounded number of payloads. */
async function withoutFormats(context: DiagnosisContext, rows: readonly number[]): Promise<number[]> {
  const kept: number[] = [];
  let read = 0;
  for (const row of rows) {
    const mayFormat = context.name(row) === "ModifySettings" && latency(context, row) < SLOW_FORMAT_NS;
    if (mayFormat && read++ < MOST_READ && (await formats(context, row))) continue;
    kept.push(row);
  }
  return kept;
}

async function formats(context: DiagnosisContext, row: number): Promise<boolean> {
  const payload = await context.payload(row);
  return (
    member(payload, "Request", "Settings", "EnsureFilesystem") === true ||
    member(payload, "Request", "ResourceType") === "MappedVirtualDiskForContainerScratch"
  );
}

export const SLOW_RULES: readonly Rule[] = [slow];
