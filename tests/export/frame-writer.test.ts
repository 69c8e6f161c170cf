import { beforeAll, describe, expect, it } from "vitest";
import { EXPORT_FIELDS, frameWriter, readFrame } from "../../src-decoder/index.ts";
import type { Capture, FrameForm } from "../../src-decoder/index.ts";
import { sha256 } from "../../cli/sha256.ts";
import { openFiles } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { CaptureBuilder, bridgeIn } from "../diagnose/build-capture.ts";

const columns = EXPORT_FIELDS.map(({ key }) => key);
let capture: Capture;
/** Holds the first 96 bytes of each packet only. */
let cut: Capture;

beforeAll(async () => {
  capture = await readCapture(openFiles(["half-frame/half-frame.nsec.pcap"]));
  cut = await readCapture(openFiles(["lossy/busy-snap96.pcap"]));
});

async function written(form: FrameForm, rows: readonly number[], of = capture): Promise<string> {
  const writer = frameWriter(form, of, { columns, several: rows.length > 1, sha256 });
  const texts: string[] = [];
  for (const row of rows) texts.push(await writer.write(row));
  return writer.head + texts.join(writer.between) + writer.end;
}

async function bytesOf(row: number): Promise<number[]> {
  return [...(await readFrame(capture, row, 0, capture.frames.size.get(row))).bytes];
}

describe("frames written for other tools", () => {
  it("are Go slices that hold each byte once, under a comment that names the frame", async () => {
    const text = await written("go", [0, 3]);
    expect(text).toMatch(/^\[\]\[\]byte\{\n\t\/\/ frame 1: \w+ \w+, \d+ bytes\n\t\{\n\t\t0x/);
    const [, first, second] = text.split("// frame ");
    const parsed = [first, second].map((part) => (part ?? "").match(/0x[0-9a-f]{2}/g)?.map(Number));
    expect(parsed).toEqual([await bytesOf(0), await bytesOf(3)]);
    expect(await written("go", [0])).toMatch(/^\[\]byte\{\n/);
  });

  it("are dumps that say every byte, each under its own head where there are several", async () => {
    const text = await written("hex", [0, 3]);
    const dumps = text.split(/^# frame \d+: .*\n/m).slice(1);
    const parsed = dumps.map((dump) =>
      [...dump.matchAll(/^[0-9a-f]{8}: (.{39})/gm)].flatMap(([, hex = ""]) =>
        (hex.replaceAll(" ", "").match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)),
      ),
    );
    expect(parsed).toEqual([await bytesOf(0), await bytesOf(3)]);
    expect(await written("hex", [0])).toMatch(/^00000000: /);
  });

  it("say where bytes are missing", async () => {
    expect(await written("go", [0], cut)).toMatch(/^\/\/ bytes 30\.\.124 are not in the capture\n\[\]byte\{\n/);
    const dump = await written("hex", [0], cut);
    expect(dump.match(/--/g)).toHaveLength(95);
    expect(dump).toMatch(/^00000010: [0-9a-f ]{34} ---- /m);
  });

  it("are NDJSON lines that no reader splits, whatever stands in a payload", async () => {
    const container = "a\u2028b\u0085c\u2029d\u000be\nf";
    const builder = new CaptureBuilder();
    bridgeIn(builder).ask(1, 1, "GetProperties", container);
    const line = await written("ndjson", [2], await builder.read());
    expect(line.trimEnd()).not.toMatch(/[\n\v\f\r\u0085\u2028\u2029]/);
    expect(JSON.parse(line)).toMatchObject({ containerId: container });
  });

  it("are one JSON object, or a list of them", async () => {
    const one: unknown = JSON.parse(await written("json", [2]));
    const two: unknown = JSON.parse(await written("json", [2, 4]));
    expect(one).toMatchObject({ number: 3 });
    expect(two).toMatchObject([one, { number: 5 }]);
  });
});
