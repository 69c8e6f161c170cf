/** One calm line that passes: why something that was asked for is not done, and what can be done about it. */
import type { Slice } from "./slice.ts";

/** What a button in the line does. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface NoticeSlice {
  /** What is said; null where there is nothing to say any more. */
  readonly notice: { readonly text: string; readonly turn: number; readonly action: NoticeAction | null } | null;
  readonly tell: (text: string, action?: NoticeAction) => void;
  readonly forgetNotice: () => void;
}

export const noticeSlice: Slice<NoticeSlice> = (set) => ({
  notice: null,

  tell: (text, action) =>
    set(({ notice }) => ({ notice: { text, turn: (notice?.turn ?? 0) + 1, action: action ?? null } })),

  forgetNotice: () => set({ notice: null }),
});
