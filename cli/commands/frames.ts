import {
  EXPORT_FIELDS,
  FIELDS,
  compileFilter,
  diagnose,
  isOfDiagnosis,
  needsDiagnosis,
  fieldOf,
  filterPayloadRows,
  filterSlices,
  parseFilter,
} from "../../src-decoder/index.ts";
import type { Capture, Field, FieldValue, FilterFault } from "../../src-decoder/index.ts";
import { Cells } from "../cells.ts";
import type { Command } from "../command.ts";
import { csvLine } from "../csv.ts";
import { UsageError } from "../errors.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { TablePrinter } from "../table.ts";

/** What the table shows where no columns are chosen. */
const TABLE_COLUMNS = "number,time,direction,name,id,container,process,size,result,latencyNs";

/** One form of the output. */
interface RowPrinter {
  readonly cells: Cells;
  row(values: readonly FieldValue[]): void;
  end(): void;
}

export const frames: Command = {
  name: "frames",
  summary: "Lists the frames in capture order",
  operands: "FILE...",
  options: [
    { name: "filter", value: "EXPR", help: "Only frames that the display filter lets pass" },
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "ndjson", "csv"] },
    { name: "columns", value: "A,B,C", help: "Fields to print, in this order" },
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const format = args.choice("format");
    const fields = chosenFields(args.text("columns"), format);
    const filter = args.text("filter") ?? "";
    const { expression, faults } = parseFilter(filter);
    rejectFaults(filter, faults);
    const asksForFindings = needsDiagnosis(expression) || fields.some((field) => isOfDiagnosis(field));
    return withCapture(context, async (capture) => {
      if (asksForFindings) await diagnose(capture);
      const printer = printerOf(format, fields, capture, out);
      for await (const rows of passingRows(filter, capture)) {
        for (const row of rows) {
          printer.row(await printer.cells.load(row));
          if (out.isFull) await out.drain();
        }
      }
      printer.end();
    });
  },
};

function chosenFields(columns: string | null, format: string): readonly Field[] {
  if (columns === null && format !== "table") return EXPORT_FIELDS;
  return (columns ?? TABLE_COLUMNS).split(",").map((name) => {
    const field = fieldOf(name.trim());
    if (field !== null) return field;
    throw new UsageError(`there is no column "${name.trim()}"; there are ${FIELDS.map(({ key }) => key).join(", ")}`);
  });
}

/** The rows that the filter lets pass, in capture order; those of filters over payloads come as they are found. */
async function* passingRows(text: string, capture: Capture): AsyncGenerator<Uint32Array> {
  const compiled = compileFilter(text, capture);
  if (!compiled.ok) {
    rejectFaults(text, compiled.faults);
    return;
  }
  const { filter } = compiled;
  const all = capture.frames.length;
  if (filter.needs === "columns") yield* filterSlices(all, filter.test);
  else for await (const { rows } of filterPayloadRows(capture, filter, all)) yield rows;
}

function rejectFaults(filter: string, [fault]: readonly FilterFault[]): void {
  if (fault === undefined) return;
  const hint = fault.hint === null ? "" : ` (${fault.hint})`;
  throw new UsageError(`--filter ${JSON.stringify(filter)}: at character ${fault.at + 1}: ${fault.text}${hint}`);
}

function printerOf(format: string, fields: readonly Field[], capture: Capture, out: Output): RowPrinter {
  switch (format) {
    case "ndjson":
      return ndjsonPrinter(fields, capture, out);
    case "csv":
      return csvPrinter(fields, capture, out);
    default:
      return tablePrinter(fields, capture, out);
  }
}

function ndjsonPrinter(fields: readonly Field[], capture: Capture, out: Output): RowPrinter {
  const keys = fields.map(({ key }) => `${JSON.stringify(key)}:`);
  return {
    cells: Cells.values(fields, capture),
    row: (values) => out.line(`{${keys.map((key, i) => key + JSON.stringify(values[i])).join(",")}}`),
    end: () => undefined,
  };
}

function csvPrinter(fields: readonly Field[], capture: Capture, out: Output): RowPrinter {
  out.line(csvLine(fields.map(({ key }) => key)));
  return {
    cells: Cells.values(fields, capture),
    row: (values) => out.line(csvLine(values.map((value) => String(value ?? "")))),
    end: () => undefined,
  };
}

function tablePrinter(fields: readonly Field[], capture: Capture, out: Output): RowPrinter {
  const table = new TablePrinter(
    out,
    fields.map(({ label, column }) => ({ label, align: column.align })),
  );
  return {
    cells: Cells.texts(fields, capture),
    row: (values) => table.row(values.map(String)),
    end: () => table.end(),
  };
}
