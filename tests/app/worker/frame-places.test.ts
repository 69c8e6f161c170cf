import { expect, test } from "vitest";
import { framesAtPlaces, placesOfFrames } from "../../../app/worker/frame-places.ts";
import { CaptureReader, type Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

async function opened(bridgePorts: readonly number[]): Promise<Capture> {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]), { bridgePorts });
  await reader.run();
  return reader.capture;
}

function factsOf({ frames }: Capture, row: number): readonly number[] {
  return [frames.time.get(row), frames.size.get(row), frames.idLow.get(row)];
}

test("frames are found again by where they lie, whatever numbers they have", async () => {
  const capture = await opened([]);
  const bridge = new Set(capture.bridges.flatMap(({ connections }) => connections));
  const other = capture.connections.find((_, index) => !bridge.has(index));
  const again = await opened([other?.endpoints[1].port ?? 0]);
  expect(again.bridges.length).toBeGreaterThan(capture.bridges.length);
  const rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row).toReversed();
  const found = framesAtPlaces(again, placesOfFrames(capture, rows));
  expect([...found].map((row) => factsOf(again, row))).toEqual([...rows].map((row) => factsOf(capture, row)));
  expect([...framesAtPlaces(capture, Float64Array.of(0, 1, 9_999, 0))]).toEqual([-1, -1]);
});
