/** What a filter asks for, wherever in it: the diagnosis that must be made before, a field that must be read. */
import { describe, expect, it } from "vitest";
import { asksFor, parseFilter } from "../../../src-decoder/index.ts";
import { needsDiagnosis } from "../../../src-decoder/query/filter/needs-diagnosis.ts";

const expressionOf = (text: string) => parseFilter(text).expression;

describe("the diagnosis", () => {
  it.each([
    "finding",
    "finding == H01",
    'peer.finding == "H01"',
    "id == 4 or not (size > 9 and severity == error)",
    "severity in {error, critical}",
  ])("is asked for by %s", (text) => {
    expect(needsDiagnosis(expressionOf(text))).toBe(true);
  });

  it.each(["", "id == 4", "name == GetProperties and not peer.size > 9", "payload.finding == 4"])(
    "is not asked for by %j",
    (text) => {
      expect(needsDiagnosis(expressionOf(text))).toBe(false);
    },
  );
});

describe("a field", () => {
  it.each(["marked", "peer.marked", "id == 4 and not (size > 9 or marked)"])("is asked for by %s", (text) => {
    expect(asksFor(expressionOf(text), "marked")).toBe(true);
  });

  it.each(["", "id == 4", "not (size > 9 or id == 4)", "payload.marked == 4"])("is not asked for by %j", (text) => {
    expect(asksFor(expressionOf(text), "marked")).toBe(false);
  });
});
