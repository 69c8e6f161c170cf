import { expect, test } from "vitest";
import { CHIPS } from "../../../app/panes/filter/chips.ts";
import { columnsOf, subjectOf } from "../../../app/panes/frames/columns.tsx";
import { timeFormatOf } from "../../../app/panes/frames/time-format.ts";
import { detailsOf } from "../../../app/worker/details.ts";
import { InfoLines } from "../../../app/worker/info-lines.ts";
import { exchangeRow, frameRow } from "../../../app/worker/rows.ts";
import {
  CaptureReader,
  compileFilter,
  exchangeRows,
  filterPayloadRows,
  filterRows,
  subjectFilter,
  type Capture,
} from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

const FORMAT = timeFormatOf("relative", null, new Map());

const CAPTURES = [
  "hang-handler/hang-handler.pcapng",
  "guest-crash/guest-crash.pcapng",
  "unknown-response/unknown-response.pcapng",
  "wcow-fake-guest/wcow-fake-guest.pcapng",
];

async function opened(file: string): Promise<Capture> {
  const reader = new CaptureReader(openFiles([file]));
  await reader.run();
  return reader.capture;
}

/** The rows that a filter shows. */
async function passing(
  capture: Capture,
  text: string,
  among: Uint32Array,
  unit: "frame" | "exchange",
): Promise<ReadonlySet<number>> {
  const compiled = compileFilter(text, capture, { rows: unit });
  if (!compiled.ok) throw new Error(`${text}: ${compiled.faults[0].text}`);
  const { filter } = compiled;
  if (filter.needs === "columns") return new Set(filterRows(among, filter.test));
  const found = new Set<number>();
  for await (const part of filterPayloadRows(capture, filter, among)) for (const row of part.rows) found.add(row);
  return found;
}

test.each(CAPTURES)("the menu of each cell of %s asks for what its own row has", async (file) => {
  const capture = await opened(file);
  const infos = new InfoLines(capture);
  for (const view of ["frames", "exchanges"] as const) {
    const numbers =
      view === "frames" ? Uint32Array.from({ length: capture.frames.length }, (_, row) => row) : exchangeRows(capture);
    const told = await infos.told(
      Array.from(numbers, (row, at) =>
        view === "frames" ? frameRow(capture, row, row - 1) : exchangeRow(capture, row, numbers[at - 1] ?? -1),
      ),
    );
    const hidden: string[] = [];
    const found = new Map<string, Promise<ReadonlySet<number>>>();
    for (const column of columnsOf(view, [])) {
      for (const row of told) {
        const subject = subjectOf(column, row, FORMAT);
        if (subject === null) continue;
        const filter = subjectFilter(subject);
        if (!found.has(filter))
          found.set(filter, passing(capture, filter, numbers, view === "frames" ? "frame" : "exchange"));
        if (!(await found.get(filter))!.has(row.row)) hidden.push(`${view} ${row.row + 1} ${column.id}: ${filter}`);
      }
    }
    expect(hidden).toEqual([]);
  }
});

test("an empty container id is none: no frame is of it, before or after, and no chip asks for it", async () => {
  const capture = await opened("hang-handler/hang-handler.pcapng");
  const details = detailsOf(capture, 0)!;
  expect(capture.strings.get(capture.frames.containerId.get(0))).toBe("");
  expect([details.frame.containerId, details.previousOfContainer, details.nextOfContainer]).toEqual([null, null, null]);
  expect(detailsOf(capture, 1)!.frame).toMatchObject({ containerId: null, containerFromPeer: false });
  expect(CHIPS.find(({ id }) => id === "container")!.usable(details)).toBe(false);
  const container = columnsOf("frames", []).find(({ id }) => id === "container")!;
  expect(subjectFilter(subjectOf(container, details.frame, FORMAT)!)).toBe("!container");
});
