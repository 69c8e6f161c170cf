import { formatInstant } from "../../src-decoder/index.ts";
import type { Capture, Packet } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { CAPTURE_OPTIONS, readAgain, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, ownColumnsOf, ownColumnsOption, passingTest } from "../row-filter.ts";
import { TablePrinter } from "../table.ts";

/** Keys of the ndjson form, which are also the heads of the table. */
const KEYS = ["number", "time", "interface", "linkType", "capturedLength", "originalLength", "fileOffset"] as const;

type Key = (typeof KEYS)[number];

/** Lists packets while they are read: none is kept. With a filter the files are read twice, as only then it is known what frames there are. */
export const packets: Command = {
  name: "packets",
  summary: "Lists the packets of the capture files",
  operands: "FILE...",
  options: [
    { ...FILTER_OPTION, help: "Only packets that carry a frame that the display filter lets pass, or a part of it" },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "ndjson"] },
    ownColumnsOption(KEYS),
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const instantOf = packetClock();
    const keys = ownColumnsOf(args, KEYS);
    const filter = filterOf(args);
    const table = args.choice("format") === "table" ? new TablePrinter(out, keys.map(columnOf)) : null;
    const print = (packet: Packet, number: number): void => {
      const values = valuesOf(packet, number, instantOf(packet));
      if (table === null) out.line(`{${keys.map((key) => `"${key}":${JSON.stringify(values[key])}`).join(",")}}`);
      else table.row(keys.map((key) => String(values[key] ?? "")));
    };
    const between = (): Promise<void> => (out.isFull ? out.drain() : Promise.resolve());
    if (filter === "") return withCapture(context, async () => table?.end(), { onPacket: print, between });
    return withCapture(context, async (capture) => {
      const carries = await carriersOf(capture, filter);
      const onPacket = (packet: Packet, number: number): void => {
        if (carries[number] === 1) print(packet, number);
      };
      await readAgain(capture, { onPacket, between });
      table?.end();
    });
  },
};

/** By packet number: 1 where the packet has bytes of a frame that passes. */
async function carriersOf(capture: Capture, filter: string): Promise<Uint8Array> {
  const passes = await passingTest(filter, capture);
  const { length, stream, streamOffset, size } = capture.frames;
  const carries = new Uint8Array(capture.packets);
  for (let row = 0; row < length; row++) {
    if (!passes(row)) continue;
    // A file without packets has none to mark.
    const pieces = capture.streams[stream.get(row)]?.locate(streamOffset.get(row), size.get(row)) ?? [];
    for (const { packet } of pieces) if (packet < carries.length) carries[packet] = 1;
  }
  return carries;
}

function columnOf(label: string): { label: string; align: "start" | "end" } {
  return { label, align: "end" };
}

function valuesOf(packet: Packet, number: number, time: string | null): Record<Key, number | string | null> {
  const { interfaceIndex, linkType, start, end, originalLength, fileOffset } = packet;
  return {
    number: number + 1,
    time,
    interface: interfaceIndex,
    linkType,
    capturedLength: end - start,
    originalLength,
    fileOffset,
  };
}

/** RFC 3339 times of packets, null where there are none. The text of a second is made once: thousands of packets share it. */
function packetClock(): (packet: Packet) => string | null {
  let second = Number.NaN;
  let prefix: string | null = null;
  return ({ seconds, nanoseconds }) => {
    if (Number.isNaN(seconds)) return null;
    if (seconds !== second) {
      second = seconds;
      prefix = formatInstant(BigInt(seconds) * 1_000_000_000n, 0)?.slice(0, -"000000000Z".length) ?? null;
    }
    return prefix === null ? null : `${prefix}${String(nanoseconds).padStart(9, "0")}Z`;
  };
}
