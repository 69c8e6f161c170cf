import { frameJson, viewFrame } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { printFrame } from "../frame-text.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { sha256 } from "../sha256.ts";

export const show: Command = {
  name: "show",
  summary: "Shows one frame: header, fields with byte ranges, JSON, hex",
  operands: "FILE... --frame N",
  options: [
    { name: "frame", value: "N", help: "Number of the frame, from 1" },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const [number] = args.integers("frame", 1, Number.MAX_SAFE_INTEGER);
    if (number === undefined) throw new UsageError("--frame N is missing");
    return withCapture(context, async (capture) => {
      const { length } = capture.frames;
      if (number > length) throw new UsageError(`there is no frame ${number}; the capture has ${length}`);
      const view = await viewFrame(capture, number - 1, sha256);
      if (json) out.line(frameJson(capture, view));
      else await printFrame(capture, view, out);
    });
  },
};
