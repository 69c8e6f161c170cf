import {
  Cells,
  Correlation,
  diagnose,
  fieldOf,
  formatDuration,
  formatInstant,
  isOfDiagnosis,
  readMoment,
} from "../../src-decoder/index.ts";
import type { Capture, OpenExchange } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { frameIdentity } from "../frame-identity.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { COLUMNS_OPTION, filterOf, mixedColumnsOf, passingTest } from "../row-filter.ts";
import { sha256 } from "../sha256.ts";
import { TablePrinter } from "../table.ts";

/** Columns that are said of a moment; those of frames come beside them by `--columns`. */
const OWN_COLUMNS = {
  frame: { label: "frame", align: "end" },
  name: { label: "name", align: "start" },
  id: { label: "id", align: "end" },
  ageNs: { label: "age", align: "end" },
  state: { label: "state", align: "start" },
  behind: { label: "behind frame", align: "end" },
  bridge: { label: "bridge", align: "end" },
  containerId: { label: "container", align: "start" },
} as const;
type OwnColumn = keyof typeof OWN_COLUMNS;

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
    { ...FILTER_OPTION, help: "Only calls whose request or response the display filter lets pass" },
    {
      ...COLUMNS_OPTION,
      help: `What to tell of each, in this order: ${Object.keys(OWN_COLUMNS).join(", ")}, and any column of frames`,
    },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["text", "json"] },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out, messages } = context;
    const json = args.choice("format") === "json";
    const text = args.text("at");
    if (text === null) throw new UsageError("--at TIME is missing");
    momentOf(text, ANY_CLOCK);
    const names = mixedColumnsOf(args, Object.keys(OWN_COLUMNS));
    const filter = filterOf(args);
    return withCapture(context, async (capture) => {
      if (capture.startNs === null) throw new UsageError("--at needs times, and the files carry none");
      const at = momentOf(text, capture);
      const outside = whereOutside(at, capture.lastTime);
      if (outside !== null) messages.tell(`warning: --at lies ${outside}`);
      const passes = await passingTest(filter, capture, "exchange");
      if (names.some((name) => isOfDiagnosis(fieldOf(name)))) await diagnose(capture);
      const open = new Correlation(capture).waits.at(at).filter(({ row }) => passes(row));
      if (json) {
        const objects = await openJson(capture, open, names);
        const report = { at: formatInstant(capture.startNs, at), atNs: at, outstanding: objects };
        out.line(JSON.stringify(report, null, 2));
      } else await printTable(capture, open, names, out);
    });
  },
};

function momentOf(text: string, clock: Pick<Capture, "startNs" | "lastTime">): number {
  const moment = readMoment(text, clock);
  if (typeof moment === "number") return moment;
  throw new UsageError(`--at: ${moment.text}${moment.hint === null ? "" : ` ${moment.hint}`}`);
}

/** How a moment lies to what was captured; null where it is within. A wrong date would read as calls that hang for days. */
function whereOutside(at: number, lastTime: number): string | null {
  if (at < 0) return `${formatDuration(-at)} before the first packet`;
  if (at <= lastTime) return null;
  return `${formatDuration(at - lastTime)} behind the last packet: what was answered since then, the capture does not tell`;
}

/** The columns of each, raw. */
async function openJson(
  capture: Capture,
  open: readonly OpenExchange[],
  names: readonly string[],
): Promise<readonly object[]> {
  const ofFrames = names.filter((name) => !isOwn(name));
  const cells = Cells.values(ofFrames, capture, sha256);
  const objects: object[] = [];
  for (const exchange of open) {
    const own = ownValues(capture, exchange);
    const values = await cells.load(exchange.row);
    objects.push(
      Object.fromEntries(names.map((name) => [name, isOwn(name) ? own[name] : values[ofFrames.indexOf(name)]])),
    );
  }
  return objects;
}

async function printTable(
  capture: Capture,
  open: readonly OpenExchange[],
  names: readonly string[],
  out: Output,
): Promise<void> {
  const ofFrames = names.filter((name) => !isOwn(name));
  const cells = Cells.texts(ofFrames, capture, sha256);
  const headOf = (name: string) => (isOwn(name) ? OWN_COLUMNS[name] : cells.columns[ofFrames.indexOf(name)]!);
  const table = new TablePrinter(out, names.map(headOf));
  for (const exchange of open) {
    const own = ownValues(capture, exchange);
    const texts = { ...own, ageNs: formatDuration(own.ageNs) };
    const values = await cells.load(exchange.row);
    table.row(names.map((name) => String((isOwn(name) ? texts[name] : values[ofFrames.indexOf(name)]) ?? "")));
    if (out.isFull) await out.drain();
  }
  table.end();
}

function isOwn(name: string): name is OwnColumn {
  return Object.hasOwn(OWN_COLUMNS, name);
}

function ownValues(capture: Capture, { row, bridge, age, state, behind }: OpenExchange) {
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
