import { Columns3 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { MenuCheck, MenuContent, MenuItem, MenuLabel, MenuLine, MenuRadio } from "../../parts/Menu.tsx";
import { useStore } from "../../state/store.ts";
import { TIME_MODES } from "../../state/time-modes.ts";
import { columnLayoutKey } from "../../state/view-slice.ts";
import { columnsOf } from "../frames/columns.tsx";
import { columnActions } from "../frames/column-actions.ts";

/** Which columns are shown, and how times are written. */
export function ColumnsMenu(): ReactElement {
  const settings = useStore((state) => state.settings);
  const setSetting = useStore((state) => state.setSetting);
  const { hidden } = settings[columnLayoutKey(settings.view)];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Columns" title="Columns">
        <Columns3 size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Columns" align="end">
        <MenuLabel>Times</MenuLabel>
        <DropdownMenu.RadioGroup value={settings.timeMode}>
          {TIME_MODES.map((mode) => (
            <MenuRadio key={mode.id} value={mode.id} onSelect={() => setSetting("timeMode", mode.id)}>
              {mode.label}
            </MenuRadio>
          ))}
        </DropdownMenu.RadioGroup>
        <MenuLine />
        <MenuLabel>Columns</MenuLabel>
        {columnsOf(settings.view).map((column) => (
          <MenuCheck
            key={column.id}
            keepOpen
            checked={!hidden.includes(column.id)}
            onSelect={() => columnActions.show(column.id, hidden.includes(column.id))}
          >
            {column.title}
          </MenuCheck>
        ))}
        <MenuLine />
        <MenuItem onSelect={columnActions.resetAll}>Columns as they were at first</MenuItem>
      </MenuContent>
    </DropdownMenu.Root>
  );
}
