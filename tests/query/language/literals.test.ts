import fc from "fast-check";
import { expect, it } from "vitest";
import { numberOf } from "../../../src-decoder/query/language/literals.ts";
import type { Literal } from "../../../src-decoder/query/language/syntax.ts";

const CLOCK = { startNs: 0n, lastTime: 0 };
const literal = (kind: Literal["kind"], text: string): Literal => ({ kind, text, at: 0, end: text.length });

/** Nanoseconds and bytes of a unit, and how many decimals of it are whole ones. */
const UNITS = [
  ["s", "duration", 1_000_000_000n, 9],
  ["ms", "duration", 1_000_000n, 6],
  ["us", "duration", 1000n, 3],
  ["m", "duration", 60_000_000_000n, 9],
  ["kB", "size", 1000n, 3],
  ["MB", "size", 1_000_000n, 6],
] as const;

it("decimal durations and sizes are what their digits say, to the last one", () => {
  const unit = fc.constantFrom(...UNITS);
  fc.assert(
    fc.property(unit, fc.nat(86_400), fc.nat(999_999_999), ([name, kind, scale, places], whole, fraction) => {
      const digits = String(fraction).padStart(9, "0").slice(0, places);
      const expected = BigInt(whole) * scale + (BigInt(digits) * scale) / 10n ** BigInt(places);
      expect(numberOf(literal(kind, `${whole}.${digits}${name}`), kind, CLOCK)).toBe(Number(expected));
    }),
    { numRuns: 2000 },
  );
  expect(numberOf(literal("duration", "4.001ms"), "duration", CLOCK)).toBe(4_001_000);
  // Less than one is not rounded away.
  expect(numberOf(literal("duration", "0.25ns"), "duration", CLOCK)).toBe(0.25);
});
