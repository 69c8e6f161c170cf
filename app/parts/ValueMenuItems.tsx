/** What can be done with a value that is shown anywhere: filter by it, show its field as a column, sort and colour by it, copy it. */
import type { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import {
  MOST_CHARACTERS,
  columnChoice,
  subjectFilter,
  type FilterJoin,
  type ValueSubject,
} from "../../src-decoder/index.ts";
import { count } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";
import { copyText } from "./copy.ts";

/** The parts of a menu of Radix, of either kind. */
type MenuParts = Pick<typeof DropdownMenu | typeof ContextMenu, "Item" | "Label" | "Separator">;

interface ValueMenuItemsProps {
  /** `DropdownMenu` or `ContextMenu` of Radix: the menu that the items stand in. */
  readonly menu: MenuParts;
  readonly subject: ValueSubject;
  /** The field of the column that the value stands in, by which rows are sorted; absent where it stands elsewhere. */
  readonly column?: string | undefined;
}

/** Ways into the filter; those that need one are of no use without. */
const JOINS: readonly { readonly how: FilterJoin; readonly label: string; readonly needsFilter: boolean }[] = [
  { how: "replace", label: "Apply as filter", needsFilter: false },
  { how: "replace-not", label: "Apply as filter: not", needsFilter: false },
  { how: "and", label: "Filter: and", needsFilter: true },
  { how: "or", label: "Filter: or", needsFilter: true },
  { how: "and-not", label: "Filter: and not", needsFilter: true },
  { how: "or-not", label: "Filter: or not", needsFilter: true },
];

export function ValueMenuItems({ menu, subject, column }: ValueMenuItemsProps): ReactElement {
  const hasFilter = useStore((state) => state.filter !== "" || state.filterText !== "");
  const filterBy = useStore((state) => state.filterBy);
  const addColumn = useStore((state) => state.addColumn);
  const sortByField = useStore((state) => state.sortByField);
  const colourBy = useStore((state) => state.colourBy);
  const filter = subjectFilter(subject);
  // The payload as a whole, in which bytes are looked for, is no column.
  const isColumn = columnChoice(subject.field) !== null;
  const sortField = column ?? (isColumn ? subject.field : null);
  return (
    <>
      <menu.Label className="menu-label menu-subject data" title={filter}>
        {filter}
      </menu.Label>
      {JOINS.map(({ how, label, needsFilter }) => (
        <menu.Item
          key={how}
          className="menu-item"
          disabled={needsFilter && !hasFilter}
          onSelect={() => void filterBy(subject, how)}
        >
          <span className="menu-text">{label}</span>
        </menu.Item>
      ))}
      <menu.Separator className="menu-line" />
      <menu.Item
        className="menu-item"
        disabled={!isColumn || column !== undefined}
        onSelect={() => addColumn(subject.field)}
      >
        <span className="menu-text">Show as column</span>
      </menu.Item>
      <menu.Item
        className="menu-item"
        disabled={sortField === null}
        onSelect={() => sortField !== null && void sortByField(sortField, false)}
      >
        <span className="menu-text">Sort by this field</span>
      </menu.Item>
      <menu.Item className="menu-item" onSelect={() => colourBy(subject)}>
        <span className="menu-text">Colour rows with this {subject.present === true ? "field" : "value"}</span>
      </menu.Item>
      <menu.Separator className="menu-line" />
      <menu.Item className="menu-item" disabled={subject.text === ""} onSelect={() => copyText(subject.text)}>
        <span className="menu-text">
          {isCut(subject.text) ? `Copy the first ${count(subject.text.length - 1)} characters` : "Copy value"}
        </span>
      </menu.Item>
      <menu.Item className="menu-item" onSelect={() => copyText(filter)}>
        <span className="menu-text">Copy as filter</span>
      </menu.Item>
    </>
  );
}

/** Whether a text is the beginning of a value: a cell has no more of it. */
function isCut(text: string): boolean {
  return text.length === MOST_CHARACTERS && text.endsWith("…");
}
