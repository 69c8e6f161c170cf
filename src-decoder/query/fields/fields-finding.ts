/** Fields of what a diagnosis says of a frame. They have values once the capture was diagnosed, which who filters by them sees to. */
import { SEVERITIES } from "../../diagnose/finding.ts";
import { frameFindings } from "../../diagnose/frame-findings.ts";
import type { FrameFindings } from "../../diagnose/frame-findings.ts";
import { RULES } from "../../diagnose/rules/index.ts";
import type { Capture } from "../../model/capture.ts";
import { COLUMN_HINTS } from "./field.ts";
import type { Field, TextReader } from "./field.ts";

/** Looks the findings up at each call: a column may be there before the diagnosis is. */
function reader(capture: Capture, part: keyof FrameFindings): TextReader {
  return {
    code: (row) => frameFindings(capture)?.[part].codes.get(row) ?? 0,
    text: (code) => frameFindings(capture)?.[part].texts[code] ?? "",
  };
}

export const FINDING_FIELDS: readonly Field[] = [
  {
    key: "finding",
    aliases: ["rule"],
    label: "Finding",
    type: "enum",
    description: "Rules of the diagnosis whose findings name the frame: finding == H01; alone, any finding.",
    values: RULES.map(({ id }) => id),
    open: null,
    several: true,
    ofDiagnosis: true,
    column: COLUMN_HINTS.text,
    exported: false,
    bind: (capture) => reader(capture, "rules"),
  },
  {
    key: "severity",
    aliases: [],
    label: "Severity",
    type: "enum",
    description: "The worst severity of the findings that name the frame: severity >= warning, severity == critical.",
    values: SEVERITIES,
    ascending: SEVERITIES.toReversed(),
    open: null,
    ofDiagnosis: true,
    column: COLUMN_HINTS.text,
    exported: false,
    bind: (capture) => reader(capture, "severities"),
  },
];
