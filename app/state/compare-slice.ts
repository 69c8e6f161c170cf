import type { FrameDetails } from "../worker/contract/details.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";

export interface CompareSlice {
  /** Rows of the two frames whose payloads are compared, the left one first. */
  readonly compared: readonly [number, number] | null;
  /** Row of the frame that another one is to be compared with. */
  readonly compareMark: number | null;

  /** Shows the differences between the payloads of two frames. */
  readonly compareFrames: (rowA: number, rowB: number) => void;
  /** Compares the selected frame with one that its details name, the earlier one at the left; says `none` where it names none. */
  readonly compareWithRelated: (pick: (details: FrameDetails) => number | null, none: string) => Promise<void>;
  readonly markForComparison: (row: number) => void;
  readonly forgetComparison: () => void;
}

export const compareSlice: Slice<CompareSlice> = (set, get) => ({
  compared: null,
  compareMark: null,

  compareFrames: (rowA, rowB) => {
    set({ compared: [rowA, rowB] });
    get().setDialog("compare");
  },

  compareWithRelated: async (pick, none) => {
    const { selectedRow, details } = get();
    if (selectedRow === null) return;
    const current = details?.frame.row === selectedRow ? details : await decoder.details(selectedRow);
    const other = current === null ? null : pick(current);
    if (other === null) get().tell(none);
    else get().compareFrames(Math.min(selectedRow, other), Math.max(selectedRow, other));
  },

  markForComparison: (compareMark) => set({ compareMark }),

  forgetComparison: () => set({ compared: null, compareMark: null }),
});
