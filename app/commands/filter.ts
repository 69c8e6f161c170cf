/** The filter bar, its chips and the filters that are saved. */
import { focusFilter, focusTable } from "../focus.ts";
import { CHIPS, isOn, switched } from "../panes/filter/chips.ts";
import { isOpen, missingCapture, type Command } from "./command.ts";

export const FILTER_COMMANDS: readonly Command[] = [
  {
    id: "filter",
    title: "Go to the filter",
    words: ["search"],
    group: "View",
    keys: ["/"],
    run: focusFilter,
    enabled: isOpen,
    missing: missingCapture,
  },
  {
    id: "clear-filter",
    title: "Clear the filter",
    group: "View",
    keys: ["Esc"],
    run: (state) => {
      void state.applyFilter("");
      focusTable();
    },
    enabled: (state) => state.filterText !== "" || state.filter !== "",
  },
  {
    id: "save-filter",
    title: "Save the filter under a name",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("save-filter"),
    enabled: (state) => state.filter !== "",
  },
  {
    id: "saved-filters",
    title: "Rename and delete saved filters",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("saved-filters"),
    enabled: (state) => state.settings.savedFilters.length > 0,
  },
  ...CHIPS.map((chip): Command => ({
    id: `chip-${chip.id}`,
    title: `Filter: ${chip.title.charAt(0).toLowerCase()}${chip.title.slice(1)}, on or off`,
    group: "View",
    keys: [],
    run: (state) => void state.applyFilter(switched(chip, state.filter, state.overview)),
    enabled: (state) => isOpen(state) && (isOn(chip, state.filter) || chip.usable(state.details)),
  })),
];
