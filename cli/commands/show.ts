import { frameJson, viewFrame } from "../../src-decoder/index.ts";
import type { Capture } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printFrame } from "../frame-text.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { filterOf, passingTest } from "../row-filter.ts";
import { sha256 } from "../sha256.ts";

export const show: Command = {
  name: "show",
  summary: "Shows one frame, or those that pass a filter: header, fields with byte ranges, JSON, hex",
  operands: "FILE... --frame N | --filter EXPR",
  options: [
    { name: "frame", value: "N", help: "Number of the frame, from 1" },
    {
      ...FILTER_OPTION,
      help: "In place of --frame: all frames that the display filter lets pass; as JSON, in an array",
    },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const [number] = args.integers("frame", 1, Number.MAX_SAFE_INTEGER);
    const filter = filterOf(args);
    const isFiltered = args.has(FILTER_OPTION.name);
    if (isFiltered && number !== undefined)
      throw new UsageError("--frame and --filter name frames in two ways; give one");
    if (isFiltered) return withCapture(context, (capture) => showPassing(capture, filter, json, out));
    if (number === undefined) throw new UsageError("--frame N is missing, or --filter EXPR");
    return withCapture(context, async (capture) => {
      const { length } = capture.frames;
      if (number > length) throw new UsageError(`there is no frame ${number}; the capture has ${length}`);
      const view = await viewFrame(capture, number - 1, sha256);
      if (json) out.line(frameJson(capture, view));
      else await printFrame(capture, view, out);
    });
  },
};

async function showPassing(capture: Capture, filter: string, json: boolean, out: Output): Promise<void> {
  const passes = await passingTest(filter, capture);
  let separator = "";
  if (json) out.print("[");
  for (let row = 0; row < capture.frames.length; row++) {
    if (!passes(row)) continue;
    const view = await viewFrame(capture, row, sha256);
    out.print(separator);
    if (json) out.print(`\n${frameJson(capture, view)}`);
    else await printFrame(capture, view, out);
    separator = json ? "," : "\n";
    if (out.isFull) await out.drain();
  }
  if (json) out.line("\n]");
}
