import type { Diagnosis } from "../../src-decoder/index.ts";
import { decoder, rowPages } from "./decoder.ts";
import type { Slice } from "./slice.ts";
import { unansweredOf, type Unanswered } from "./unanswered.ts";
import { errorText } from "../format/error-text.ts";

export interface DiagnosisSlice {
  /** What is wrong and why; null until the capture is read and looked through. */
  readonly diagnosis: Diagnosis | null;
  /** What the diagnosis knows of requests without an answer, by row; null until it is there. */
  readonly unanswered: Unanswered | null;
  /** Why there is none although the capture is read; null where it is only not there yet. */
  readonly diagnosisFault: string | null;
  /** Key of the finding that is open in its pane. */
  readonly selectedFinding: string | null;

  /** Looks through what was read. Rows are then asked for again, as they carry their marks. */
  readonly diagnose: () => Promise<void>;
  readonly forgetDiagnosis: () => void;
  readonly selectFinding: (key: string | null) => void;
}

const NOTHING_YET = {
  diagnosis: null,
  unanswered: null,
  diagnosisFault: null,
  selectedFinding: null,
} as const;

/** Row of the frame that the verdict names first; null where nothing is wrong, or no frame shows it. */
export function culpritRow({ diagnosis }: Pick<DiagnosisSlice, "diagnosis">): number | null {
  return diagnosis?.verdict.kind === "fault" ? (diagnosis.verdict.rows[0] ?? null) : null;
}

export const diagnosisSlice: Slice<DiagnosisSlice> = (set) => {
  /** Tells the diagnosis of this capture from that of one that is closed. */
  let turn = 0;
  return {
    ...NOTHING_YET,

    diagnose: async () => {
      const mine = ++turn;
      try {
        const diagnosis = await decoder.diagnosis();
        if (mine !== turn || diagnosis === null) return;
        set({ diagnosis, unanswered: unansweredOf(diagnosis) });
        if (diagnosis.findings.length > 0) rowPages.refetch();
      } catch (error) {
        if (mine === turn) set({ diagnosisFault: errorText(error) });
      }
    },

    forgetDiagnosis: () => {
      turn++;
      set(NOTHING_YET);
    },

    selectFinding: (selectedFinding) => set({ selectedFinding }),
  };
};
