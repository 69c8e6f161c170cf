import { ContextMenu } from "radix-ui";
import { useState, type MouseEvent, type ReactElement, type ReactNode } from "react";
import type { ValueSubject } from "../../../src-decoder/index.ts";
import { commandById, isEnabled, runCommand } from "../../commands.ts";
import { copyText } from "../../parts/copy.ts";
import { KeyCaps } from "../../parts/KeyCaps.tsx";
import { ValueMenuItems } from "../../parts/ValueMenuItems.tsx";
import { rowPages } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { subjectOf, type ColumnSpec } from "./columns.tsx";
import type { TimeFormat } from "./time-format.ts";

/** Commands of the menu, lines between its groups. */
const ROW_COMMANDS = [
  "paired",
  "previous-of-container",
  "next-of-container",
  "follow",
  "follow-container",
  null,
  "copy-container",
  "copy-row",
] as const;

/** The cell that the menu was opened on. */
interface Target {
  readonly text: string;
  /** Null where no filter can ask for its value. */
  readonly subject: ValueSubject | null;
}

const NOTHING: Target = { text: "", subject: null };

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
    const column = columns.find(({ id }) => id === cell?.dataset["column"]);
    const row = rowPages.get(place);
    if (column === undefined || row === undefined) setTarget(NOTHING);
    else setTarget({ text: column.text(row, format), subject: subjectOf(column, row, format) });
  };

  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild onContextMenu={aim}>
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" aria-label="Row" collisionPadding={8}>
          <TargetItems {...target} />
          <RowCommands />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function TargetItems({ text, subject }: Target): ReactElement | null {
  if (subject === null && text === "") return null;
  return (
    <>
      {subject === null ? (
        <ContextMenu.Item className="menu-item" onSelect={() => copyText(text)}>
          <span className="menu-text">
            Copy <span className="data">{text}</span>
          </span>
        </ContextMenu.Item>
      ) : (
        <ValueMenuItems menu={ContextMenu} subject={subject} />
      )}
      <ContextMenu.Separator className="menu-line" />
    </>
  );
}

/** Exists only while the menu is open, as what is enabled depends on all of the state. */
function RowCommands(): ReactElement {
  const state = useStore();
  return (
    <>
      {ROW_COMMANDS.map((id) => {
        const command = id === null ? undefined : commandById(id);
        if (command === undefined) return <ContextMenu.Separator key="line" className="menu-line" />;
        return (
          <ContextMenu.Item
            key={command.id}
            className="menu-item"
            disabled={!isEnabled(command, state)}
            onSelect={() => runCommand(command)}
          >
            <span className="menu-text">{command.title}</span>
            {command.keys[0] !== undefined && <KeyCaps keys={command.keys[0]} />}
          </ContextMenu.Item>
        );
      })}
    </>
  );
}
