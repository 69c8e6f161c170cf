import { useCallback, useEffect, useMemo, useState } from "react";
import type { FrameBytes, FrameDetails } from "../../../worker/contract/details.ts";
import { FieldModel, type ByteRange, type FieldId } from "../model/field-model.ts";
import { copyText } from "../../../parts/copy.ts";
import { MOST_COPIED, bytesAs, type ByteForm } from "./byte-forms.ts";
import { FrameBlocks } from "./frame-blocks.ts";
import { loadPayload, type LoadedPayload } from "./payload.ts";
import { HEADER_BYTES, type RowRanges } from "../../../../src-decoder/index.ts";
import { errorText } from "../../../format/error-text.ts";

/** Reads bytes of a frame; offsets count from the header's first byte. */
export type ReadFrameBytes = (row: number, offset: number, length: number) => Promise<FrameBytes | null>;

/** Bytes chosen in the hex view; `focus` is the end that keys move. Both are in the selection. */
export interface ByteSelection {
  readonly anchor: number;
  readonly focus: number;
}

export interface FrameView {
  readonly details: FrameDetails;
  /** Changes with the frame: state of it is kept under this name. */
  readonly key: string;
  readonly blocks: FrameBlocks;
  readonly model: FieldModel;
  /** Null while it is read. */
  readonly payload: LoadedPayload | null;
  /** Why it cannot be read; null where it can, or is being read. */
  readonly payloadFault: string | null;
  /** The last one that was read, maybe of the frame before: what to show for the moment until `payload` is there. */
  readonly lastPayload: LoadedPayload | null;
  readonly selection: ByteSelection | null;
  readonly field: FieldId | null;
  /** Bytes of the frame that are part of what is looked for. */
  readonly hits: RowRanges;
  /** Whether these are all; else there are more hits behind them. */
  readonly areAllHits: boolean;
  readonly selectField: (id: FieldId) => void;
  readonly selectBytes: (selection: ByteSelection) => void;
  readonly copyBytes: (range: ByteRange, form: ByteForm) => Promise<void>;
}

/** What a search found in the frame on show. */
export interface FoundPlaces {
  /** Bytes of the frame. Keeps its identity until something else is found. */
  readonly hits: RowRanges;
  /** False where there are more behind them. */
  readonly isAll: boolean;
  /** Another one whenever the user went to the frame to see what was found there; null where the user came otherwise. */
  readonly wanted: object | null;
}

interface Selected {
  readonly key: string;
  readonly selection: ByteSelection | null;
  readonly field: FieldId | null;
}

/** What the tabs share of the frame on show: its bytes, its payload, and the one selection of fields and bytes. */
export function useFrame(details: FrameDetails, readBytes: ReadFrameBytes, found: FoundPlaces): FrameView {
  const { row, connection } = details.frame;
  const key = `${row}/${connection}/${details.streamOffset}`;
  const blocks = useMemo(
    () => new FrameBlocks((offset, length) => readBytes(row, offset, length), HEADER_BYTES + details.payloadLength),
    [readBytes, row, details.payloadLength],
  );
  const loaded = usePayload(key, details, readBytes);
  const payload = loaded.key === key ? loaded.payload : null;
  const { type } = details.frame;
  const model = useMemo(
    () => new FieldModel(details.header, payload?.tree ?? null, type, payload?.findings),
    [details.header, payload, type],
  );
  const [selected, setSelected] = useState<Selected>({ key, selection: null, field: null });
  const current = selected.key === key ? selected : null;

  const selectField = useCallback(
    (field: FieldId) => setSelected({ key, field, selection: selectionOf(model.rangeOf(field)) }),
    [key, model],
  );
  const selectBytes = useCallback(
    (selection: ByteSelection) =>
      setSelected({ key, selection, field: model.fieldAt(Math.min(selection.anchor, selection.focus)) }),
    [key, model],
  );
  const copyBytes = async ({ start, end }: ByteRange, form: ByteForm): Promise<void> => {
    const read = await readBytes(row, start, Math.min(end - start, MOST_COPIED));
    if (read !== null) copyText(bytesAs(form, read, start));
  };
  useFirstHit(found, selectBytes);
  return {
    details,
    key,
    blocks,
    model,
    payload,
    payloadFault: loaded.key === key ? loaded.fault : null,
    lastPayload: loaded.payload,
    selection: current?.selection ?? null,
    field: current?.field ?? null,
    hits: found.hits,
    areAllHits: found.isAll,
    selectField,
    selectBytes,
    copyBytes,
  };
}

/** Whoever goes to a hit sees it: its bytes are selected, and once more when there are fields to name them. */
function useFirstHit({ hits, wanted }: FoundPlaces, selectBytes: (selection: ByteSelection) => void): void {
  useEffect(() => {
    const [first] = hits.ranges();
    if (wanted !== null && first !== undefined) selectBytes({ anchor: first[0], focus: first[1] - 1 });
  }, [hits, wanted, selectBytes]);
}

/** The bytes of a selection. */
export function rangeOfSelection(selection: ByteSelection): ByteRange {
  const { anchor, focus } = selection;
  return { start: Math.min(anchor, focus), end: Math.max(anchor, focus) + 1 };
}

function selectionOf(range: ByteRange | null): ByteSelection | null {
  return range === null || range.end <= range.start ? null : { anchor: range.start, focus: range.end - 1 };
}

interface Loaded {
  /** Of the frame whose payload it is. */
  readonly key: string;
  readonly payload: LoadedPayload | null;
  /** Why there is none; null also of a frame that is gone. */
  readonly fault: string | null;
}

function usePayload(key: string, details: FrameDetails, readBytes: ReadFrameBytes): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ key: "", payload: null, fault: null });
  const { payloadLength } = details;
  const { row, type } = details.frame;
  useEffect(() => {
    let cancelled = false;
    const load = async (): Promise<void> => {
      const payload = await loadPayload(type, payloadLength, (offset, length) => readBytes(row, offset, length));
      if (!cancelled) setLoaded({ key, payload, fault: null });
    };
    load().catch((error: unknown) => {
      const fault = errorText(error);
      if (!cancelled) setLoaded({ key, payload: null, fault });
    });
    return () => {
      cancelled = true;
    };
  }, [key, row, type, payloadLength, readBytes]);
  return loaded;
}
