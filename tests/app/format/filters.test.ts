import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { containerFilter, framesFilter, processFilter } from "../../../app/format/filters.ts";
import { parseFilter } from "../../../src-decoder/index.ts";

describe("the filter for some frames", () => {
  test("counts from 1, in order, runs as ranges", () => {
    expect(framesFilter([41])).toBe("number in {42}");
    expect(framesFilter([9, 0, 1, 2, 5, 2])).toBe("number in {1..3, 6, 10}");
  });

  test("stays short and readable for any number of frames", () => {
    const filter = framesFilter(Array.from({ length: 100_000 }, (_, index) => index * 2));
    expect(parseFilter(filter).faults).toEqual([]);
    expect(filter.length).toBeLessThan(4000);
    expect(filter.startsWith("number in {1, 3, 5, 7")).toBe(true);
  });
});

describe("the filter for a container", () => {
  test("holds any text that a capture may have as one value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (id) => {
        const { expression, faults } = parseFilter(containerFilter(id));
        expect(faults).toEqual([]);
        expect(expression).toMatchObject({ kind: "compare", value: { kind: "string", text: id } });
      }),
    );
  });

  test("finds the frames of none", () => {
    expect(containerFilter("")).toBe("!container");
  });

  test("goes with a process", () => {
    expect(processFilter("c1", 34)).toBe('container == "c1" && process == 34');
    expect(processFilter(null, 34)).toBe("process == 34");
  });
});
