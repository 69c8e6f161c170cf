import { summarize } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { summaryReport } from "../summary-report.ts";
import { summaryText } from "../summary-text.ts";

export const summary: Command = {
  name: "summary",
  summary: "Says what the files hold and what stands out",
  operands: "FILE...",
  options: [
    FILTER_OPTION,
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  async run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const filtering = (args.text("filter") ?? "") === "" ? null : await import("../row-filter.ts");
    const filter = filtering?.filterOf(args) ?? "";
    return withCapture(context, async (capture) => {
      const includes = (await filtering?.passingTest(filter, capture)) ?? null;
      const report = summaryReport(capture, summarize(capture, includes), filter);
      out.print(json ? `${JSON.stringify(report, null, 2)}\n` : summaryText(report));
    });
  },
};
