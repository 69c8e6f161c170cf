import { Correlation, csvLine, formatDuration } from "../../src-decoder/index.ts";
import type { CallStatistics } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, ownColumnsOf, ownColumnsOption, passingTest } from "../row-filter.ts";
import { TablePrinter } from "../table.ts";

const COUNTS = ["count", "errors", "unanswered"] as const;
/** By key: which latency it is, ns. */
const LATENCIES = { minNs: "min", medianNs: "median", p90Ns: "p90", p99Ns: "p99", maxNs: "max" } as const;
const MEASURES = [...COUNTS, "minNs", "medianNs", "p90Ns", "p99Ns", "maxNs"] as const;

type Key = "name" | "containerId" | (typeof MEASURES)[number];

export const stats: Command = {
  name: "stats",
  summary: "Counts calls and their latencies, by type or by container",
  operands: "FILE...",
  options: [
    { ...FILTER_OPTION, help: "Only calls whose request or response the display filter lets pass" },
    { name: "by", value: "GROUP", help: "What calls are counted by", choices: ["type", "container"] },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json", "csv"] },
    ownColumnsOption(["name or containerId", ...MEASURES]),
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const byContainer = args.choice("by") === "container";
    const format = args.choice("format");
    const keys = ownColumnsOf(args, [byContainer ? "containerId" : "name", ...MEASURES] as const);
    const filter = filterOf(args);
    return withCapture(context, async (capture) => {
      const passes = await passingTest(filter, capture, "exchange");
      const correlation = new Correlation(capture);
      const { request } = correlation.exchanges;
      const statistics = correlation.statistics((exchange) => passes(request[exchange]!));
      const groups = byContainer ? statistics.byContainer : statistics.byType;
      if (format === "text") {
        printTable(groups, keys, out);
        return;
      }
      const rows = groups.map((group) => keys.map((key) => valueOf(group, key)));
      if (format === "csv") {
        for (const row of [keys, ...rows]) out.line(csvLine(row.map((value) => String(value ?? ""))));
      } else {
        const objects = rows.map((row) => Object.fromEntries(keys.map((name, i) => [name, row[i]])));
        out.line(JSON.stringify(objects, null, 2));
      }
    });
  },
};

/** Latencies in ns, null where nothing was answered or there are no times. */
function valueOf(group: CallStatistics, key: Key): string | number | null {
  if (!isLatency(key)) return group[key];
  const latency = group[LATENCIES[key]];
  return Number.isNaN(latency) ? null : latency;
}

function isLatency(key: Key): key is keyof typeof LATENCIES {
  return key in LATENCIES;
}

function printTable(groups: readonly CallStatistics[], keys: readonly Key[], out: Output): void {
  const table = new TablePrinter(
    out,
    keys.map((key) => ({ label: labelOf(key), align: key === "name" || key === "containerId" ? "start" : "end" })),
  );
  for (const group of groups) table.row(keys.map((key) => textOf(group, key)));
  table.end();
}

function labelOf(key: Key): string {
  if (key === "containerId") return "container";
  return isLatency(key) ? LATENCIES[key] : key;
}

function textOf(group: CallStatistics, key: Key): string {
  const value = valueOf(group, key);
  if (key === "containerId" && value === "") return "(none)";
  return isLatency(key) && value !== null ? formatDuration(Number(value)) : String(value ?? "");
}
