import type { ReactElement } from "react";
import { useStore } from "../state/store.ts";
import { SaveAs } from "./SaveAs.tsx";

/** Gives the filter that is applied a name. */
export function SaveFilter(): ReactElement {
  const filter = useStore((state) => state.filter);
  const saved = useStore((state) => state.settings.savedFilters);
  const saveFilter = useStore((state) => state.saveFilter);
  return (
    <SaveAs
      title="Save the filter"
      what="filter"
      text={filter}
      taken={saved.map((each) => ({ name: each.name, isSame: each.filter === filter }))}
      onSave={(name) => saveFilter(name, filter)}
    />
  );
}
