import { Bookmark } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement } from "react";
import { GivenName } from "../../parts/GivenName.tsx";
import { MenuContent, MenuItem, MenuLabel, MenuLine } from "../../parts/Menu.tsx";
import { useStore } from "../../state/store.ts";

/** Recent filters in the menu. */
const MOST_RECENT = 15;

/** Filters that have a name, and those that were used before. */
export function FilterMenu({ onApply }: { onApply: (filter: string) => void }): ReactElement {
  const saved = useStore((state) => state.settings.savedFilters);
  const history = useStore((state) => state.settings.filterHistory);
  const filter = useStore((state) => state.filter);
  const setDialog = useStore((state) => state.setDialog);
  const forget = useStore((state) => state.forgetFilters);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="filter-menu"
        aria-label="Saved and recent filters"
        title="Saved and recent filters"
      >
        <Bookmark size={13} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuContent label="Saved and recent filters" align="end">
        <MenuItem disabled={filter === ""} onSelect={() => setDialog("save-filter")}>
          Save the filter
        </MenuItem>
        <MenuItem disabled={saved.length === 0} onSelect={() => setDialog("saved-filters")}>
          Rename and delete
        </MenuItem>
        <MenuLine />
        <MenuLabel>Saved</MenuLabel>
        {saved.length === 0 && <div className="filter-none">None yet</div>}
        {saved.map((each) => (
          <MenuItem key={each.name} onSelect={() => onApply(each.filter)}>
            <GivenName name={each.name} /> <bdi className="filter-menu-text data">{each.filter}</bdi>
          </MenuItem>
        ))}
        <MenuLine />
        <MenuLabel>Recent</MenuLabel>
        {history.length === 0 && <div className="filter-none">None yet</div>}
        {history.slice(0, MOST_RECENT).map((each) => (
          <MenuItem key={each} onSelect={() => onApply(each)}>
            <span className="data">{each}</span>
          </MenuItem>
        ))}
        {history.length > 0 && (
          <>
            <MenuLine />
            <MenuItem onSelect={forget}>Forget recent filters</MenuItem>
          </>
        )}
      </MenuContent>
    </DropdownMenu.Root>
  );
}
