/** Copying what is selected, in the forms that other tools read. */
import { numbersFilter, type FrameForm } from "../../src-decoder/index.ts";
import { columnActions } from "../panes/frames/column-actions.ts";
import { selectedRowsText } from "../panes/frames/row-text.ts";
import { decoder } from "../state/decoder.ts";
import { tooManyRanges } from "../state/selected-rows-slice.ts";
import type { CopiedFrames } from "../worker/contract/selection.ts";
import type { State } from "../state/store.ts";
import { hasRows, type Command } from "./command.ts";

const FORMS: readonly { readonly form: FrameForm; readonly name: string }[] = [
  { form: "csv", name: "CSV" },
  { form: "json", name: "JSON" },
  { form: "ndjson", name: "NDJSON" },
  { form: "hex", name: "hex dump" },
  { form: "go", name: "Go byte slice" },
];

/** Whether there is a selected row that the view shows. */
const hasShown = ({ selectionFacts, selectedPlace }: State): boolean =>
  selectionFacts === null ? selectedPlace >= 0 : selectionFacts.rows > 0;

/** In the order of the menu of rows. */
export const COPY_COMMANDS: readonly Command[] = [
  {
    id: "copy-row",
    title: "Copy the row as text",
    titleOf: () => "Copy the rows as text",
    group: "Selection",
    keys: ["Ctrl+C"],
    run: (state) => void copyRows(state),
    // A click may still be on its way to its row: what it selects is what is copied.
    enabled: (state) => hasRows(state) && window.getSelection()?.isCollapsed !== false,
  },
  ...FORMS.map(({ form, name }): Command => ({
    id: `copy-as-${form}`,
    title: `Copy what is selected as ${name}`,
    short: name.charAt(0).toUpperCase() + name.slice(1),
    group: "Selection",
    keys: [],
    run: (state) => void copyFrames(state, form, name),
    enabled: hasShown,
  })),
  {
    id: "copy-as-filter",
    title: "Copy what is selected as a filter",
    short: "Filter",
    group: "Selection",
    keys: [],
    run: (state) => void copyAsFilter(state),
    enabled: hasShown,
  },
];

function copyRows(state: State): Promise<void> {
  const unit = state.settings.view === "frames" ? "frame" : "exchange";
  return state.copy({ unit, as: "as text" }, async (tell, isWanted) => {
    const frames = await state.selectedFrames();
    const facts = await decoder.selectionFacts(frames.bounds);
    const rows = facts?.rows ?? 0;
    const isNone = state.selectedRow === null;
    if (rows === 0) throw new Error(isNone ? "No row is selected." : "What is selected is not among the rows shown.");
    return selectedRowsText(state, frames, rows, tell, isWanted);
  });
}

function copyFrames(state: State, form: FrameForm, name: string): Promise<void> {
  return state.copy({ unit: "frame", as: `as ${name}` }, async (tell) => {
    const frames = await state.selectedFrames();
    const columns = form === "csv" ? { columns: columnActions.shownFields() } : {};
    return decoder.copyFrames({ frames: frames.bounds, form, ...columns }, tell);
  });
}

function copyAsFilter(state: State): Promise<void> {
  return state.copy({ unit: "frame", as: "as a filter" }, async (): Promise<CopiedFrames> => {
    const frames = await state.selectedFrames();
    const reason = tooManyRanges(frames);
    if (reason !== null) throw new Error(reason);
    return { text: new Blob([numbersFilter(frames)]), frames: frames.size, of: frames.size };
  });
}
