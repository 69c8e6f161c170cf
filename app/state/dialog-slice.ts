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
  /** Closes what lies over the page, the reference too: whoever opens files wants to see them. */
  readonly uncoverPage: () => void;
}

export const dialogSlice: Slice<DialogSlice> = (set, get) => ({
  dialog: null,
  setDialog: (dialog) => set({ dialog }),
  uncoverPage: () => {
    set({ dialog: null });
    get().closeReference();
  },
});
