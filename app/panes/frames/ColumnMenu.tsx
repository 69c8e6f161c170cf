import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { TIME_MODES } from "../../state/time-modes.ts";
import { MenuCheck, MenuContent, MenuItem, MenuLine, MenuRadio } from "../../parts/Menu.tsx";
import type { ColumnSpec } from "./columns.tsx";
import { columnActions } from "./column-actions.ts";

interface ColumnMenuItemsProps {
  readonly spec: ColumnSpec;
  readonly pinned: boolean;
  readonly sorted: "ascending" | "descending" | null;
}

interface ColumnMenuProps extends ColumnMenuItemsProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** What can be done with one column. */
export function ColumnMenu({ open, onOpenChange, children, ...column }: ColumnMenuProps): ReactElement {
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <MenuContent label={`Column ${column.spec.title}`}>
        <ColumnMenuItems {...column} />
      </MenuContent>
    </DropdownMenu.Root>
  );
}

/** Drawn only while the menu is open: each column has one. */
function ColumnMenuItems({ spec, pinned, sorted }: ColumnMenuItemsProps): ReactElement {
  const timeMode = useStore((state) => state.settings.timeMode);
  const setSetting = useStore((state) => state.setSetting);
  return (
    <>
      {spec.field !== null && (
        <>
          <MenuCheck checked={sorted === "ascending"} onSelect={() => columnActions.sort(spec, false)}>
            Sort ascending
          </MenuCheck>
          <MenuCheck checked={sorted === "descending"} onSelect={() => columnActions.sort(spec, true)}>
            Sort descending
          </MenuCheck>
          <MenuItem disabled={sorted === null} onSelect={columnActions.clearSort}>
            In order of the capture
          </MenuItem>
          <MenuLine />
        </>
      )}
      {spec.id === "time" && (
        <>
          <DropdownMenu.RadioGroup value={timeMode}>
            {TIME_MODES.map((mode) => (
              <MenuRadio key={mode.id} value={mode.id} onSelect={() => setSetting("timeMode", mode.id)}>
                {mode.label}
              </MenuRadio>
            ))}
          </DropdownMenu.RadioGroup>
          <MenuLine />
        </>
      )}
      <MenuItem disabled={!columnActions.canMove(spec.id, -1)} onSelect={() => columnActions.move(spec.id, -1)}>
        Move left
      </MenuItem>
      <MenuItem disabled={!columnActions.canMove(spec.id, 1)} onSelect={() => columnActions.move(spec.id, 1)}>
        Move right
      </MenuItem>
      <MenuItem keepOpen onSelect={() => columnActions.resize(spec.id, 1)}>
        Wider
      </MenuItem>
      <MenuItem keepOpen onSelect={() => columnActions.resize(spec.id, -1)}>
        Narrower
      </MenuItem>
      <MenuItem onSelect={() => columnActions.fit(spec.id)}>Fit to the values</MenuItem>
      <MenuItem onSelect={() => columnActions.resetWidth(spec.id)}>Usual width</MenuItem>
      <MenuCheck checked={pinned} onSelect={() => columnActions.pin(spec.id, !pinned)}>
        Keep at the left
      </MenuCheck>
      <MenuLine />
      <MenuItem
        onSelect={() => {
          columnActions.show(spec.id, false);
          focusTable();
        }}
      >
        Hide column
      </MenuItem>
    </>
  );
}
