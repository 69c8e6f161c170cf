import type { Capture, Stream } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { endpointText } from "../endpoint-text.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { TablePrinter } from "../table.ts";

/** The members of `StreamHead`, then the sums of the ranges. */
const COLUMNS = [
  { label: "bridge", align: "end" },
  { label: "connection", align: "end" },
  { label: "direction", align: "start" },
  { label: "source", align: "start" },
  { label: "destination", align: "start" },
  { label: "bytes", align: "end" },
  { label: "frames", align: "end" },
  { label: "framed bytes", align: "end" },
  { label: "gap bytes", align: "end" },
  { label: "unframed bytes", align: "end" },
] as const;

export const streams: Command = {
  name: "streams",
  summary: "Accounts for every byte of each direction of each connection",
  operands: "FILE...",
  options: [
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    return withCapture(context, async (capture) => {
      if (json) {
        out.print("[");
        for (const stream of capture.streams) {
          out.print(`${stream.index === 0 ? "" : ","}\n  ${JSON.stringify(streamJson(capture, stream))}`);
          if (out.isFull) await out.drain();
        }
        out.line("\n]");
        return;
      }
      const table = new TablePrinter(out, COLUMNS);
      for (const stream of capture.streams) {
        const values = [...Object.values(streamHead(capture, stream)), stream.gapBytes, stream.unframedBytes];
        table.row(values.map((value) => String(value ?? "")));
        if (out.isFull) await out.drain();
      }
      table.end();
    });
  },
};

interface StreamHead {
  /** From 1; null for a connection that is no bridge. */
  readonly bridge: number | null;
  readonly connection: number;
  readonly direction: string | null;
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  readonly frames: number;
  readonly framedBytes: number;
}

function streamHead(capture: Capture, stream: Stream): StreamHead {
  const { connection, direction, bytes, frames, framedBytes } = stream;
  const [first, second] = capture.connections[connection]!.endpoints;
  const [source, destination] = stream.index % 2 === 0 ? [first, second] : [second, first];
  return {
    bridge: capture.bridgeOf(connection) || null,
    connection: connection + 1,
    direction,
    source: endpointText(source),
    destination: endpointText(destination),
    bytes,
    frames,
    framedBytes,
  };
}

function streamJson(capture: Capture, stream: Stream): object {
  return { ...streamHead(capture, stream), gaps: stream.gaps, unframed: stream.unframed };
}
