import { fc } from "@fast-check/vitest";
import { beforeAll, describe, expect, it, test } from "vitest";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import { HEADER_BYTES } from "../../../src-decoder/bridge/header.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { readFrame } from "../../../src-decoder/model/read-stream.ts";
import { Needle } from "../../../src-decoder/query/payload/find-bytes.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import type { PayloadFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterPayloadRows } from "../../../src-decoder/query/filter/filter-payload-rows.ts";
import { filterRows } from "../../../src-decoder/query/filter/filter-rows.ts";
import { readInfo } from "../../../src-decoder/query/info/info.ts";
import { openFiles } from "../../captures/load.ts";
import { captureWithPayloads } from "../payload-capture.ts";
import { columnLeaf, filtersOf } from "../plain-filter.ts";
import { countLeaf, partialPayload, payloadLeaf, peerPayloadLeaf, wholePayload } from "../plain-payload.ts";
import type { PlainPayload } from "../plain-payload.ts";
import { plainFrames } from "../random-capture.ts";
import type { PlainFrame } from "../random-capture.ts";

let capture: Capture;
let texts: string[];
let values: unknown[];

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
  texts = [];
  for (let row = 0; row < capture.frames.length; row++) {
    const { bytes } = await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row));
    texts.push(new TextDecoder().decode(bytes));
  }
  values = texts.map((text): unknown => JSON.parse(text));
});

function compiled(text: string): PayloadFilter {
  const result = compileFilter(text, capture);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  if (result.filter.needs !== "payload") throw new Error(`${text} needs no payload`);
  return result.filter;
}

async function rowsOf(text: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { rows } of filterPayloadRows(capture, compiled(text), capture.frames.length)) found.push(...rows);
  return found;
}

/** Rows of which the plain reading is so. */
function rowsWhere(passes: (row: number) => boolean): number[] {
  return texts.flatMap((_, row) => (passes(row) ? [row] : []));
}

/** A string that holds JSON stands for what it holds, a list for its elements. */
function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function reached(value: unknown, path: readonly string[]): unknown[] {
  const inner = path.length === 0 && typeof value === "string" ? value : opened(value);
  if (Array.isArray(inner)) return inner.flatMap((element: unknown) => reached(element, path));
  const [name, ...rest] = path;
  if (name === undefined) return [inner];
  if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return [];
  return reached(Reflect.get(inner, name), rest);
}

/** Every path and scalar that the capture's payloads hold, as filters write them. */
function scalars(): { path: string; value: string | number | boolean }[] {
  const found = new Map<string, { path: string; value: string | number | boolean }>();
  const walk = (value: unknown, path: string): void => {
    const inner = opened(value);
    if (Array.isArray(inner)) for (const element of inner) walk(element, path);
    else if (typeof inner === "object" && inner !== null) {
      for (const [key, member] of Object.entries(inner)) {
        if (/^[A-Za-z]\w*$/.test(key)) walk(member, path === "" ? key : `${path}.${key}`);
      }
    } else if (typeof inner === "string" || typeof inner === "number" || typeof inner === "boolean") {
      found.set(`${path} ${String(inner)}`, { path, value: inner });
    }
  };
  for (const value of values) walk(value, "");
  return [...found.values()];
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value));
}

