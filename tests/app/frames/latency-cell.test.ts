import { describe, expect, it } from "vitest";
import { durationText } from "../../../app/format/time.ts";
import { latencyText } from "../../../app/panes/frames/latency-cell.tsx";
import { timeFormatOf } from "../../../app/panes/frames/time-format.ts";
import { unansweredOf } from "../../../app/state/unanswered.ts";
import { frameRow } from "../../../app/worker/rows.ts";
import { CaptureReader, diagnose, openTimes, type Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

async function read(path: string): Promise<Capture> {
  const reader = new CaptureReader(openFiles([path]), {});
  await reader.run();
  return reader.capture;
}

/** The latency of every request without an answer as a table writes it, by number of the frame. */
async function latencies(capture: Capture, isLookedThrough = true): Promise<ReadonlyMap<number, string>> {
  const unanswered = isLookedThrough ? unansweredOf(await diagnose(capture)) : null;
  const overview = { startNs: "0", durationNs: capture.lastTime, timeDecimals: 9 };
  const format = timeFormatOf("relative", overview, unanswered);
  const rows = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, -1));
  return new Map(rows.filter(({ pending }) => pending).map((frame) => [frame.row + 1, latencyText(frame, format)]));
}

describe("the latency of a request without an answer", () => {
  it.each(["lossy/busy-drop0.2pct.pcap", "hang-handler/hang-handler.pcapng", "guest-frozen/guest-frozen.pcap"])(
    "ends in the age that filters compare: %s",
    async (path) => {
      const capture = await read(path);
      const age = openTimes(capture);
      const texts = [...(await latencies(capture))];
      expect(texts.length).toBeGreaterThan(0);
      for (const [number, text] of texts) expect(text.endsWith(` ${durationText(age(number - 1))}`)).toBe(true);
    },
  );

  it("says what the diagnosis knows of it", async () => {
    const lossy = await latencies(await read("lossy/busy-drop0.2pct.pcap"));
    expect(lossy.get(935)).toBe("answer may be lost, at most 23.6 s");
    expect(lossy.get(11)).toBe("answer may be lost, at most 24.1 s");
    expect(lossy.get(11_662)).toBe("waited 1.98 ms");
    const hang = await latencies(await read("hang-handler/hang-handler.pcapng"));
    expect(hang.get(42)).toBe("waited 12.0 s");
  });

  it("says nothing that may turn out wrong before the capture is looked through", async () => {
    const texts = await latencies(await read("lossy/busy-drop0.2pct.pcap"), false);
    expect(new Set(texts.values())).toEqual(new Set(["no answer"]));
  });

  it("has no length without times", async () => {
    const reader = new CaptureReader(
      openFiles(["hang-handler/hang-handler.h2g.bin", "hang-handler/hang-handler.g2h.bin"]),
      {},
    );
    await reader.run();
    expect(new Set((await latencies(reader.capture)).values())).toEqual(new Set(["no answer"]));
  });
});
