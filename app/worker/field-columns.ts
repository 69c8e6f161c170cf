import { columnReader, type Capture, type ColumnReader } from "../../src-decoder/index.ts";
import type { CellValue, TableRow } from "./contract/rows.ts";

/** Columns that the page may ask for at once; each may read the payloads of all rows on screen. */
const MOST_COLUMNS = 32;

/** Values of the fields that the user made columns, for rows that the page asks for. */
export class FieldColumns {
  readonly #readers: readonly { readonly name: string; readonly reader: ColumnReader }[];

  /** Names that mean nothing are left out: their cells stay empty. */
  constructor(capture: Capture, names: readonly string[]) {
    this.#readers = names.slice(0, MOST_COLUMNS).flatMap((name) => {
      const reader = columnReader(name, capture);
      return reader === null ? [] : [{ name, reader }];
    });
  }

  /** The rows with their cells. A payload that cannot be read leaves its column empty. */
  async told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    if (this.#readers.length === 0) return rows;
    const cells = rows.map((): Record<string, CellValue> => ({}));
    for (const { name, reader } of this.#readers) {
      const lists = [mainsOf(rows), responsesOf(rows)];
      for (const list of lists) {
        const open = list.filter(({ at }) => cells[at]?.[name] === undefined);
        const found = await cellsOf(reader, open);
        for (const { at, cell } of found) Object.assign(cells[at] ?? {}, { [name]: cell });
      }
    }
    return rows.map((row, at): TableRow => ({ ...row, cells: cells[at] ?? {} }));
  }
}

/** A frame whose value the row at a place shows. */
interface Asked {
  readonly at: number;
  readonly frame: number;
}

function mainsOf(rows: readonly TableRow[]): readonly Asked[] {
  return rows.map((row, at) => ({ at, frame: row.row }));
}

/** Responses of exchanges that have a request too. */
function responsesOf(rows: readonly TableRow[]): readonly Asked[] {
  return rows.flatMap((row, at) =>
    row.kind === "exchange" && row.request !== null && row.response !== null ? [{ at, frame: row.response.row }] : [],
  );
}

async function cellsOf(
  reader: ColumnReader,
  asked: readonly Asked[],
): Promise<readonly { readonly at: number; readonly cell: CellValue }[]> {
  const frames = asked.map(({ frame }) => frame);
  try {
    const found = await reader.cells(frames);
    return asked.flatMap(({ at }, index) => {
      const cell = found[index];
      return cell === undefined || (cell.text === "" && cell.value === null) ? [] : [{ at, cell }];
    });
  } catch {
    // The file is gone: the table shows what the columns hold all the same.
    return [];
  }
}
