/** One calm line that passes: why something that was asked for is not done. */
import type { Slice } from "./slice.ts";

export interface NoticeSlice {
  /** What is said; null where there is nothing to say any more. */
  readonly notice: { readonly text: string; readonly turn: number } | null;
  readonly tell: (text: string) => void;
  readonly forgetNotice: () => void;
}

export const noticeSlice: Slice<NoticeSlice> = (set) => ({
  notice: null,

  tell: (text) => set(({ notice }) => ({ notice: { text, turn: (notice?.turn ?? 0) + 1 } })),

  forgetNotice: () => set({ notice: null }),
});
