import { beforeAll, describe, expect, test } from "vitest";
import { SEVERITIES } from "../../../src-decoder/diagnose/finding.ts";
import type { Finding, Severity } from "../../../src-decoder/diagnose/finding.ts";
import { keepFindings } from "../../../src-decoder/diagnose/frame-findings.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { complete } from "../../../src-decoder/query/completion/complete.ts";
import { describe as sentence } from "../../../src-decoder/query/language/describe.ts";
import { fieldOf } from "../../../src-decoder/query/fields/fields.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterRows } from "../../../src-decoder/query/filter/filter-rows.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { sortRows } from "../../../src-decoder/query/columns/sort-rows.ts";
import { countValues } from "../../../src-decoder/query/completion/value-counts.ts";
import { captureOf } from "../random-capture.ts";

/** Frames in no order of their findings' severity, and one that no finding names. */
const ROWS: readonly (Severity | null)[] = ["warning", "critical", null, "info", "error", "warning"];

let capture: Capture;

const finding: Omit<Finding, "severity" | "rows"> = {
  rule: "H01",
  title: "",
  text: "",
  evidence: [],
  connection: null,
  containerId: null,
  processId: null,
  time: Number.NaN,
  certainty: "seen",
  because: "",
  causes: [],
  next: [],
  follows: null,
};

beforeAll(() => {
  capture = captureOf(ROWS.map(() => ({ type: 0x10100501 })));
  const findings = ROWS.flatMap((severity, row): Finding[] =>
    severity === null ? [] : [{ ...finding, severity, rows: [row] }],
  );
  keepFindings(capture, findings);
});

function severities(filter: string): (Severity | null)[] {
  const compiled = compileFilter(filter, capture);
  if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(`${filter} is no filter of columns`);
  return Array.from(filterRows(ROWS.length, compiled.filter.test), (row) => ROWS[row]!);
}

describe("severities have an order", () => {
  test.each<[string, (place: number, other: number) => boolean]>([
    [">=", (place, other) => place >= other],
    [">", (place, other) => place > other],
    ["<=", (place, other) => place <= other],
    ["<", (place, other) => place < other],
  ])("by %s", (sign, isSo) => {
    const ascending = SEVERITIES.toReversed();
    for (const [other, word] of ascending.entries()) {
      const expected = ROWS.filter((severity) => severity !== null && isSo(ascending.indexOf(severity), other));
      expect(severities(`severity ${sign} ${word}`)).toEqual(expected);
      expect(severities(`severity ${sign} "${word.toUpperCase()}"`)).toEqual(expected);
    }
  });

  test("as ranges in sets, and as the order of rows", () => {
    expect(severities("severity in {warning..critical}")).toEqual(["warning", "critical", "error", "warning"]);
    expect(severities("severity in {warning..warning}")).toEqual(["warning", "warning"]);
    const field = fieldOf("severity");
    if (field?.type !== "enum") throw new Error("no enumeration");
    const order = sortRows(Uint32Array.from(ROWS.keys()), field, capture, true);
    expect(Array.from(order, (row) => ROWS[row])).toEqual(["critical", "error", "warning", "warning", "info", null]);
  });

  test("which is offered and said", () => {
    expect(complete("severity ", 9).items.map(({ text }) => text)).toContain(">=");
    expect(complete("kind ", 5).items.map(({ text }) => text)).not.toContain(">=");
    expect(sentence(parse("severity >= warning").expression)).toBe("Frames where the severity is at least warning.");
    expect(sentence(parse("severity > warning").expression)).toBe("Frames where the severity is above warning.");
  });
});

test("rules are counted one by one, as filters ask for them", async () => {
  const named = captureOf(ROWS.map(() => ({ type: 0x10100501 })));
  keepFindings(named, [
    { ...finding, severity: "error", rows: [0, 1, 2] },
    { ...finding, severity: "error", rule: "H10", rows: [1, 4] },
  ]);
  let values: readonly { text: string; count: number }[] = [];
  for await (const counts of countValues("finding", named)) ({ values } = counts);
  expect(values.map(({ text, count }) => [text, count])).toEqual([
    ["H01", 3],
    ["H10", 2],
  ]);
  for (const { text, count } of values) {
    const compiled = compileFilter(`finding == ${text}`, named);
    if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(`${text} is no value of a finding`);
    expect(filterRows(ROWS.length, compiled.filter.test)).toHaveLength(count);
  }
});
