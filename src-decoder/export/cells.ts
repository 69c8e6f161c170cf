import { secondsText } from "../bytes/seconds-text.ts";
import type { Capture } from "../model/capture.ts";
import { columnReader } from "../query/columns/column-reader.ts";
import type { ColumnReader } from "../query/columns/column-reader.ts";
import { fieldOf } from "../query/fields/fields.ts";
import { textReader, valueReader } from "../query/fields/values.ts";
import type { FieldValue } from "../query/fields/values.ts";
import { payloadDigest } from "./payload-digest.ts";
import type { Sha256 } from "./payload-digest.ts";

/** What heads a column. */
interface CellColumn {
  readonly key: string;
  readonly label: string;
  readonly align: "start" | "end";
}

/** Gives a promise only where the value must be read from the files: lists are long, and most columns need none. */
type ReadCell = (row: number) => FieldValue | Promise<FieldValue>;

/** The chosen fields of a row, and what payload paths reach, by the names of `--columns`. */
export class Cells {
  readonly columns: readonly CellColumn[];
  readonly #readers: readonly ReadCell[];

  private constructor(columns: readonly (CellColumn & { readonly read: ReadCell })[]) {
    this.columns = columns;
    this.#readers = columns.map(({ read }) => read);
  }

  /** Raw values, as scripts get them. */
  static values(names: readonly string[], capture: Capture, sha256: Sha256): Cells {
    return Cells.#of(names, capture, sha256, (reader) => {
      const field = fieldOf(reader.key);
      if (field !== null && field.type !== "payload") return valueReader(field, capture);
      return async (row) => (await reader.values([row]))[0] ?? null;
    });
  }

  /** As people read them. */
  static texts(names: readonly string[], capture: Capture, sha256: Sha256): Cells {
    return Cells.#of(names, capture, sha256, (reader) => {
      const field = fieldOf(reader.key);
      if (field === null || field.type === "payload") return async (row) => (await reader.texts([row]))[0] ?? "";
      if (field.type !== "time") return textReader(field, capture);
      // Seconds since the first packet: in a list they say more than the date, which `summary` tells.
      const time = field.bind(capture);
      return (row) => secondsText(time(row));
    });
  }

  static #of(
    names: readonly string[],
    capture: Capture,
    sha256: Sha256,
    reading: (reader: ColumnReader) => ReadCell,
  ): Cells {
    return new Cells(
      names.flatMap((name) => {
        const reader = columnReader(name, capture);
        if (reader !== null) {
          const { key, label, hints } = reader;
          return [{ key, label, align: hints.align, read: reading(reader) }];
        }
        const field = fieldOf(name);
        if (field === null) return [];
        const { key, label, column } = field;
        return [{ key, label, align: column.align, read: (row) => payloadDigest(capture, row, sha256) }];
      }),
    );
  }

  /** The values of a row, in the order of the names. */
  async load(row: number): Promise<readonly FieldValue[]> {
    const values: FieldValue[] = [];
    for (const read of this.#readers) {
      const value = read(row);
      values.push(value instanceof Promise ? await value : value);
    }
    return values;
  }
}
