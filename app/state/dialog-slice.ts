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

const MOST_RECENT = 5;

export interface DialogSlice {
  /** The one dialog that is open. */
  readonly dialog: DialogName | null;
  readonly setDialog: (dialog: DialogName | null) => void;
  /** Ids of the commands that the palette ran last, the latest first. */
  readonly recentCommands: readonly string[];
  readonly noteCommand: (id: string) => void;
  /** Closes what lies over the page, the reference too: whoever opens files wants to see them. */
  readonly uncoverPage: () => void;
}

export const dialogSlice: Slice<DialogSlice> = (set, get) => ({
  dialog: null,
  setDialog: (dialog) => set({ dialog }),
  recentCommands: [],
  noteCommand: (id) =>
    set(({ recentCommands }) => ({
      recentCommands: [id, ...recentCommands.filter((other) => other !== id)].slice(0, MOST_RECENT),
    })),
  uncoverPage: () => {
    set({ dialog: null });
    get().closeReference();
  },
});
