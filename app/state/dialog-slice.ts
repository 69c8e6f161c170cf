import type { Slice } from "./slice.ts";

export type DialogName =
  | "palette"
  | "keys"
  | "go-to-frame"
  | "issues"
  | "lacking"
  | "save-filter"
  | "saved-filters"
  | "columns"
  | "colour-rules"
  | "save-columns"
  | "compare";

export interface DialogSlice {
  /** The one dialog that is open. */
  readonly dialog: DialogName | null;
  readonly setDialog: (dialog: DialogName | null) => void;
}

export const dialogSlice: Slice<DialogSlice> = (set) => ({
  dialog: null,
  setDialog: (dialog) => set({ dialog }),
});
