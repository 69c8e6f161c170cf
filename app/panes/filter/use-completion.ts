import { useEffect, useMemo, useState } from "react";
import { completeFilter, type Completion, type ValueCount, type ValueCounts } from "../../../src-decoder/index.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";

const NONE: readonly ValueCount[] = [];
const EMPTY: Completion = { from: 0, to: 0, items: [], valuesOf: null, namesOf: null, isInSet: false };

interface Seen {
  readonly files: readonly File[];
  readonly frames: number;
  /** By what was asked: `values PATH` or `names PATH`. */
  readonly values: ReadonlyMap<string, ValueCounts>;
}

const NOTHING_SEEN: Seen["values"] = new Map();

interface Shown {
  readonly completion: Completion;
  /** The values of the capture are still being counted. */
  readonly counting: boolean;
  /** How many frames were looked at for the values that are listed, where these are not all. */
  readonly countedIn: { readonly frames: number; readonly of: number } | null;
}

/**
 * Completes the filter at the caret. Fields and operators are there at once; the capture's values are counted by the worker and come when
 * they come, those of a question that was replaced never.
 */
export function useCompletion(text: string, caret: number, wanted: boolean): Shown {
  const frames = useStore((state) => state.overview?.frames ?? 0);
  const files = useStore((state) => state.files);
  /** Values by path, of a capture as far as it was read then. */
  const [seen, setSeen] = useState<Seen>({ files, frames, values: new Map() });
  const isCurrent = seen.files === files && seen.frames === frames;
  const values = isCurrent ? seen.values : NOTHING_SEEN;

  const completion = useMemo(
    () => (wanted ? completeFilter(text, caret, (what, path) => values.get(`${what} ${path}`)?.values ?? NONE) : EMPTY),
    [text, caret, wanted, values],
  );
  const { valuesOf, namesOf } = completion;
  const asked = valuesOf !== null ? `values ${valuesOf}` : namesOf === null ? null : `names ${namesOf}`;
  const counting = asked !== null && !values.has(asked);
  useEffect(() => {
    if (!counting || asked === null) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const counts = await (valuesOf === null ? decoder.namesSeen(namesOf ?? "") : decoder.valuesSeen(valuesOf));
      if (!isWanted || counts === null) return;
      setSeen((before) => {
        const known = before.files === files && before.frames === frames ? before.values : NOTHING_SEEN;
        return { files, frames, values: new Map(known).set(asked, counts) };
      });
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [counting, asked, valuesOf, namesOf, files, frames]);
  const looked = asked === null ? undefined : values.get(asked);
  const isPart = looked !== undefined && looked.values.length > 0 && looked.frames < frames;
  return { completion, counting, countedIn: isPart ? { frames: looked.frames, of: frames } : null };
}
