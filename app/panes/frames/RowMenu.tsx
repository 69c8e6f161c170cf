import { ContextMenu } from "radix-ui";
import { useState, type MouseEvent, type ReactElement, type ReactNode } from "react";
import type { ValueSubject } from "../../../src-decoder/index.ts";
import { copyText } from "../../parts/copy.ts";
import { ValueMenuItems } from "../../parts/ValueMenuItems.tsx";
import { rowPages } from "../../state/decoder.ts";
import { MiddleText } from "../../parts/MiddleText.tsx";
import { useStore } from "../../state/store.ts";
import { subjectOf, type ColumnSpec } from "./columns.tsx";
import { RowCommands } from "./RowCommands.tsx";
import { RowSubMenu } from "./RowSubMenu.tsx";
import type { TimeFormat } from "./time-format.ts";

/** A cell's value. */
interface Value {
  readonly title: string;
  readonly text: string;
  /** Null where no filter can ask for it. */
  readonly subject: ValueSubject | null;
  /** The field that its column is sorted by; null where sorting means nothing. */
  readonly column: string | null;
}

/** What the menu was opened on: a cell, or by a key the row alone; with the other values of the row. */
interface Target {
  readonly cell: Value | null;
  readonly others: readonly Value[];
}

const NOTHING: Target = { cell: null, others: [] };

interface RowMenuProps {
  readonly columns: readonly ColumnSpec[];
  readonly format: TimeFormat;
  /** What the menu is for: the rows. */
  readonly children: ReactNode;
}

/** The menu of a row, with the value of the cell that was clicked. */
export function RowMenu({ columns, format, children }: RowMenuProps): ReactElement {
  const [target, setTarget] = useState<Target>(NOTHING);

  const aim = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-column]") : null;
    const place = Number(
      cell?.closest<HTMLElement>("[data-place]")?.dataset["place"] ?? useStore.getState().selectedPlace,
    );
    const row = rowPages.get(place);
    if (row === undefined) {
      setTarget(NOTHING);
      return;
    }
    const valueOf = (column: ColumnSpec): Value => ({
      title: column.title,
      text: column.text(row, format),
      subject: subjectOf(column, row, format),
      column: column.field,
    });
    const column = columns.find(({ id }) => id === cell?.dataset["column"]);
    setTarget({
      cell: column === undefined ? null : valueOf(column),
      others: columns
        .filter((other) => other !== column)
        .map(valueOf)
        .filter(({ text }) => text !== ""),
    });
  };

  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={aim}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" aria-label="Row" collisionPadding={8}>
          {target.cell !== null && <CellItems {...target.cell} />}
          <RowCommands />
          {target.others.length > 0 && (
            <>
              <ContextMenu.Separator className="menu-line" />
              <OtherFields label={target.cell === null ? "Fields" : "Other fields"} values={target.others} />
            </>
          )}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function CellItems(value: Value): ReactElement | null {
  if (value.subject === null && value.text === "") return null;
  return (
    <>
      <ValueItems {...value} />
      <ContextMenu.Separator className="menu-line" />
    </>
  );
}

function ValueItems({ text, subject, column }: Value): ReactElement {
  if (subject !== null) return <ValueMenuItems menu={ContextMenu} subject={subject} column={column ?? undefined} />;
  return (
    <ContextMenu.Item className="menu-item" onSelect={() => copyText(text)}>
      <span className="menu-text">
        Copy <span className="data">{text}</span>
      </span>
    </ContextMenu.Item>
  );
}

/** The values of the row that were not clicked: behind the commands, as they are many and seldom meant. */
function OtherFields({ label, values }: { label: string; values: readonly Value[] }): ReactElement {
  return (
    <RowSubMenu item={<span className="menu-text">{label}</span>}>
      {values.map((value) => (
        <ValueMenu key={value.title} {...value} />
      ))}
    </RowSubMenu>
  );
}

/** A value of the row with a menu of its own, for those who have no pointer to name a cell with. */
function ValueMenu(value: Value): ReactElement {
  const item = (
    <>
      <span className="menu-text">{value.title}</span>
      <span className="menu-subject data" title={value.text}>
        <MiddleText text={value.text} />
      </span>
    </>
  );
  return (
    <RowSubMenu item={item}>
      <ValueItems {...value} />
    </RowSubMenu>
  );
}
