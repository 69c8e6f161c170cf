import { endpointText } from "../../src-decoder/index.ts";
import type { Capture, Stream } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, ownColumnsOf, ownColumnsOption, passingTest } from "../row-filter.ts";
import { TablePrinter } from "../table.ts";

/** By the keys of the JSON form; the table has sums in place of ranges. */
const COLUMNS = [
  { key: "bridge", label: "bridge", align: "end" },
  { key: "connection", label: "connection", align: "end" },
  { key: "direction", label: "direction", align: "start" },
  { key: "source", label: "source", align: "start" },
  { key: "destination", label: "destination", align: "start" },
  { key: "bytes", label: "bytes", align: "end" },
  { key: "frames", label: "frames", align: "end" },
  { key: "framedBytes", label: "framed bytes", align: "end" },
  { key: "gaps", label: "gap bytes", align: "end" },
  { key: "unframed", label: "unframed bytes", align: "end" },
] as const;
const KEYS = COLUMNS.map(({ key }) => key);

export const streams: Command = {
  name: "streams",
  summary: "Accounts for every byte of each direction of each connection",
  operands: "FILE...",
  options: [
    {
      ...FILTER_OPTION,
      help: "Only streams with a frame that the display filter lets pass; what is said is of all their bytes",
    },
    ownColumnsOption(KEYS),
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const keys = ownColumnsOf(args, KEYS);
    const filter = filterOf(args);
    return withCapture(context, async (capture) => {
      const listed = filter === "" ? capture.streams : await passingStreams(capture, filter);
      if (json) {
        let separator = "";
        out.print("[");
        for (const stream of listed) {
          const values = streamValues(capture, stream);
          out.print(`${separator}\n  ${JSON.stringify(Object.fromEntries(keys.map((key) => [key, values[key]])))}`);
          separator = ",";
          if (out.isFull) await out.drain();
        }
        out.line("\n]");
        return;
      }
      const table = new TablePrinter(
        out,
        keys.flatMap((key) => COLUMNS.filter((column) => column.key === key)),
      );
      for (const stream of listed) {
        const values = { ...streamValues(capture, stream), gaps: stream.gapBytes, unframed: stream.unframedBytes };
        table.row(keys.map((key) => String(values[key] ?? "")));
        if (out.isFull) await out.drain();
      }
      table.end();
    });
  },
};

async function passingStreams(capture: Capture, filter: string): Promise<readonly Stream[]> {
  const passes = await passingTest(filter, capture);
  const { stream, length } = capture.frames;
  const passing = new Set<number>();
  for (let row = 0; row < length; row++) if (passes(row)) passing.add(stream.get(row));
  return capture.streams.filter(({ index }) => passing.has(index));
}

/** What the JSON form says; the bridge counts from 1 and is null for a connection that is none. */
function streamValues(capture: Capture, stream: Stream) {
  const { connection, direction, bytes, frames, framedBytes, gaps, unframed } = stream;
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
    gaps,
    unframed,
  };
}
