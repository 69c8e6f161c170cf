/** What a filter may ask of the selected frame. */
import {
  HEADER_BYTES,
  filterExpression,
  readFrame,
  usesSelection,
  type Capture,
  type FilterOptions,
} from "../../src-decoder/index.ts";
import { isUnreadable } from "./unreadable-file.ts";

/** Of a larger payload only this much is looked at for what a filter compares with. */
const MOST_PAYLOAD = 4 << 20;

/** The selected frame as a filter is compiled with it. */
export type SelectedFrame = Required<Pick<FilterOptions, "selected" | "selectedPayload">>;

export const NONE_SELECTED: SelectedFrame = { selected: null, selectedPayload: null };

/** The payload is read, up to its first hole, where one of the filters has `${selected.PATH}`; it has none where its file cannot be read any more. */
export async function selectedFrame(
  capture: Capture,
  filters: readonly string[],
  selected: number | null,
): Promise<SelectedFrame> {
  const asks = filters.some((filter) => usesSelection(filterExpression(filter)));
  if (selected === null || !asks) return { selected, selectedPayload: null };
  const { frames } = capture;
  if (selected >= frames.length) return NONE_SELECTED;
  const length = Math.min(frames.size.get(selected) - HEADER_BYTES, MOST_PAYLOAD);
  if (length <= 0) return { selected, selectedPayload: null };
  try {
    const { bytes, gaps } = await readFrame(capture, selected, HEADER_BYTES, length);
    return { selected, selectedPayload: bytes.subarray(0, gaps[0]?.offset) };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { selected, selectedPayload: null };
  }
}
