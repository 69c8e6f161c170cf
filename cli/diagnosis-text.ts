import { formatDuration } from "../src-decoder/index.ts";
import { CERTAINTY_WORDS, byCause, placeTexts, verdictPlaces } from "./diagnosis-report.ts";
import type { Cause, DiagnosisReport } from "./diagnosis-report.ts";
import { printable } from "./messages.ts";
import { columns, section } from "./text-lines.ts";

/** `diagnose --format text`: the verdict, the findings by cause, what was outstanding, what the capture lacks. */
export function diagnosisText(report: DiagnosisReport): string {
  const causes = byCause(report.findings);
  return [
    report.verdict.text,
    `  ${verdictPlaces(report).join("; ")}`,
    ...section(
      "Findings",
      causes.flatMap((cause, i) => [...(i === 0 ? [] : [""]), ...causeLines(cause, "  ")]),
    ),
    ...section("Outstanding at the end, oldest first", outstandingLines(report)),
    ...section(
      "What the capture lacks",
      report.quality.map((text) => `  ${text}`),
    ),
  ]
    .map((line) => `${printable(line)}\n`)
    .join("");
}

function causeLines({ finding, consequences }: Cause, indent: string): string[] {
  const { severity, rule, title, text, certainty, because, causes, next } = finding;
  const inner = `${indent}  `;
  const places = placeTexts(finding);
  const lines = [`${indent}${severity} ${rule}: ${title}`, `${inner}${text}`];
  if (places.length > 0) lines.push(`${inner}${places.join("; ")}`);
  if (because !== "") lines.push(`${inner}${CERTAINTY_WORDS[certainty]}: ${because}`);
  lines.push(...listLines("Likely causes", causes, inner), ...listLines("Next", next, inner));
  if (consequences.length > 0) lines.push(`${inner}What follows from it`);
  return [...lines, ...consequences.flatMap((consequence) => causeLines(consequence, `${inner}  `))];
}

function listLines(title: string, items: readonly string[], indent: string): string[] {
  return items.length === 0 ? [] : [`${indent}${title}`, ...items.map((item) => `${indent}  - ${item}`)];
}

function outstandingLines({ outstanding }: DiagnosisReport): string[] {
  if (outstanding.length === 0) return [];
  const rows = outstanding.map(({ frame, name, id, containerId, ageNs, state }) => [
    ageNs === null ? "" : formatDuration(ageNs),
    state,
    name,
    id,
    String(frame),
    containerId ?? "",
  ]);
  return columns([["age", "state", "name", "id", "frame", "container"], ...rows]);
}
