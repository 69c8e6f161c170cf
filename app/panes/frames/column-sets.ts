import { FIRST_LAYOUTS, type ColumnLayout, type ColumnSet } from "../../state/settings.ts";
import { columnLayoutKey } from "../../state/view-slice.ts";
import type { ViewSpec } from "../../worker/contract/view.ts";
import { columnsOf } from "./columns.tsx";
import { fieldColumnId } from "./field-column.tsx";

/** Columns for common questions, by their ids; fields that are no usual column go by their names. */
const GIVEN: readonly {
  readonly name: string;
  readonly columns: readonly string[];
  readonly fields?: readonly string[];
}[] = [
  {
    name: "What hangs",
    columns: ["number", "request", "response", "time", "direction", "name", "id", "container", "latency", "info"],
  },
  {
    name: "Containers and processes",
    columns: ["number", "request", "response", "time", "direction", "name", "container", "process", "info", "result"],
    fields: ["ExitCode"],
  },
  {
    name: "Sizes and bytes",
    columns: ["number", "request", "response", "time", "direction", "name", "id", "size", "response-size"],
    fields: ["streamOffset", "complete", "type"],
  },
];

/** The sets that come with the page, for a view; the first is what the table has at first. */
export function givenSets(view: ViewSpec["kind"]): readonly ColumnSet[] {
  const first: ColumnSet = { name: "Usual columns", view, layout: FIRST_LAYOUTS[columnLayoutKey(view)] };
  return [
    first,
    ...GIVEN.map(({ name, columns, fields }) => ({ name, view, layout: layoutOf(view, columns, fields ?? []) })),
  ];
}

function layoutOf(view: ViewSpec["kind"], columns: readonly string[], fields: readonly string[]): ColumnLayout {
  const order = [...columns, ...fields.map(fieldColumnId)];
  const hidden = columnsOf(view, []).flatMap(({ id }) => (columns.includes(id) ? [] : [id]));
  return { order, hidden, pinned: [], widths: {}, fields };
}
