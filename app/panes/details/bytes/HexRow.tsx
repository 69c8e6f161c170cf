/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows are positioned one by one, which a <table> does not allow */
import { memo, type ReactElement } from "react";
import { byteCharacter, hexByte, type RowRanges } from "../../../../src-decoder/index.ts";
import type { HeaderField } from "../../../worker/contract/details.ts";
import { LACKING, NOT_READ, type FrameBlocks } from "../frame/frame-blocks.ts";

const GROUP = 8;

interface HexRowProps {
  readonly row: number;
  readonly width: number;
  readonly blocks: FrameBlocks;
  /** Of `blocks`: the row is drawn anew when bytes arrive. */
  readonly version: number;
  /** Header fields in order: the place of a byte's field is its colour. */
  readonly colourOf: readonly HeaderField[];
  /** The offset as it is written in the gutter. */
  readonly label: string;
  /** Selected bytes `from .. to` of the frame, exclusive; the one that keys move. */
  readonly from: number;
  readonly to: number;
  readonly focus: number;
  /** Bytes that are part of what is looked for. */
  readonly hits: RowRanges;
  readonly idPrefix: string;
}

/** Rows without a part in the selection do not change with it. */
function sameRow(before: HexRowProps, after: HexRowProps): boolean {
  const start = after.row * after.width;
  const end = start + after.width;
  const touched = (props: HexRowProps): boolean =>
    (props.to > start && props.from < end) || (props.focus >= start && props.focus < end);
  return (
    before.row === after.row &&
    before.width === after.width &&
    before.blocks === after.blocks &&
    before.version === after.version &&
    before.colourOf === after.colourOf &&
    before.label === after.label &&
    before.hits === after.hits &&
    !touched(before) &&
    !touched(after)
  );
}

export const HexRow = memo(function HexRow(props: HexRowProps): ReactElement {
  const { row, width, blocks, colourOf, from, to, focus, hits } = props;
  const cells: ReactElement[] = [];
  const characters: ReactElement[] = [];
  for (let column = 0; column < width; column++) {
    const offset = row * width + column;
    if (offset >= blocks.length) break;
    const byte = blocks.byteAt(offset);
    const field = colourOf.findIndex(
      (candidate) => offset >= candidate.offset && offset < candidate.offset + candidate.length,
    );
    const look = [
      field < 0 ? "" : `field-colour-${field}`,
      offset >= from && offset < to ? "hex-selected" : "",
      offset === focus ? "hex-focus" : "",
      hits.has(offset) ? "hex-hit" : "",
      byte === LACKING ? "hex-lacking" : "",
      column > 0 && column % GROUP === 0 ? "hex-group" : "",
    ]
      .filter((name) => name !== "")
      .join(" ");
    cells.push(
      <span
        key={offset}
        id={`${props.idPrefix}${offset}`}
        role="gridcell"
        aria-colindex={column + 1}
        aria-selected={offset >= from && offset < to}
        aria-label={byte === LACKING ? "not in the capture" : undefined}
        data-byte={offset}
        className={look === "" ? "hex-byte" : `hex-byte ${look}`}
      >
        {byte === LACKING ? "··" : byte === NOT_READ ? "  " : hexByte(byte)}
      </span>,
    );
    characters.push(
      <span key={offset} data-byte={offset} className={look === "" ? "hex-character" : `hex-character ${look}`}>
        {byte === LACKING ? "·" : byte === NOT_READ ? " " : byteCharacter(byte)}
      </span>,
    );
  }
  return (
    <div role="row" aria-rowindex={row + 1} className="hex-row">
      <span role="rowheader" className="hex-offset">
        {props.label}
      </span>
      <span role="presentation" className={width === GROUP ? "hex-bytes hex-bytes-narrow" : "hex-bytes"}>
        {cells}
      </span>
      <span aria-hidden="true" className="hex-text">
        {characters}
      </span>
    </div>
  );
}, sameRow);
