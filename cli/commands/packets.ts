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
    const table = args.choice("format") === "table" ? new TablePrinter(out, KEYS.map(columnOf)) : null;
    const print = (values: readonly (number | string | null)[]): void => {
      if (table === null) out.line(JSON.stringify(Object.fromEntries(KEYS.map((key, i) => [key, values[i]]))));
      else table.row(values.map((value) => String(value ?? "")));
    };
    return withCapture(context, async () => table?.end(), {
      onPacket: (packet, number, _time) => print(valuesOf(packet, number)),
      between: () => (out.isFull ? out.drain() : Promise.resolve()),
    });
  },
};

function columnOf(label: string): { label: string; align: "start" | "end" } {
  return { label, align: "end" };
}

function valuesOf(packet: Packet, number: number): readonly (number | string | null)[] {
  const { seconds, nanoseconds, interfaceIndex, linkType, start, end, originalLength, fileOffset } = packet;
  const time = Number.isNaN(seconds) ? null : formatInstant(BigInt(seconds) * 1_000_000_000n, nanoseconds);
  return [number + 1, time, interfaceIndex, linkType, end - start, originalLength, fileOffset];
}
