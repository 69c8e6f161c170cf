/** Copying that takes its time: how far it is, what came of it, and how it is ended. */
import { copyWhenMade } from "../parts/copy.ts";
import type { CopiedFrames, CopyProgress } from "../worker/contract/selection.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";
import { errorText } from "../format/error-text.ts";

/** What is copied, in the words of its message: `Copied 12 frames as JSON`. */
export interface CopyWords {
  /** What is counted, one of them: `frame`. */
  readonly unit: string;
  /** `as JSON`; empty where the unit says enough. */
  readonly as: string;
}

export interface CopyStatus extends CopyProgress, CopyWords {
  readonly state: "running" | "done" | "cancelled" | "failed";
  /** Which copy it is, of all so far. */
  readonly turn: number;
  /** Why it failed. */
  readonly reason: string;
}

/** Makes the text, and tells how far it is; null where it was ended. */
export type MakeText = (
  tell: (progress: CopyProgress) => void,
  isWanted: () => boolean,
) => Promise<CopiedFrames | null>;

export interface CopySlice {
  /** The copy that was asked for last; null where there is nothing to say of it any more. */
  readonly copying: CopyStatus | null;
  /** Copies what `make` makes, in place of a copy that is under way. */
  readonly copy: (words: CopyWords, make: MakeText) => Promise<void>;
  readonly cancelCopy: () => void;
  readonly forgetCopy: () => void;
}

export const copySlice: Slice<CopySlice> = (set, get) => {
  /** Tells the copy that is wanted from those that were ended. */
  let turn = 0;

  return {
    copying: null,

    copy: async (words, make) => {
      get().cancelCopy();
      const mine = ++turn;
      const isWanted = (): boolean => mine === turn;
      const say = (what: Partial<CopyStatus>): void => {
        if (!isWanted()) return;
        set(({ copying }) => ({
          copying: { ...(copying ?? { turn, frames: 0, of: 0, state: "running", reason: "" }), ...words, ...what },
        }));
      };
      set({ copying: null });
      say({});
      let copied: CopiedFrames | null = null;
      const text = async (): Promise<Blob> => {
        copied = await make((progress) => say(progress), isWanted);
        if (copied === null) throw new Error("What is shown changed meanwhile.");
        say({ frames: copied.frames, of: copied.of });
        return copied.text;
      };
      try {
        await copyWhenMade(text());
        say({ state: "done" });
      } catch (error) {
        say({ state: "failed", reason: errorText(error) });
      }
    },

    cancelCopy: () => {
      const { copying } = get();
      if (copying?.state !== "running") return;
      turn++;
      set({ copying: { ...copying, state: "cancelled" } });
      void decoder.cancelCopy();
    },

    forgetCopy: () => set({ copying: null }),
  };
};
