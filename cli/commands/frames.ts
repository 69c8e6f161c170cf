import {
  Cells,
  EXPORT_FIELDS,
  diagnose,
  fieldOf,
  frameWriter,
  isOfDiagnosis,
  needsDiagnosis,
  parseFilter,
} from "../../src-decoder/index.ts";
import type { Capture } from "../../src-decoder/index.ts";
import type { Command } from "../command.ts";
import type { Output } from "../output.ts";
import { CAPTURE_OPTIONS, withCapture } from "../read-capture.ts";
import { FILTER_OPTION } from "../filter-option.ts";
import { COLUMNS_OPTION, columnsOf, filterOf, passingRows } from "../row-filter.ts";
import { sha256 } from "../sha256.ts";
import { TablePrinter } from "../table.ts";

/** What the table shows where no columns are chosen. */
const TABLE_COLUMNS = "number,time,direction,name,id,container,process,size,result,latencyNs".split(",");

/** One form of the output. */
interface RowPrinter {
  row(row: number): Promise<void>;
  end(): void;
}

export const frames: Command = {
  name: "frames",
  summary: "Lists the frames in capture order",
  operands: "FILE...",
  options: [
    FILTER_OPTION,
    { name: "format", value: "FORMAT", help: "Form of the output", choices: ["table", "ndjson", "csv"] },
    COLUMNS_OPTION,
    ...CAPTURE_OPTIONS,
  ],
  run(context) {
    const { args, out } = context;
    const format = args.choice("format");
    const names = columnsOf(args) ?? (format === "table" ? TABLE_COLUMNS : EXPORT_FIELDS.map(({ key }) => key));
    const filter = filterOf(args);
    const asksForFindings = needsDiagnosis(parseFilter(filter).expression) || names.some(isOfFindings);
    return withCapture(context, async (capture) => {
      if (asksForFindings) await diagnose(capture);
      const printer = printerOf(format, names, capture, out);
      try {
        for await (const rows of passingRows(filter, capture)) {
          for (const row of rows) {
            await printer.row(row);
            if (out.isFull) await out.drain();
          }
        }
      } finally {
        // What was found before a regular expression had to be ended is printed too.
        printer.end();
      }
    });
  },
};

function isOfFindings(name: string): boolean {
  return isOfDiagnosis(fieldOf(name));
}

function printerOf(format: string, names: readonly string[], capture: Capture, out: Output): RowPrinter {
  switch (format) {
    case "ndjson":
    case "csv": {
      const writer = frameWriter(format, capture, { columns: names, several: true, sha256 });
      out.print(writer.head);
      return { row: async (row) => out.print(await writer.write(row)), end: () => undefined };
    }
    default:
      return tablePrinter(names, capture, out);
  }
}

function tablePrinter(names: readonly string[], capture: Capture, out: Output): RowPrinter {
  const cells = Cells.texts(names, capture, sha256);
  const table = new TablePrinter(out, cells.columns);
  return {
    row: async (row) => table.row((await cells.load(row)).map(String)),
    end: () => table.end(),
  };
}
