import type { ComponentType, ReactElement } from "react";
import type { DialogName } from "../state/dialog-slice.ts";
import { useStore } from "../state/store.ts";
import { ColourRules } from "./ColourRules.tsx";
import { ColumnPicker } from "./ColumnPicker.tsx";
import { CompareFrames } from "./CompareFrames.tsx";
import { GoToFrame } from "./GoToFrame.tsx";
import { IssueList } from "./IssueList.tsx";
import { KeySheet } from "./KeySheet.tsx";
import { LackingList } from "./LackingList.tsx";
import { Palette } from "./Palette.tsx";
import { SaveColumns } from "./SaveColumns.tsx";
import { SavedFilters } from "./SavedFilters.tsx";
import { SaveFilter } from "./SaveFilter.tsx";
import "./dialogs.css";

const DIALOGS: Readonly<Record<DialogName, ComponentType>> = {
  palette: Palette,
  keys: KeySheet,
  "go-to-frame": GoToFrame,
  issues: IssueList,
  lacking: LackingList,
  "colour-rules": ColourRules,
  columns: ColumnPicker,
  "save-columns": SaveColumns,
  compare: CompareFrames,
  "save-filter": SaveFilter,
  "saved-filters": SavedFilters,
};

/** The dialog that is open, if any. */
export function Dialogs(): ReactElement | null {
  const dialog = useStore((state) => state.dialog);
  if (dialog === null) return null;
  const Shown = DIALOGS[dialog];
  return <Shown />;
}
