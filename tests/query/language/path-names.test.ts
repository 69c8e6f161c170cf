import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { payloadField, subjectFilter } from "../../../src-decoder/query/language/combine.ts";
import { columnChoice } from "../../../src-decoder/query/columns/column-choices.ts";
import { complete } from "../../../src-decoder/query/completion/complete.ts";
import { describe as sentence } from "../../../src-decoder/query/language/describe.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { highlight } from "../../../src-decoder/query/language/highlight.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { pathNames } from "../../../src-decoder/query/language/path-names.ts";
import { print } from "../../../src-decoder/query/language/print.ts";
import { captureOf } from "../random-capture.ts";

const key = fc.oneof(
  fc.constantFrom(
    "io.kubernetes.cri.sandbox-id",
    "a b",
    "",
    'q"x',
    "A",
    "scsi",
    "0",
    "payload",
    "and",
    "ünï",
    "\\",
    "]",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** What a filter of one operand names; null where it has faults. */
function operandPath(text: string): string | null {
  const { expression, faults } = parse(text);
  return faults.length === 0 && expression?.kind === "bare" ? expression.operand.path : null;
}

function finds(filter: string, payload: unknown): boolean {
  return findsIn(filter, JSON.stringify(payload));
}

function findsIn(filter: string, payload: string): boolean {
  const compiled = compileFilter(filter, captureOf([{ type: 0x10100501 }]));
  if (!compiled.ok || compiled.filter.needs !== "payload") throw new Error(`${filter} is no filter of payloads`);
  return compiled.filter.testPayload(0, wholeRun(new TextEncoder().encode(payload)));
}

function finding(filter: string, digits: string): boolean {
  return findsIn(filter, `{"A":${digits}}`);
}

describe("a number", () => {
  const all = [7, "10", "2.5", "abc", "", true, null, [8, "9"], { B: 1 }];

  test.each<[string, unknown[]]>([
    ["A > 5", [7, "10", [8, "9"]]],
    ["A <= 7", [7, "2.5"]],
    ["A in {1..9}", [7, "2.5", [8, "9"]]],
    ["A > 4KiB", []],
    ["A == 10", ["10"]],
    // What is no number is another than any; an object is no value.
    ["A != 7", ["10", "2.5", "abc", "", true, null, [8, "9"]]],
    ['A > "abc"', [true, null]],
  ])("%s is compared with numbers, those in texts too, and with nothing else", (text, expected) => {
    expect(all.filter((A) => finds(text.replaceAll("A ", "payload.A "), { A }))).toEqual(expected);
  });

  test("is exact beyond what doubles tell apart", () => {
    expect(finding("payload.A == 18446744073709551614", "18446744073709551615")).toBe(false);
    expect(finding("payload.A == 18446744073709551615", "18446744073709551615")).toBe(true);
    expect(finding("payload.A > 9007199254740992", "9007199254740993")).toBe(true);
    expect(finding("payload.A >= 0xffffffffffffffff", "18446744073709551614")).toBe(false);
    expect(finding("payload.A < 18446744073709551615", "2.5")).toBe(true);
  });
});

test.each([
  ['payload contains "é"', '{"A":"caf\\u00e9"}'],
  ['payload contains "é"', '{"A":"caf\\u00E9"}'],
  ['payload contains "é"', `{"A":${JSON.stringify('{"B":"caf\\u00e9"}')}}`],
  ['payload contains "a/b"', '{"A":"a\\/b"}'],
  ['payload contains "<&"', '{"A":"\\u003c\\u0026"}'],
  ['payload contains "😀"', '{"A":"\\ud83d\\ude00"}'],
])("%s finds the text in %s", (filter, payload) => {
  expect(findsIn(filter, payload)).toBe(true);
});

describe("a path of any names", () => {
  test("is written so that it is read back, finds the member, and stays as it is when printed", () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
        const path = payloadField(keys);
        if (path === null) throw new Error("no path");
        expect(operandPath(path)).toBe(path);
        expect(pathNames(path)).toEqual(keys);
        const { expression } = parse(`${path} == "x"`);
        expect(expression === null ? null : print(expression)).toBe(`${path} == "x"`);
        // JSON in UTF-8 has no half of a pair of surrogates.
        if (keys.some((each) => Buffer.from(each).toString() !== each)) return;
        const payload = keys.reduceRight<unknown>((value, each) => ({ other: 1, [each]: value }), "x");
        expect(finds(subjectFilter({ field: path, literal: '"x"' }), payload)).toBe(true);
        expect(finds(`${path} == "y"`, payload)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['Annotations."a.b"', 'Annotations["a.b"]'],
    ["Annotations['a.b'].c.d", 'Annotations["a.b"].c.d'],
    ['Annotations["plain"]."x y"', 'Annotations.plain["x y"]'],
    ['payload["a b"]["c\\"d"]', 'payload["a b"]["c\\"d"]'],
    ["payload['\\u0041']", "payload.A"],
  ])("%s is %s", (text, path) => {
    expect(operandPath(text)).toBe(path);
  });

  test.each([
    ['Annotations["a.b', "This text is not closed."],
    ['Annotations["a.b"', "This bracket is not closed."],
    ["CommandArgs[0]", "[ has no meaning here."],
    ["Settings.", "A name follows the dot."],
    ['Settings["x"]. && pending', "A name follows the dot."],
    [". && pending", ". has no meaning here."],
    ['name == Annotations["a.b"]', "A field cannot be compared with another."],
    ['annotations["a.b"]', 'There is no field annotations["a.b"].'],
  ])("%s has a fault", (text, fault) => {
    const compiled = compileFilter(`${text} `.trimEnd(), captureOf([{ type: 0x10100501 }]));
    expect(compiled.ok ? [] : compiled.faults.map((each) => each.text)).toContain(fault);
  });

  test("is a column, a sentence, one colour, and completed as a whole", () => {
    const path = 'Annotations["io.kubernetes.cri.sandbox-id"]';
    expect(columnChoice(path)).toMatchObject({ name: path, label: "io.kubernetes.cri.sandbox-id" });
    expect(sentence(parse(`${path} == "x"`).expression)).toBe(`Frames where the payload's ${path} is "x".`);
    expect(highlight(`!${path}`)[1]).toEqual({ text: path, kind: "payload" });
    expect(complete(`${path} == `, path.length + 4).valuesOf).toBe(path);
    expect(complete(`${path} `, path.length + 1).items.map(({ text }) => text)).toContain("matches");
    expect(complete(`${path} `, 5)).toMatchObject({ from: 0, to: path.length });
  });
});
