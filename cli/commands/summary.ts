import { summarize } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION, filterOf, passingTest } from "../row-filter.ts";
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
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const filter = filterOf(args);
    return withCapture(context, async (capture) => {
      const report = summaryReport(capture, summarize(capture, await passingTest(filter, capture)), filter);
      out.print(json ? `${JSON.stringify(report, null, 2)}\n` : summaryText(report));
    });
  },
};
