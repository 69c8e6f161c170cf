import { describe, expect, test } from "vitest";
import { FRAME } from "../../../src-decoder/model/capture.ts";
import { EXPORT_FIELDS, FIELDS, fieldOf } from "../../../src-decoder/query/fields/fields.ts";
import { RESERVED } from "../../../src-decoder/query/language/words.ts";
import { formatDuration, formatInstant, textReader, valueReader } from "../../../src-decoder/query/fields/values.ts";
import { captureOf, START_NS } from "../random-capture.ts";

const capture = captureOf([
  { type: 0x10100501, time: 0, id: 1n << 63n, containerId: "a1", peer: 1, flags: FRAME.complete },
  { type: 0x20100501, time: 1_500_000_001, stream: 1, size: 90, result: -1070137074, processId: 7, peer: 0 },
  { type: 0x20101f01, stream: 3, result: 7, flags: FRAME.fromLog | FRAME.unasked },
]);

/** The values of a row by key, of the fields that columns answer. */
function valuesOf(row: number): Record<string, unknown> {
  const entries = EXPORT_FIELDS.flatMap((field) =>
    field.type === "payload" ? [] : [[field.key, valueReader(field, capture)(row)] as const],
  );
  return Object.fromEntries(entries);
}

function textOf(key: string, row: number): string | null {
  const field = fieldOf(key);
  return field === null || field.type === "payload" ? null : textReader(field, capture)(row);
}

describe("the table of fields", () => {
  test("exports the keys of the command line in their order", () => {
    const keys =
      "number time bridge connection direction streamOffset type kind name id size complete payloadSha256 " +
      "containerId activityId processId result resultName peer latencyNs source";
    expect(EXPORT_FIELDS.map(({ key }) => key).join(" ")).toBe(keys);
  });

  test("has no name twice, none that the language reserves, and a sentence for each", () => {
    const names = FIELDS.flatMap(({ key, aliases }) => [key, ...aliases]).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => RESERVED.has(name) || name === "is" || name === "payload")).toEqual([]);
    for (const { description } of FIELDS) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  test("finds a field by any of its names in any case", () => {
    expect(fieldOf("LATENCY")?.key).toBe("latencyNs");
    expect(fieldOf("nothing")).toBeNull();
  });
});

describe("values", () => {
  test("of a request", () => {
    expect(valuesOf(0)).toEqual({
      number: 1,
      time: "2026-11-23T17:42:27.500000000Z",
      bridge: 1,
      connection: 1,
      direction: "host-to-guest",
      streamOffset: 0,
      type: "0x10100501",
      kind: "request",
      name: "ExecuteProcess",
      id: "9223372036854775808",
      size: 16,
      complete: true,
      containerId: "a1",
      activityId: null,
      processId: null,
      result: null,
      resultName: null,
      peer: 2,
      latencyNs: null,
      source: "wire",
    });
  });

  test("of its response", () => {
    expect(valuesOf(1)).toMatchObject({
      time: "2026-11-23T17:42:29.000000001Z",
      direction: "guest-to-host",
      containerId: null,
      processId: 7,
      result: -1070137074,
      resultName: "HrVmcomputeSystemNotFound",
      peer: 1,
      latencyNs: 1_500_000_001,
    });
    expect(textOf("container", 1)).toBe("a1");
    expect(textOf("latency", 1)).toBe("1.500 s");
    expect([textOf("timeDelta", 0), textOf("timeDelta", 1), textOf("timeDelta", 2)]).toEqual(["", "1.500 s", ""]);
    expect(textOf("result", 1)).toBe("HrVmcomputeSystemNotFound");
    expect(textOf("error", 1)).toBe("yes");
  });

  test("of a frame from a log with an unknown procedure and result", () => {
    expect(valuesOf(2)).toMatchObject({
      time: null,
      connection: 2,
      streamOffset: null,
      size: null,
      name: "0x01f",
      resultName: null,
      peer: null,
      source: "log",
      latencyNs: null,
    });
    expect(textOf("result", 2)).toBe("0x00000007");
    expect(textOf("time", 2)).toBe("");
  });

  test("of times, exact to the nanosecond, also before 1970 and beyond the calendar", () => {
    expect(formatInstant(START_NS, 86_400_000_000_001)).toBe("2026-11-24T17:42:27.500000001Z");
    expect(formatInstant(0n, -1)).toBe("1969-12-31T23:59:59.999999999Z");
    expect(formatInstant(1n << 64n, 0)).toBe("2554-07-21T23:34:33.709551616Z");
    expect(formatInstant(1n << 100n, 0)).toBeNull();
    expect(formatInstant(null, 5)).toBeNull();
    expect(formatInstant(START_NS, Number.NaN)).toBeNull();
  });

  test.each([
    [0, "0 ns"],
    [830, "830 ns"],
    [999, "999 ns"],
    [1e3, "1.000 µs"],
    [1e6, "1.000 ms"],
    [999_000_000, "999.000 ms"],
    [1e9, "1.000 s"],
    [1_234, "1.234 µs"],
    [291_200_000, "291.200 ms"],
    [300e9, "300.000 s"],
    [-4e9, "-4.000 s"],
  ])("of a duration of %i ns: %s", (ns, text) => {
    expect(formatDuration(ns)).toBe(text);
  });
});
