import { useMemo, type ReactElement } from "react";
import { visible } from "../../../format/ids.ts";
import { counted } from "../../../format/numbers.ts";
import { MiddleText } from "../../../parts/MiddleText.tsx";
import { inspectNumbers, utf8Text } from "../model/byte-text.ts";
import type { ByteRange, FieldModel } from "../model/field-model.ts";
import { LACKING, type FrameBlocks } from "../frame/frame-blocks.ts";

/** Bytes of the widest number. What is longer is none. */
const WIDEST_NUMBER = 8;
/** Bytes of a selection that the line shows as text. */
const MOST_TEXT = 64;

interface HexInspectorProps {
  readonly blocks: FrameBlocks;
  readonly version: number;
  readonly model: FieldModel;
  readonly range: ByteRange | null;
  readonly hovered: number | null;
  /** Added to the offsets that are shown. */
  readonly base: number;
}

/** Two lines below the bytes: the field of the byte under the pointer or of the selection, and what the selected bytes say as numbers. */
export function HexInspector({ blocks, version, model, range, hovered, base }: HexInspectorProps): ReactElement {
  const start = range?.start ?? -1;
  const end = range?.end ?? -1;
  const length = end - start;
  const known = useMemo(
    () => knownBytes(blocks, start, Math.min(end, start + MOST_TEXT), version),
    [blocks, start, end, version],
  );
  const at = hovered ?? (range === null ? null : start);
  const field = at === null ? null : model.fieldAt(at);
  return (
    <div className="hex-inspector data" aria-live="polite">
      <div className="hex-line">
        {at === null && <span className="hex-hint">Point at a byte for its field, select bytes to read them.</span>}
        {at !== null && (
          <span>
            <span className="hex-label">{hovered === null ? "selected" : "byte"}</span>
            {base + at}
            {hovered === null && range !== null && `, ${counted(range.end - range.start, "byte")}`}
          </span>
        )}
        {at !== null && blocks.byteAt(at) === LACKING && <span className="hex-fault">not in the capture</span>}
        {field !== null && <MiddleText text={model.nameOf(field)} className="hex-field-name" />}
      </div>
      <div className="hex-line">
        {length <= WIDEST_NUMBER &&
          inspectNumbers(known).map(({ label, text }) => (
            <span key={label}>
              <span className="hex-label">{label}</span>
              {text}
            </span>
          ))}
        {known.length > 0 && (
          <span className="hex-preview">
            <span className="hex-label">text</span>
            {visible(utf8Text(known))}
          </span>
        )}
      </div>
    </div>
  );
}

/** The bytes from `start` on as far as they are read and in the capture. `_version` stands for the state of `blocks`. */
function knownBytes(blocks: FrameBlocks, start: number, end: number, _version: number): Uint8Array {
  const bytes: number[] = [];
  for (let offset = Math.max(0, start); offset < end; offset++) {
    const byte = blocks.byteAt(offset);
    if (byte < 0) break;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
