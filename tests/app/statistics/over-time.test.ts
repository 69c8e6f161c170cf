import { describe, expect, test } from "vitest";
import { busySpans, overTimeCsv, spanFilter, spansOf, subjectOf } from "../../../app/panes/statistics/over-time.ts";
import { CaptureReader, Correlation, compileFilter, filterRows } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

async function correlationOf(path: string): Promise<Correlation> {
  const reader = new CaptureReader(openFiles([path]));
  await reader.run();
  return new Correlation(reader.capture);
}

/** What a filter counts, over time, and what its frames alone say. */
function counted(correlation: Correlation, filter: string, spans: number): ReturnType<typeof spansOf> {
  const { capture } = correlation;
  const compiled = compileFilter(filter, capture);
  if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(filter);
  return spansOf(correlation.activity(spans, 0, capture.lastTime, compiled.filter.test));
}

function passing({ capture }: Correlation, filter: string): Uint32Array {
  const compiled = compileFilter(filter, capture);
  if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error(filter);
  return filterRows(capture.frames.length, compiled.filter.test);
}

describe("numbers over time", () => {
  test("of every span are those of the frames that its link shows", async () => {
    const correlation = await correlationOf("boot-exec/boot-exec.pcap");
    const { frames } = correlation.capture;
    const [most] = correlation.statistics().byType;
    for (const subject of [{ filter: "", label: "" }, subjectOf(most!)]) {
      const spans = counted(correlation, subject.filter, 17);
      expect(spans).toHaveLength(17);
      for (const { range, requests, errors, hostBytes, guestBytes } of spans) {
        const filter = spanFilter(subject, range);
        const bytes = [...passing(correlation, filter)].reduce((sum, row) => sum + frames.size.get(row), 0);
        expect(hostBytes + guestBytes).toBe(bytes);
        expect(requests).toBe(passing(correlation, `${filter} && request`).length);
        expect(errors).toBe(passing(correlation, `${filter} && result != 0`).length);
      }
    }
  });

  test("are copied as CSV, and empty spans are left out of the table", async () => {
    const spans = counted(await correlationOf("hang-handler/hang-handler.pcap"), "name == Create", 40);
    const busy = busySpans(spans);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.length).toBeLessThan(40);
    const lines = overTimeCsv(spans).split("\r\n");
    expect(lines[0]).toBe("fromNs,toNs,requests,errors,hostBytes,guestBytes");
    expect(lines).toHaveLength(42);
    expect(lines[1]).toBe(
      `0,${spans[0]!.range.to},${spans[0]!.requests},0,${spans[0]!.hostBytes},${spans[0]!.guestBytes}`,
    );
  });
});
