import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { TIME_MODES } from "../../state/time-modes.ts";
import { MenuCheck, MenuContent, MenuItem, MenuLine, MenuRadio } from "../../parts/Menu.tsx";
import type { ColumnSpec } from "./columns.tsx";
import type { ColumnActions } from "./use-column-actions.ts";

interface ColumnMenuProps {
  readonly spec: ColumnSpec;
  readonly pinned: boolean;
  readonly sorted: "ascending" | "descending" | null;
  readonly actions: ColumnActions;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** What can be done with one column. */
export function ColumnMenu({
  spec,
  pinned,
  sorted,
  actions,
  open,
  onOpenChange,
  children,
}: ColumnMenuProps): ReactElement {
  const timeMode = useStore((state) => state.settings.timeMode);
  const setSetting = useStore((state) => state.setSetting);
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <MenuContent label={`Column ${spec.title}`}>
        {spec.field !== null && (
          <>
            <MenuCheck checked={sorted === "ascending"} onSelect={() => actions.sort(spec, false)}>
              Sort ascending
            </MenuCheck>
            <MenuCheck checked={sorted === "descending"} onSelect={() => actions.sort(spec, true)}>
              Sort descending
            </MenuCheck>
            <MenuItem disabled={sorted === null} onSelect={actions.clearSort}>
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
        <MenuItem onSelect={() => actions.move(spec.id, -1)}>Move left</MenuItem>
        <MenuItem onSelect={() => actions.move(spec.id, 1)}>Move right</MenuItem>
        <MenuItem keepOpen onSelect={() => actions.resize(spec.id, 1)}>
          Wider
        </MenuItem>
        <MenuItem keepOpen onSelect={() => actions.resize(spec.id, -1)}>
          Narrower
        </MenuItem>
        <MenuCheck checked={pinned} onSelect={() => actions.pin(spec.id, !pinned)}>
          Keep at the left
        </MenuCheck>
        <MenuLine />
        <MenuItem
          onSelect={() => {
            actions.show(spec.id, false);
            focusTable();
          }}
        >
          Hide column
        </MenuItem>
      </MenuContent>
    </DropdownMenu.Root>
  );
}
