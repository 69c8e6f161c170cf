import { useEffect, useState } from "react";
import { shownText } from "../panes/details/text/shown-text.ts";
import { loadPayload } from "../panes/details/frame/payload.ts";
import { decoder } from "../state/decoder.ts";
import type { FrameDetails } from "../worker/contract/details.ts";
import { errorText } from "../format/error-text.ts";

/** One side of a comparison. */
export interface ComparedFrame {
  readonly details: FrameDetails;
  /** The payload formatted, JSON in strings opened; of a large one the first part. */
  readonly text: string;
  /** Part of the payload is not in the text. */
  readonly isPart: boolean;
}

/** What is known of the frames of a comparison: `undefined` while they are read, null of one that is not in the capture. */
export interface Comparison {
  readonly frames: readonly (ComparedFrame | null)[] | undefined;
  /** Why they cannot be read. */
  readonly fault: string | null;
}

const NOTHING_YET: Comparison = { frames: undefined, fault: null };

/** Reads two frames to be compared. */
export function useComparison(left: number, right: number): Comparison {
  const [read, setRead] = useState<Comparison & { readonly of: string }>({ ...NOTHING_YET, of: "" });
  const key = `${left}/${right}`;
  useEffect(() => {
    let cancelled = false;
    const load = async (): Promise<void> => {
      const frames = await Promise.all([readFrame(left), readFrame(right)]);
      if (!cancelled) setRead({ of: key, frames, fault: null });
    };
    load().catch((error: unknown) => {
      const fault = errorText(error);
      if (!cancelled) setRead({ of: key, frames: undefined, fault });
    });
    return () => {
      cancelled = true;
    };
  }, [key, left, right]);
  return read.of === key ? read : NOTHING_YET;
}

async function readFrame(row: number): Promise<ComparedFrame | null> {
  const details = await decoder.details(row);
  if (details === null) return null;
  const payload = await loadPayload(details.frame.type, details.payloadLength, (offset, length) =>
    decoder.frameBytes(row, offset, length),
  );
  if (payload === null) return null;
  // An empty payload has no text, not the remark that it is empty.
  const shown = shownText(payload.bytes.length === 0 ? "" : payload.formatted.text, 1);
  return { details, text: shown.text, isPart: shown.rest > 0 || shown.cut.length > 0 || payload.unread > 0 };
}
