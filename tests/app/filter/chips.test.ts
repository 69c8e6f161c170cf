import { expect, test } from "vitest";
import { CHIPS } from "../../../app/panes/filter/chips.ts";
import { overviewOf } from "../../../app/worker/overview.ts";
import { CaptureReader, compileFilter, filterRows } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

test.each(["boot-exec/boot-exec.pcapng", "hang-handler/hang-handler.pcapng"])(
  "each number on a chip is how many frames of %s it shows",
  async (file) => {
    const reader = new CaptureReader(openFiles([file]));
    await reader.run();
    const { capture } = reader;
    const overview = overviewOf(capture);
    const numbers = CHIPS.flatMap(({ id, filter, count }) => {
      const number = count(overview);
      return number === null ? [] : [{ id, number, filter }];
    });
    expect(numbers.map(({ id }) => id)).toEqual(["pending", "errors", "slow", "notifications"]);
    for (const { filter, number } of numbers) {
      const compiled = compileFilter(filter, capture);
      if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(filter);
      expect(number).toBe(filterRows(capture.frames.length, compiled.filter.test).length);
    }
  },
);
