import { fc } from "@fast-check/vitest";
import { beforeAll, describe, expect, test } from "vitest";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { columnReader } from "../../../src-decoder/query/columns/column-reader.ts";
import { readAhead } from "../../../src-decoder/query/columns/payload-keys.ts";
import { sortRowsBy } from "../../../src-decoder/query/columns/sort-column.ts";
import { openFiles } from "../../captures/load.ts";
import { captureWithPayloads } from "../payload-capture.ts";
import { partialPayload } from "../plain-payload.ts";

let capture: Capture;
let rows: Uint32Array;

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
  rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
});

const goOn = (): Promise<boolean> => Promise.resolve(true);

/** Present values as numbers where all are, else as texts; stable, absent ones last. */
async function plainlySorted(of: Capture, asked: Iterable<number>, name: string, descending: boolean) {
  const reader = columnReader(name, of);
  const list = [...asked];
  const values = (await reader?.values(list)) ?? [];
  const texts = (await reader?.texts(list)) ?? [];
  const places = [...list.keys()].filter((place) => values[place] !== null && !isEmptyInfo(place));
  function isEmptyInfo(place: number): boolean {
    return name.endsWith("info") && texts[place] === "";
  }
  const areNumbers = places.every((place) => typeof values[place] === "number");
  const keys = areNumbers ? values : texts;
  const sign = descending ? -1 : 1;
  const present = places.toSorted((a, b) => sign * order(keys[a], keys[b]) || a - b);
  const absent = [...list.keys()].filter((place) => !places.includes(place));
  return [...present, ...absent].map((place) => list[place]);
}

function order(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

const NAMES = [
  "info",
  "payload.Result",
  "payload.ContainerId",
  "Settings.ProcessParameters.CommandArgs",
  "payload",
  "peer.info",
  "peer.payload.Result",
  "peer.Settings.ProcessParameters.CommandArgs",
];

describe.each(NAMES)("rows of a real capture by %s", (name) => {
  test("are in its order, stable, those without a value last", async () => {
    expect([...((await sortRowsBy(rows, name, capture, false, goOn)) ?? [])]).toEqual(
      await plainlySorted(capture, rows, name, false),
    );
  });

  test("read nothing again for the other way and for other rows", async () => {
    await sortRowsBy(rows, name, capture, false, goOn);
    let bytes = 0;
    const count = (bytesRead: number): Promise<boolean> => {
      bytes += bytesRead;
      return Promise.resolve(true);
    };
    for (const asked of [rows, rows.filter((row) => row % 3 !== 1).toReversed()]) {
      expect([...((await sortRowsBy(asked, name, capture, true, count)) ?? [])]).toEqual(
        await plainlySorted(capture, asked, name, true),
      );
    }
    expect(bytes).toBe(0);
  });
});

test("by whatever payloads hold, rows are sorted as their cells say", async () => {
  const frames = fc.array(
    fc.record({ type: fc.constantFrom(0x10100a01, 0x20100501), payload: partialPayload, stream: fc.nat(3) }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      frames,
      fc.integer({ min: 3, max: 60 }),
      fc.constantFrom("payload.A", "payload.A.B", "payload.MountPath", "info", "payload"),
      fc.boolean(),
      fc.func(fc.boolean()),
      async (plain, pieceBytes, name, descending, isAsked) => {
        const { capture: random } = captureWithPayloads(plain, pieceBytes);
        const some = Uint32Array.from([...plain.keys()].filter((row) => isAsked(row)));
        for (const asked of [some, Uint32Array.from(plain.keys())]) {
          expect([...((await sortRowsBy(asked, name, random, descending, goOn)) ?? [])]).toEqual(
            await plainlySorted(random, asked, name, descending),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("sorting that is ended goes on where it was", async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  const { capture: fresh } = reader;
  expect(await sortRowsBy(rows, "payload.Result", fresh, false, () => Promise.resolve(false))).toBeNull();
  expect([...((await sortRowsBy(rows, "payload.Result", fresh, false, goOn)) ?? [])]).toEqual(
    await plainlySorted(fresh, rows, "payload.Result", false),
  );
});

test.each(["info", "payload.Result", "payload"])(
  "read ahead, rows are put in the order of %s at once",
  async (name) => {
    const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
    await reader.run();
    const { capture: fresh } = reader;
    let asked = 0;
    // Ended in the middle, it goes on where it was.
    await readAhead(name, fresh, () => Promise.resolve(asked++ < 1));
    await readAhead(name, fresh, goOn);
    let bytes = 0;
    const count = (bytesRead: number): Promise<boolean> => {
      bytes += bytesRead;
      return Promise.resolve(true);
    };
    for (const some of [rows, rows.filter((row) => row % 3 !== 1).toReversed()]) {
      expect([...((await sortRowsBy(some, name, fresh, true, count)) ?? [])]).toEqual(
        await plainlySorted(fresh, some, name, true),
      );
    }
    expect(bytes).toBe(0);
  },
);

test("what is asked for while it is read ahead is in its order, whichever reads further", async () => {
  const frames = fc.array(
    fc.record({ type: fc.constantFrom(0x10100a01, 0x20100501), payload: partialPayload, stream: fc.nat(3) }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      frames,
      fc.constantFrom("payload.A", "info", "payload"),
      fc.boolean(),
      async (scheduler, plain, name, descending) => {
        const { capture: random } = captureWithPayloads(plain, 7);
        const asked = Uint32Array.from(plain.keys());
        const pause = (): Promise<boolean> => scheduler.schedule(Promise.resolve(true));
        const ahead = readAhead(name, random, pause);
        const sorted = sortRowsBy(asked, name, random, descending, pause);
        await scheduler.waitFor(Promise.all([ahead, sorted]));
        expect([...((await sorted) ?? [])]).toEqual(await plainlySorted(random, asked, name, descending));
      },
    ),
    { numRuns: 100 },
  );
});
