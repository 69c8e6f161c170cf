import { expect, test } from "vitest";
import { Conclusions } from "../../../app/worker/conclusions.ts";
import { CurrentView } from "../../../app/worker/current-view.ts";
import { CaptureReader, RowRanges, annotationsOf, compileFilter, filterRows } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

test("frames that a filter shows are counted where columns answer, without those that are ignored", async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  const { capture } = reader;
  const view = new CurrentView(capture, new Conclusions(capture), 0);
  for (const filter of [
    "notification",
    "id == 12345",
    "name == ExecuteProcess",
    "container == ${selected.container}",
  ]) {
    const compiled = compileFilter(filter, capture, { selected: 12 });
    if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(filter);
    const shown = filterRows(capture.frames.length, compiled.filter.test);
    expect([filter, await view.framesPassing(filter, 12)]).toEqual([filter, shown.length]);
  }
  const notifications = await view.framesPassing("notification", null);
  const first = filterRows(capture.frames.length, (row) => capture.frames.type.get(row) >>> 28 === 3)[0]!;
  annotationsOf(capture).ignored = RowRanges.of([first]);
  expect(await view.framesPassing("notification", null)).toBe(notifications! - 1);
  expect(await view.framesPassing("notification && ignored", null)).toBe(1);
  for (const unanswered of ['payload contains "x"', "container == ${selected.container}", "no filter"])
    expect([unanswered, await view.framesPassing(unanswered, null)]).toEqual([unanswered, null]);
});
