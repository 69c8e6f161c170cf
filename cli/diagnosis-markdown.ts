import { formatDuration } from "../src-decoder/index.ts";
import { CERTAINTY_WORDS, byCause, placeTexts, verdictPlaces } from "./diagnosis-report.ts";
import type { Cause, DiagnosisReport } from "./diagnosis-report.ts";
import { markdownProse, markdownTable, markdownText } from "./markdown.ts";

/** `diagnose --format markdown`: the text to begin an issue report with. */
export function diagnosisMarkdown(report: DiagnosisReport): string {
  const { verdict, findings, outstanding, quality } = report;
  const lines = [
    "## Verdict",
    "",
    `**${markdownText(verdict.text)}**`,
    "",
    markdownText(verdictPlaces(report).join("; ")),
  ];
  if (findings.length > 0) lines.push("", "## Findings", ...byCause(findings).flatMap((cause) => causeLines(cause)));
  if (outstanding.length > 0) {
    const rows = outstanding.map(({ frame, name, id, containerId, ageNs, state }) => [
      String(frame),
      name,
      id,
      containerId ?? "",
      ageNs === null ? "" : formatDuration(ageNs),
      state,
    ]);
    lines.push("", "## Outstanding at the end", "");
    lines.push(...markdownTable(["Frame", "Name", "Id", "Container", "Age", "State"], rows));
  }
  if (quality.length > 0) lines.push("", "## What the capture lacks", "", ...listOf(quality));
  return `${lines.join("\n")}\n`;
}

function causeLines({ finding, consequences }: Cause): string[] {
  const { severity, rule, title, text, certainty, because, causes, next } = finding;
  const lines = ["", `### ${severity} ${rule}: ${markdownText(title)}`, "", markdownText(text)];
  const places = placeTexts(finding);
  if (places.length > 0) lines.push("", markdownText(places.join("; ")));
  if (because !== "") lines.push("", `${CERTAINTY_WORDS[certainty]}: ${markdownText(because)}`);
  if (causes.length > 0) lines.push("", "Likely causes:", "", ...listOf(causes));
  if (next.length > 0) lines.push("", "Next:", "", ...listOf(next));
  if (consequences.length > 0) {
    lines.push(
      "",
      "What follows from it:",
      "",
      ...consequences.flatMap((consequence) => consequenceLines(consequence)),
    );
  }
  return lines;
}

/** A consequence is said in short: its cause is what must be looked into. */
function consequenceLines({ finding, consequences }: Cause, indent = ""): string[] {
  const { rule, title, text } = finding;
  const places = placeTexts(finding);
  const where = places.length === 0 ? "" : ` (${markdownText(places.join("; "))})`;
  return [
    `${indent}- ${rule}: ${markdownText(title)}. ${markdownText(text)}${where}`,
    ...consequences.flatMap((consequence) => consequenceLines(consequence, `${indent}  `)),
  ];
}

function listOf(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${markdownProse(text)}`);
}
