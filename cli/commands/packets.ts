import { formatInstant } from "../../src-decoder/index.ts";
import type { Packet } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { TablePrinter } from "../table.ts";

/** Keys of the ndjson form, which are also the heads of the table. */
const KEYS = ["number", "time", "interface", "linkType", "capturedLength", "originalLength", "fileOffset"] as const;

/** Lists packets while they are read: none is kept. */
export const packets: Command = {
  name: "packets",
  summary: "Lists the packets of the capture files",
  operands: "FILE...",
  options: [
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "ndjson"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const instantOf = packetClock();
    const table = args.choice("format") === "table" ? new TablePrinter(out, KEYS.map(columnOf)) : null;
    const print = (values: readonly (number | string | null)[]): void => {
      if (table === null) out.line(`{${KEYS.map((key, i) => `"${key}":${JSON.stringify(values[i])}`).join(",")}}`);
      else table.row(values.map((value) => String(value ?? "")));
    };
    return withCapture(context, async () => table?.end(), {
      onPacket: (packet, number) => print(valuesOf(packet, number, instantOf(packet))),
      between: () => (out.isFull ? out.drain() : Promise.resolve()),
    });
  },
};

function columnOf(label: string): { label: string; align: "start" | "end" } {
  return { label, align: "end" };
}

function valuesOf(packet: Packet, number: number, time: string | null): readonly (number | string | null)[] {
  const { interfaceIndex, linkType, start, end, originalLength, fileOffset } = packet;
  return [number + 1, time, interfaceIndex, linkType, end - start, originalLength, fileOffset];
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