describe("a filter over payloads", () => {
  test("lets the same frames pass as a plain reading of their JSON", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...scalars()),
        fc.constantFrom("==", "!=", "contains"),
        fc.boolean(),
        async ({ path, value }, verb, negated) => {
          const comparison = typeof value === "number" && verb === "contains" ? "<=" : verb;
          const literal = typeof value === "number" ? String(value) : JSON.stringify(String(value));
          if (/[\u007f-\uffff]|\\[bfu]|e[+-]/.test(literal)) return;
          // Here they have lost digits, which filters compare.
          if (Number.isInteger(value) && !Number.isSafeInteger(value)) return;
          const filter = `payload.${path} ${comparison} ${literal}`;
          const expected = rowsWhere((row) => {
            const passes = reached(values[row], path.split(".")).some((other) => {
              if (typeof other === "object" && other !== null) return false;
              if (comparison === "<=") return isNumber(other) && Number(other) <= Number(value);
              if (comparison === "contains") return String(other).includes(String(value));
              return (String(other) === String(value)) === (comparison === "==");
            });
            return passes !== negated;
          });
          expect(await rowsOf(negated ? `!(${filter})` : filter)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("searches the bytes as they were sent", async () => {
    expect(await rowsOf('payload contains "hello from"')).toEqual(
      rowsWhere((row) => texts[row]!.includes("hello from")),
    );
    expect(await rowsOf("payload matches /CommandArgs.*echo/i")).toEqual(
      rowsWhere((row) => /CommandArgs.*echo/i.test(texts[row]!)),
    );
  });

  test("counts members and characters", async () => {
    const path = ["Settings", "ProcessParameters"];
    const args = (row: number): unknown => {
      const holder = opened(reached(values[row], path)[0]);
      return typeof holder === "object" && holder !== null ? Reflect.get(holder, "CommandArgs") : undefined;
    };
    expect(await rowsOf("count(Settings.ProcessParameters.CommandArgs) == 2")).toEqual(
      rowsWhere((row) => {
        const list = args(row);
        return Array.isArray(list) && list.length === 2;
      }),
    );
    expect(await rowsOf("len(Request.ResourceType) > 12")).toEqual(
      rowsWhere((row) => reached(values[row], ["Request", "ResourceType"]).some((type) => String(type).length > 12)),
    );
  });

  test("reads payloads only where columns leave it open", () => {
    const filter = compiled('name == ModifySettings && payload contains "m0" || number == 3');
    const asked = rowsWhere((row) => filter.mayPass(row));
    expect(asked.length).toBeLessThan(texts.length);
    expect(rowsWhere((row) => filter.passesAnyway(row))).toEqual([2]);
  });

  test("stops where the caller asks for no more", async () => {
    const slices = filterPayloadRows(capture, compiled('payload contains "a"'), capture.frames.length);
    await slices.return();
    expect((await slices.next()).done).toBe(true);
  });
});

async function passing(random: Capture, text: string): Promise<number[]> {
  const result = compileFilter(text, random);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  const { filter } = result;
  if (filter.needs === "columns") return [...filterRows(random.frames.length, filter.test)];
  const found: number[] = [];
  for await (const { rows } of filterPayloadRows(random, filter, random.frames.length)) found.push(...rows);
  return found;
}

/** Frames, each with a payload or none. */
function framesWith(payload: fc.Arbitrary<PlainPayload>): fc.Arbitrary<PlainFrame[]> {
  return plainFrames.chain((frames) =>
    fc
      .array(fc.option(payload, { nil: undefined, freq: 9 }), { minLength: frames.length, maxLength: frames.length })
      .map((payloads) =>
        frames.map((frame, row) => (payloads[row] === undefined ? frame : { ...frame, payload: payloads[row] })),
      ),
  );
}

describe("a compiled filter over random payloads", () => {
  test.each([
    ["whole", framesWith(wholePayload), filtersOf(payloadLeaf, payloadLeaf, countLeaf, columnLeaf)],
    ["cut", framesWith(partialPayload), filtersOf(payloadLeaf, payloadLeaf, columnLeaf)],
    ["paired", framesWith(wholePayload), filtersOf(payloadLeaf, peerPayloadLeaf, peerPayloadLeaf, columnLeaf)],
  ])("lets the same frames pass as a plain reading of %s ones", async (_, frames, filters) => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(frames, filters, fc.constantFrom(3, 50, 4096), async (drawn, { text, passes }, pieceBytes) => {
        const { capture: random, frames: placed } = captureWithPayloads(drawn, pieceBytes);
        const expected = placed.flatMap((_frame, row) => (passes(placed, row) ? [row] : []));
        expect(await passing(random, text)).toEqual(expected);
        hits += expected.length;
      }),
      { numRuns: 700 },
    );
    expect(hits).toBeGreaterThan(500);
  });
});

describe("what a frame says in one line", () => {
  const tests: readonly [string, (line: string) => boolean][] = [
    ["info", (line) => line !== ""],
    ["!info", (line) => line === ""],
    ['info contains "pid"', (line) => line.includes("pid")],
    ["info matches /no timeout|exit \\d+/", (line) => /no timeout|exit \d+/.test(line)],
    ['lower(info) contains "combinedlayers" && name == ModifySettings', (line) => line.includes("CombinedLayers")],
    ["len(info) > 40", (line) => line.length > 40],
    ['info == "ok" || info in {"exit 0", "exit 1"}', (line) => ["ok", "exit 0", "exit 1"].includes(line)],
  ];

  it.each(tests)("%s", async (text, passes) => {
    const lines = await Promise.all(texts.map((_, row) => readInfo(capture, row)));
    const expected = lines.flatMap((line, row) => (passes(line) ? [row] : []));
    expect(expected.length).toBeGreaterThan(text === "!info" ? -1 : 0);
    expect(await passing(capture, text)).toEqual(expected);
  });

  it("can be the paired frame's", async () => {
    const lines = await Promise.all(texts.map((_, row) => readInfo(capture, row)));
    const { peer } = capture.frames;
    const expected = lines.flatMap((_, row) => (lines[peer.get(row)]?.startsWith("error ") === true ? [row] : []));
    expect(expected.length).toBeGreaterThan(10);
    expect(await passing(capture, "peer.info matches /^error /")).toEqual(expected);
    expect(await passing(capture, "peer.info")).toEqual(lines.flatMap((_, row) => (lines[peer.get(row)] ? [row] : [])));
  });

  it("is refused where it is no list", () => {
    for (const text of ["count(info) > 1", "count(peer.info) > 1", "info > 3s &&"]) {
      expect(compileFilter(text, capture).ok).toBe(false);
    }
  });
});

test("a needle is found where it is, in any bytes", () => {
  const bytes = fc.uint8Array({ maxLength: 60, max: 3 });
  fc.assert(
    fc.property(
      bytes,
      fc.uint8Array({ maxLength: 4, max: 3 }),
      fc.nat(60),
      fc.nat(60),
      (haystack, needle, from, to) => {
        const end = Math.min(to, haystack.length);
        const start = Math.min(from, end);
        expect(new Needle(needle).indexIn(haystack, start, end)).toBe(
          Buffer.from(haystack.subarray(0, end)).indexOf(Buffer.from(needle), start),
        );
      },
    ),
  );
});
