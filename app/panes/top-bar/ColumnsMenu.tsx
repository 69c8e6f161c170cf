import { Columns3 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { GivenName } from "../../parts/GivenName.tsx";
import { MenuCheck, MenuContent, MenuItem, MenuLabel, MenuLine, MenuRadio, SubMenu } from "../../parts/Menu.tsx";
import { useStore } from "../../state/store.ts";
import { TIME_MODES } from "../../state/time-modes.ts";
import { columnLayoutKey } from "../../state/view-slice.ts";
import { columnsOf } from "../frames/columns.tsx";
import { hasBridges, hasTimes, telling } from "../frames/column-widths.ts";
import { columnActions } from "../frames/column-actions.ts";
import { givenSets } from "../frames/column-sets.ts";

/** Which columns are shown, and how times are written. */
export function ColumnsMenu(): ReactElement {
  const settings = useStore((state) => state.settings);
  const setSetting = useStore((state) => state.setSetting);
  const setDialog = useStore((state) => state.setDialog);
  const timed = useStore((state) => hasTimes(state.overview));
  const many = useStore((state) => hasBridges(state.overview));
  const { hidden, fields } = settings[columnLayoutKey(settings.view)];
  const columns = telling(columnsOf(settings.view, fields), { hasTimes: timed, hasBridges: many });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Columns" title="Columns">
        <Columns3 size={15} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Columns" align="end">
        {timed ? (
          <>
            <MenuLabel>Times</MenuLabel>
            <DropdownMenu.RadioGroup value={settings.timeMode}>
              {TIME_MODES.map((mode) => (
                <MenuRadio key={mode.id} value={mode.id} onSelect={() => setSetting("timeMode", mode.id)}>
                  {mode.label}
                </MenuRadio>
              ))}
            </DropdownMenu.RadioGroup>
          </>
        ) : (
          <MenuLabel>The files carry no times: their columns come back with files that do</MenuLabel>
        )}
        <MenuLine />
        <MenuLabel>Columns</MenuLabel>
        {columns.map((column) => (
          <MenuCheck
            key={column.id}
            keepOpen
            checked={!hidden.includes(column.id)}
            onSelect={() => columnActions.show(column.id, hidden.includes(column.id))}
          >
            {column.title}
          </MenuCheck>
        ))}
        <MenuItem onSelect={() => setDialog("columns")}>More columns: any field</MenuItem>
        <MenuLine />
        <SetMenu />
        <MenuItem onSelect={() => setDialog("colour-rules")}>Colour rules</MenuItem>
        <MenuItem onSelect={columnActions.resetAll}>Columns as they were at first</MenuItem>
      </MenuContent>
    </DropdownMenu.Root>
  );
}

/** Columns by the name of a set: those that come with the page, and those that were saved. */
function SetMenu(): ReactElement {
  const { columnSets, view } = useStore((state) => state.settings);
  const setColumns = useStore((state) => state.setColumns);
  const setDialog = useStore((state) => state.setDialog);
  const deleteColumnSet = useStore((state) => state.deleteColumnSet);
  const saved = columnSets.filter((set) => set.view === view);
  return (
    <SubMenu label="Column sets">
      {givenSets(view).map(({ name, layout }) => (
        <MenuItem key={name} onSelect={() => setColumns(layout)}>
          {name}
        </MenuItem>
      ))}
      {saved.length > 0 && <MenuLine />}
      {saved.map(({ name, layout }) => (
        <MenuItem key={name} onSelect={() => setColumns(layout)}>
          <GivenName name={name} />
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => setDialog("save-columns")}>Save the present columns</MenuItem>
      {saved.length > 0 && (
        <SubMenu label="Delete">
          {saved.map((set) => (
            <MenuItem key={set.name} onSelect={() => deleteColumnSet(set)}>
              <GivenName name={set.name} />
            </MenuItem>
          ))}
        </SubMenu>
      )}
    </SubMenu>
  );
}
