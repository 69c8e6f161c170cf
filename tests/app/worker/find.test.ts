import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { FindProgress } from "../../../app/worker/contract/view.ts";
import { Find } from "../../../app/worker/find.ts";
import { CaptureReader, type Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;
const runner = { run: () => Promise.resolve(new Uint8Array(0)), stop: (): void => undefined };
const echo = { text: "echo", mode: "text", matchCase: true } as const;

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
});

const pause = (): Promise<void> => Promise.resolve();

async function hitsOf(source: number | Uint32Array): Promise<{ find: Find; rows: number[]; end: FindProgress | null }> {
  const find = new Find(capture, source, runner);
  const end = await find.run(echo, pause, () => undefined);
  const rows: number[] = [];
  for (let hit = find.hit(null, 1); hit !== null && !hit.wrapped; hit = find.hit(hit.row, 1)) rows.push(hit.row);
  return { find, rows, end };
}

test("hits are gone through in the order of the frames, from any frame, around both ends", async () => {
  const { rows: all } = await hitsOf(capture.frames.length);
  expect(all.length).toBeGreaterThan(2);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Array.from({ length: capture.frames.length }, (_, row) => row)),
      async (source) => {
        const { find, rows, end } = await hitsOf(Uint32Array.from(source));
        expect(rows).toEqual(source.filter((row) => all.includes(row)));
        expect(end).toMatchObject({ state: "done", hits: rows.length, looked: source.length, of: source.length });
        if (rows.length === 0) {
          expect(find.hit(null, 1)).toBeNull();
          return;
        }
        expect(find.hit(rows.at(-1)!, 1)).toEqual({ row: rows[0], number: 1, wrapped: true });
        expect(find.hit(rows[0]!, -1)).toEqual({ row: rows.at(-1), number: rows.length, wrapped: true });
        for (const [place, row] of source.entries()) {
          const before = rows.filter((hit) => source.indexOf(hit) < place);
          if (before.length > 0) expect(find.hit(row, -1)?.row).toBe(before.at(-1));
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("from a frame that was not searched the way goes on to its neighbours", async () => {
  const { rows: all } = await hitsOf(capture.frames.length);
  const [first, second] = all;
  const { find } = await hitsOf(Uint32Array.from(all));
  for (let row = first! + 1; row < second!; row++) {
    expect([row, find.hit(row, 1)?.row, find.hit(row, -1)?.row]).toEqual([row, second, first]);
  }
  expect(second! - first!).toBeGreaterThan(1);
  expect(find.hit(capture.frames.length, 1)).toMatchObject({ row: first, wrapped: true });
  // In another order nobody can say where it would stand.
  expect((await hitsOf(Uint32Array.from(all.toReversed()))).find.hit(first! + 1, 1)?.row).toBe(all.at(-1));
});

test("a search that is ended keeps its hits, and one that is replaced answers nothing", async () => {
  const cancelled = new Find(capture, capture.frames.length, runner);
  const end = await cancelled.run(
    echo,
    () => Promise.resolve(cancelled.end("cancelled")),
    () => undefined,
  );
  expect(end).toMatchObject({ state: "cancelled" });
  const replaced = new Find(capture, capture.frames.length, runner);
  replaced.end("unwanted");
  expect(await replaced.run(echo, pause, () => undefined)).toBeNull();
});

test("an expression whose time is up says so, and one that is none says where", async () => {
  const find = new Find(capture, capture.frames.length, runner);
  expect(await find.run({ text: "(a+)+$", mode: "regex", matchCase: true }, pause, () => undefined)).toMatchObject({
    state: "deadline",
  });
  const wrong = new Find(capture, capture.frames.length, runner);
  expect(await wrong.run({ text: "7x", mode: "bytes", matchCase: true }, pause, () => undefined)).toMatchObject({
    state: "wrong",
    at: 0,
  });
});
