import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { CopiedFrames } from "../../../app/worker/contract/selection.ts";
import { FrameCopy } from "../../../app/worker/copy-frames.ts";
import { selectionFacts } from "../../../app/worker/selection-facts.ts";
import { View } from "../../../app/worker/view.ts";
import { NO_ROW, RowRanges, exchangeRows, type Capture, type FrameForm } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";
import { readCapture } from "../../captures/observe.ts";
import { captureFile, cliOutput } from "../../cli/run-cli.ts";

const FILE = "hang-handler/hang-handler.pcap";
let capture: Capture;
let total = 0;

beforeAll(async () => {
  capture = await readCapture(openFiles([FILE]));
  total = capture.frames.length;
});

const pause = (): Promise<void> => Promise.resolve();
const ignore = (): void => undefined;

function textOf(copy: CopiedFrames | null): Promise<string> {
  if (copy === null) throw new Error("nothing was copied");
  return copy.text.text();
}

async function copied(form: FrameForm, rows: readonly number[]): Promise<string> {
  return textOf(await new FrameCopy(capture).run(rows, rows.length, form, pause, ignore));
}

describe("what a view shows of selected frames", () => {
  it("is told as one would count it, in any order and with rows left out", async () => {
    const { size, time, peer } = capture.frames;
    const some = fc.shuffledSubarray(Array.from({ length: total }, (_, row) => row));
    await fc.assert(
      fc.asyncProperty(some, fc.array(fc.nat({ max: total - 1 }), { maxLength: 20 }), async (order, chosen) => {
        const view = new View(capture, "frames", Uint32Array.from(order), total);
        const shown = order.filter((row) => chosen.includes(row));
        const selected = RowRanges.of(chosen);
        const facts = await selectionFacts(capture, view, selected, pause);
        expect([...RowRanges.from(facts.frames)]).toEqual(shown.toSorted((a, b) => a - b));
        expect([...view.inOrder(view.shown(selected))]).toEqual(shown);
        expect(facts.rows).toBe(shown.length);
        expect(facts.bytes).toBe(shown.reduce((sum, row) => sum + size.get(row), 0));
        const times = shown.map((row) => time.get(row));
        expect([facts.from, facts.to]).toEqual(
          times.length === 0 ? [Number.NaN, Number.NaN] : [Math.min(...times), Math.max(...times)],
        );
        expect(facts.two).toEqual(shown.length === 2 ? shown.toSorted((a, b) => a - b) : null);
        const places = view.placesOf(selected, 0, total);
        expect(places.map((place) => order[place])).toEqual(shown);
      }),
      { numRuns: 50 },
    );
    const request = exchangeRows(capture).find((row) => peer.get(row) !== NO_ROW)!;
    const exchanges = new View(capture, "exchanges", exchangeRows(capture), total);
    // Of an exchange both frames count, whichever of them is selected.
    for (const row of [request, peer.get(request)]) {
      const facts = await selectionFacts(capture, exchanges, RowRanges.of([row]), pause);
      expect([...RowRanges.from(facts.frames)]).toEqual([request, peer.get(request)].toSorted((a, b) => a - b));
      expect(facts.rows).toBe(1);
    }
  });

  it("has a place beside each frame, shown or not, in any order", () => {
    const order = Array.from({ length: total }, (_, row) => row).filter((row) => row % 3 === 0);
    for (const rows of [order, order.toReversed()]) {
      const view = new View(capture, "frames", Uint32Array.from(rows), total);
      expect(rows[view.nearestPlace(7, 1)]).toBe(9);
      expect(rows[view.nearestPlace(7, -1)]).toBe(6);
      expect(rows[view.nearestPlace(9, 1)]).toBe(12);
      expect(view.nearestPlace(0, -1)).toBe(-1);
      expect(view.nearestPlace(total, 1)).toBe(-1);
    }
  });

  it("are the frames between two places, of an exchange both", () => {
    const rows = exchangeRows(capture);
    const view = new View(capture, "exchanges", rows, total);
    const wanted = [...rows.subarray(2, 5)].flatMap((row) => [row, capture.frames.peer.get(row)]);
    expect([...view.framesBetween(2, 5)]).toEqual(wanted.filter((row) => row !== NO_ROW).toSorted((a, b) => a - b));
    const plain = new View(capture, "frames", null, total);
    expect(plain.framesBetween(-3, total + 9).bounds).toEqual(Uint32Array.of(0, total));
  });
});

describe("copied frames", () => {
  it("are what the command line prints", async () => {
    const file = captureFile(FILE);
    const rows = Array.from({ length: total }, (_, row) => row);
    for (const form of ["csv", "ndjson"] as const) {
      expect(await copied(form, rows)).toBe(await cliOutput("frames", file, "--format", form));
    }
    const show = async (number: number): Promise<string> => {
      const text = await cliOutput("show", file, "--frame", String(number), "--format", "json");
      return text.replaceAll(file, FILE);
    };
    const shown = [await show(3), await show(4)];
    expect(await copied("json", [2])).toBe(shown[0]);
    expect(await copied("json", [2, 3])).toBe(`[\n${shown.map((text) => text.trimEnd()).join(",\n")}\n]\n`);
  }, 60_000);

  it("end with whole frames where there is no more room, and say how many are there", async () => {
    const rows = [0, 1, 2, 3];
    const whole = await copied("ndjson", rows);
    const limit = whole.indexOf("\n", whole.length / 2);
    const cut = await new FrameCopy(capture, undefined, limit).run(rows, 4, "ndjson", pause, ignore);
    expect(cut).toMatchObject({ frames: 2, of: 4 });
    expect(await textOf(cut)).toBe(`${whole.split("\n").slice(0, 2).join("\n")}\n`);
    const json = await new FrameCopy(capture, undefined, 1).run(rows, 4, "json", pause, ignore);
    // A single frame is never too much, and the list is closed behind it.
    expect(JSON.parse(await textOf(json))).toHaveLength(1);
  });

  it("are none when it is cancelled", async () => {
    const copy = new FrameCopy(capture);
    let told = 0;
    const answer = await copy.run([0, 1, 2], 3, "go", pause, () => {
      told++;
      copy.cancel();
    });
    expect(answer).toBeNull();
    expect(told).toBe(1);
  });
});
