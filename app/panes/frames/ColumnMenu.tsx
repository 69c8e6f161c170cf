import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { TIME_MODES } from "../../state/time-modes.ts";
import { MenuCheck, MenuContent, MenuItem, MenuLine, MenuRadio } from "../../parts/Menu.tsx";
import type { ColumnSpec } from "./columns.tsx";
import { columnActions } from "./column-actions.ts";

interface ColumnMenuProps {
  readonly spec: ColumnSpec;
  readonly pinned: boolean;
  readonly sorted: "ascending" | "descending" | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** What can be done with one column. */
export function ColumnMenu({ spec, pinned, sorted, open, onOpenChange, children }: ColumnMenuProps): ReactElement {
  const timeMode = useStore((state) => state.settings.timeMode);
  const setSetting = useStore((state) => state.setSetting);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <MenuContent label={`Column ${spec.title}`}>
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
      </MenuContent>
    </DropdownMenu.Root>
  );
}
