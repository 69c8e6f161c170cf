import { expect, test } from "vitest";
import { overviewOf } from "../../app/worker/overview.ts";
import { MemorySource } from "../../src-decoder/index.ts";
import { PcapngWriter } from "../capture-file/write-pcapng.ts";
import { openFiles } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";

test.each([
  [["hang-handler/hang-handler.pcap"], 6],
  [["hang-handler/hang-handler.nsec.pcap"], 9],
  [["hang-handler/hang-handler.pcap", "reconnect/reconnect.pcapng"], 9],
  [["hang-handler/hang-handler.h2g.bin"], 0],
])("times of %j have as many decimals as the finest clock tells: %i", async (files, decimals) => {
  expect(overviewOf(await readCapture(openFiles(files))).timeDecimals).toBe(decimals);
});

test("files may name more interfaces than a function takes arguments", async () => {
  const writer = new PcapngWriter();
  // A file may have 65,536 of them.
  const blocks = [writer.section(), ...Array.from({ length: 65_000 }, () => writer.interface(1))];
  const bytes = new Uint8Array(Buffer.concat(blocks));
  const sources = [1, 2, 3, 4].map((number) => new MemorySource(`many-${number}.pcapng`, bytes));
  expect(overviewOf(await readCapture(sources)).timeDecimals).toBe(6);
});
