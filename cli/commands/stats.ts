import { Correlation, csvLine, formatDuration } from "../../src-decoder/index.ts";
import type { CallStatistics } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { TablePrinter } from "../table.ts";

const COUNTS = ["count", "errors", "unanswered"] as const;
const LATENCIES = ["min", "median", "p90", "p99", "max"] as const;

export const stats: Command = {
  name: "stats",
  summary: "Counts calls and their latencies, by type or by container",
  operands: "FILE...",
  options: [
    { name: "by", value: "GROUP", help: "What calls are counted by", choices: ["type", "container"] },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json", "csv"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const byContainer = args.choice("by") === "container";
    const format = args.choice("format");
    return withCapture(context, async (capture) => {
      const statistics = new Correlation(capture).statistics();
      const groups = byContainer ? statistics.byContainer : statistics.byType;
      if (format === "text") {
        printTable(groups, byContainer ? "container" : "name", out);
        return;
      }
      const key = byContainer ? "containerId" : "name";
      const keys = [key, ...COUNTS, ...LATENCIES.map((latency) => `${latency}Ns`)];
      const rows = groups.map((group) => valuesOf(group, key));
      if (format === "csv") {
        for (const row of [keys, ...rows]) out.line(csvLine(row.map((value) => String(value ?? ""))));
      } else {
        const objects = rows.map((row) => Object.fromEntries(keys.map((name, i) => [name, row[i]])));
        out.line(JSON.stringify(objects, null, 2));
      }
    });
  },
};

/** In the order of the keys; latencies in ns, null where nothing was answered or there are no times. */
function valuesOf(group: CallStatistics, key: "name" | "containerId"): (string | number | null)[] {
  const latencies = LATENCIES.map((latency) => (Number.isNaN(group[latency]) ? null : group[latency]));
  return [group[key], ...COUNTS.map((count) => group[count]), ...latencies];
}

function printTable(groups: readonly CallStatistics[], label: string, out: Output): void {
  const table = new TablePrinter(out, [
    { label, align: "start" },
    ...[...COUNTS, ...LATENCIES].map((heading) => ({ label: heading, align: "end" as const })),
  ]);
  for (const group of groups) {
    const name = group.name ?? (group.containerId === "" ? "(none)" : (group.containerId ?? ""));
    const latencies = LATENCIES.map((latency) => (Number.isNaN(group[latency]) ? "" : formatDuration(group[latency])));
    table.row([name, ...COUNTS.map((count) => String(group[count])), ...latencies]);
  }
  table.end();
}
