import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { print } from "../../../src-decoder/query/language/print.ts";
import { hasCondition, toggleCondition } from "../../../src-decoder/query/language/toggle.ts";
import { plainFilter } from "../plain-filter.ts";

const WHAT = ["pending", "error", "slow"];

describe("a part of a filter", () => {
  test.each([
    ["", "pending", "pending"],
    ["pending", "pending", ""],
    ["pending", "error", "pending || error"],
    ["pending || error", "pending", "error"],
    ["size > 9", "pending", "size > 9 && pending"],
    ["size > 9 && pending", "error", "size > 9 && (pending || error)"],
    ["(pending || error) && size > 9", "error", "pending && size > 9"],
    ["pending || size > 9", "pending", "(pending || size > 9) && pending"],
    ["!pending", "pending", "!pending && pending"],
    ["size >", "pending", "pending"],
  ])("%s switched by %s is %s", (filter, condition, expected) => {
    expect(toggleCondition(filter, condition, WHAT)).toBe(expected);
  });

  test("that stands alone is joined by and", () => {
    const mine = "container == ${selected.container}";
    const on = toggleCondition("pending || error", mine);
    expect(on).toBe(`(pending || error) && ${mine}`);
    expect([hasCondition(on, mine), hasCondition(on, "error", WHAT), hasCondition(on, "slow", WHAT)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(toggleCondition(on, mine)).toBe("pending || error");
  });

  test("switched twice leaves any filter as it was", () => {
    fc.assert(
      fc.property(plainFilter, fc.constantFrom(...WHAT), ({ text }, condition) => {
        const { expression } = parse(text);
        fc.pre(expression !== null && !hasCondition(text, condition, WHAT));
        const on = toggleCondition(text, condition, WHAT);
        expect(hasCondition(on, condition, WHAT)).toBe(true);
        const off = toggleCondition(on, condition, WHAT);
        expect(hasCondition(off, condition, WHAT)).toBe(false);
        // Parts that stand there twice are said once.
        expect(new Set(off.split(" && "))).toEqual(
          new Set((expression === null ? "" : print(expression)).split(" && ")),
        );
      }),
      { numRuns: 300 },
    );
  });
});
