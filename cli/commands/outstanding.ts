import { Correlation, formatDuration, formatInstant, readMoment } from "../../src-decoder/index.ts";
import type { Capture, OpenExchange } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { frameIdentity } from "../frame-identity.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { TablePrinter } from "../table.ts";

const COLUMNS = [
  { label: "frame", align: "end" },
  { label: "name", align: "start" },
  { label: "id", align: "end" },
  { label: "age", align: "end" },
  { label: "state", align: "start" },
  { label: "behind frame", align: "end" },
  { label: "bridge", align: "end" },
  { label: "container", align: "start" },
] as const;

/** Any day will do to see whether a text is a time. */
const ANY_CLOCK = { startNs: 0n, lastTime: 0 };

export const outstanding: Command = {
  name: "outstanding",
  summary: "Lists what was outstanding at a moment, oldest first",
  operands: "FILE... --at TIME",
  options: [
    {
      name: "at",
      value: "TIME",
      help: "Seconds since the first packet (12.5, 830ms), RFC 3339, or a time of day in UTC",
    },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const json = args.choice("format") === "json";
    const text = args.text("at");
    if (text === null) throw new UsageError("--at TIME is missing");
    momentOf(text, ANY_CLOCK);
    return withCapture(context, async (capture) => {
      if (capture.startNs === null) throw new UsageError("--at needs times, and the files carry none");
      const at = momentOf(text, capture);
      const open = new Correlation(capture).waits.at(at);
      if (json) {
        const report = {
          at: formatInstant(capture.startNs, at),
          atNs: at,
          outstanding: open.map((exchange) => openJson(capture, exchange)),
        };
        out.line(JSON.stringify(report, null, 2));
        return;
      }
      const table = new TablePrinter(out, COLUMNS);
      for (const exchange of open) {
        const { frame, name, id, ageNs, state, behind, bridge, containerId } = openJson(capture, exchange);
        const age = formatDuration(ageNs);
        table.row([frame, name, id, age, state, behind, bridge, containerId].map((value) => String(value ?? "")));
        if (out.isFull) await out.drain();
      }
      table.end();
    });
  },
};

function momentOf(text: string, clock: Pick<Capture, "startNs" | "lastTime">): number {
  const moment = readMoment(text, clock);
  if (typeof moment === "number") return moment;
  throw new UsageError(`--at: ${moment.text}${moment.hint === null ? "" : ` (${moment.hint})`}`);
}

function openJson(capture: Capture, { row, bridge, age, state, behind }: OpenExchange) {
  return {
    frame: row + 1,
    ...frameIdentity(capture, row),
    ageNs: age,
    state,
    /** The frame of the request that holds it up. */
    behind: behind === null ? null : behind + 1,
    bridge,
  };
}
