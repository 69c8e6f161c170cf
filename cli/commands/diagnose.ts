import { SEVERITIES, diagnose as diagnoseCapture, isAtLeast } from "../../src-decoder/index.ts";
import type { Diagnosis, Severity } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { diagnosisMarkdown } from "../diagnosis-markdown.ts";
import { diagnosisReport } from "../diagnosis-report.ts";
import type { DiagnosisReport } from "../diagnosis-report.ts";
import { diagnosisText } from "../diagnosis-text.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, passingTest } from "../row-filter.ts";

/** Exit code where `--fail-on` found what it was asked for. */
const FOUND = 3;

export const diagnose: Command = {
  name: "diagnose",
  summary: "Says what the bridge was waiting for, and what to do next",
  operands: "FILE...",
  options: [
    {
      ...FILTER_OPTION,
      help: "Only findings and outstanding requests of frames that the display filter lets pass; the verdict is of all",
    },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json", "markdown"] },
    {
      name: "fail-on",
      value: "SEVERITY",
      help: "Exit with status 3 on a finding that severe or worse; with --filter only those that it leaves count",
      choices: SEVERITIES.toReversed(),
      optional: true,
    },
    ...CAPTURE_OPTIONS,
  ],
  async run(context) {
    const { args, out } = context;
    const format = args.choice("format");
    const chosen = args.optionalChoice("fail-on");
    const threshold = SEVERITIES.find((severity) => severity === chosen) ?? null;
    const filter = filterOf(args);
    let found = false;
    const code = await withCapture(context, async (capture, unread) => {
      const read = await diagnoseCapture(capture);
      const whole = {
        ...read,
        quality: [...unread.map((reason) => `Not read: ${reason.replace(/\.?$/, ".")}`), ...read.quality],
      };
      const diagnosis = filter === "" ? whole : passingPart(whole, await passingTest(filter, capture), filter);
      found = threshold !== null && isMet(diagnosis, threshold, filter === "");
      out.print(printed(diagnosisReport(capture, diagnosis), format));
    });
    // A file that could not be read outweighs: what was found is not the whole answer.
    return code === 0 && found ? FOUND : code;
  },
};

/** A verdict that all is well is nothing found, whatever its severity; one of the whole capture says nothing of what passes a filter. */
function isMet({ verdict, findings }: Diagnosis, threshold: Severity, withVerdict: boolean): boolean {
  const severities = findings.map(({ severity }) => severity);
  if (withVerdict && verdict.kind !== "nothing") severities.push(verdict.severity);
  return severities.some((severity) => isAtLeast(severity, threshold));
}

function passingPart(diagnosis: Diagnosis, passes: (row: number) => boolean, filter: string): Diagnosis {
  const { findings, outstanding, quality } = diagnosis;
  return {
    ...diagnosis,
    findings: findings.filter(({ rows }) => rows.some(passes)),
    outstanding: outstanding.filter(({ row }) => passes(row)),
    quality: [...quality, `Only findings and outstanding requests of frames that pass ${filter} are listed.`],
  };
}

function printed(report: DiagnosisReport, format: string): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return diagnosisMarkdown(report);
    default:
      return diagnosisText(report);
  }
}
