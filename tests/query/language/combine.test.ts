import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import type { FilterJoin } from "../../../src-decoder/query/language/combine.ts";
import { joinFilter, payloadField, subjectFilter, writeLiteral } from "../../../src-decoder/query/language/combine.ts";
import { fieldOf } from "../../../src-decoder/query/fields/fields.ts";
import type { ColumnField } from "../../../src-decoder/query/fields/field.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { valueReader } from "../../../src-decoder/query/fields/values.ts";
import { plainFilter } from "../plain-filter.ts";
import { captureOf, plainFrames } from "../random-capture.ts";

function columnOf(name: string): ColumnField {
  const field = fieldOf(name);
  if (field === null || field.type === "payload") throw new Error(`${name} is no column`);
  return field;
}

function passes(text: string, capture: Capture, row: number): boolean {
  const result = compileFilter(text, capture);
  if (!result.ok || result.filter.needs !== "columns") throw new Error(`${text} is no filter of columns`);
  return result.filter.test(row);
}

describe("the filter of a value", () => {
  test.each([
    ["container", '"a1b2"', 'container == "a1b2"'],
    ["container", null, "!container"],
    ["pending", "true", "pending"],
    ["peer.error", "false", "!peer.error"],
    ["payload", '"no such file"', 'payload contains "no such file"'],
    ["Settings.Lun", "3", "Settings.Lun == 3"],
  ])("of %s %s", (field, literal, filter) => {
    expect(subjectFilter({ field, literal })).toBe(filter);
    expect(parse(filter).faults).toEqual([]);
  });

  test("finds the very row that it was made from", () => {
    const columns = "name container time latency size result type id process pending direction peer".split(" ");
    fc.assert(
      fc.property(plainFrames, fc.nat(), fc.constantFrom(...columns), (frames, at, name) => {
        const capture = captureOf(frames);
        const row = at % frames.length;
        const field = columnOf(name);
        const raw =
          field.type === "time" || field.type === "duration" ? field.bind(capture) : valueReader(field, capture);
        expect(passes(subjectFilter({ field: name, literal: writeLiteral(field, raw(row)) }), capture, row)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a literal", () => {
  test.each([
    ["latency", 4_000_123_456, "4.000123456s"],
    ["latency", 2_500_000_000, "2.5s"],
    ["latency", 1.5, "1.5ns"],
    ["time", 1_500, "1.5us"],
    ["time", 0, "0ns"],
    ["result", 0, "0"],
    ["result", -1070137074, "HrVmcomputeSystemNotFound"],
    ["result", -17, "0xFFFFFFEF"],
    ["type", 0x10100b01, "0x10100b01"],
    ["name", "ExecuteProcess", "ExecuteProcess"],
    ["name", "0x01f", '"0x01f"'],
    ["direction", "host-to-guest", "host-to-guest"],
    ["container", "a b", '"a b"'],
    ["id", "18446744073709551615", "18446744073709551615"],
    ["latency", Number.NaN, null],
    ["container", null, null],
  ])("of %s %s is %s", (field, value, literal) => {
    expect(writeLiteral(fieldOf(field), value)).toBe(literal);
  });

  test("of a duration is that very duration", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e15 }), (ns) => {
        const capture = captureOf([{ type: 0x10100501, time: ns }]);
        expect(passes(`time == ${writeLiteral(fieldOf("time"), ns)}`, capture, 0)).toBe(true);
      }),
    );
  });
});

describe("a condition goes into a filter", () => {
  test.each([
    ["", "and", "pending"],
    ["", "and-not", "!pending"],
    ["error", "replace", "pending"],
    ["error", "replace-not", "!pending"],
    ["error", "and", "error && pending"],
    ["error || size > 9", "and", "(error || size > 9) && pending"],
    ["error && size > 9", "or", "error && size > 9 || pending"],
    ["error || size > 9", "or-not", "error || size > 9 || !pending"],
    ["error and pending", "and", "error && pending"],
    ["pending", "or", "pending"],
    ["size >", "and", "pending"],
  ] as const)("%s, %s", (filter, how, expected) => {
    expect(joinFilter(filter, "pending", how)).toBe(expected);
  });

  test("as its negation, where it is one already as the plain condition", () => {
    expect(joinFilter("", "!container", "and-not")).toBe("container");
    expect(joinFilter("error", 'container == "a"', "and-not")).toBe('error && !(container == "a")');
  });

  test("so that it says the same as both together", () => {
    fc.assert(
      fc.property(plainFrames, plainFilter, plainFilter, fc.nat(), (frames, first, second, at) => {
        const capture = captureOf(frames);
        const row = at % frames.length;
        const [a, b] = [passes(first.text, capture, row), passes(second.text, capture, row)];
        const both = (how: FilterJoin): boolean => passes(joinFilter(first.text, second.text, how), capture, row);
        expect([both("and"), both("or"), both("and-not"), both("or-not")]).toEqual([a && b, a || b, a && !b, a || !b]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a member of a payload", () => {
  test.each([
    [["Settings", "ProcessParameters", "CommandArgs", 0], "Settings.ProcessParameters.CommandArgs"],
    [["Result"], "payload.Result"],
    [["scsi", "0", 3], "payload.scsi.0"],
    [["Annotations", "io.kubernetes.cri"], 'Annotations["io.kubernetes.cri"]'],
    [["a b", "Type"], 'payload["a b"].Type'],
    [["x".repeat(501)], null],
    [[], null],
  ])("%j is %s", (keys, path) => {
    expect(payloadField(keys)).toBe(path);
    if (path !== null) expect(parse(`${path} == 1`).faults).toEqual([]);
  });
});
