import {
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from "react";
import { flushSync } from "react-dom";
import { HEADER_BYTES, type RowRanges } from "../../../../src-decoder/index.ts";
import type { HeaderField } from "../../../worker/contract/details.ts";
import type { FrameBlocks } from "../frame/frame-blocks.ts";
import { FieldContextMenu } from "../fields/FieldMenu.tsx";
import { HexInspector } from "./HexInspector.tsx";
import { characterWidth } from "../../../parts/character-width.ts";
import { HexRow } from "./HexRow.tsx";
import { movedFocus } from "./hex-keys.ts";
import { isCopyKey, keyName } from "../../../keys.ts";
import type { ByteRange, FieldId, FieldModel } from "../model/field-model.ts";
import { rangeOfSelection, type ByteSelection } from "../frame/use-frame.ts";
import { useRowWindow } from "../../../parts/use-row-window.ts";

const ROW_HEIGHT = 20;
/** What sixteen bytes and their text take, in characters, and what is between them and around, px: the style sheet's measures. */
const SIXTEEN = 16 * 2.3 + 16;
const BETWEEN = 12 + 8 + 6 + 8 + 4;

export type OffsetBase = "frame" | "stream";

interface HexViewProps {
  readonly blocks: FrameBlocks;
  readonly model: FieldModel;
  readonly selection: ByteSelection | null;
  readonly onSelect: (selection: ByteSelection) => void;
  /** The copy key was pressed with bytes selected. */
  readonly onCopy: (range: ByteRange) => void;
  /** Bytes that are part of what is looked for. */
  readonly hits: RowRanges;
  readonly base: OffsetBase;
  /** Offset of the frame in its stream. */
  readonly streamOffset: number;
  /** The chosen field, for the menu. */
  readonly field: FieldId | null;
}

/** The bytes of a frame as hex and text; rows exist while on screen, bytes are read when they come into view. */
export function HexView(props: HexViewProps): ReactElement {
  const { blocks, model, selection, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const base = props.base === "stream" ? props.streamOffset : 0;
  const digits = Math.max(4, (base + blocks.length).toString(16).length);
  const width = useRowWidth(scroller, digits);
  const [hovered, setHovered] = useState<number | null>(null);
  const version = useSyncExternalStore(blocks.subscribe, blocks.version);
  const rowCount = Math.ceil(blocks.length / width);
  const { first, last, offset, height, page, reveal } = useRowWindow(scroller, rowCount, ROW_HEIGHT);
  const range = selection === null ? null : rangeOfSelection(selection);
  const focus = selection?.focus ?? null;

  useEffect(() => blocks.want(first * width, (last + 1) * width), [blocks, first, last, width]);
  /** Keys move one end of the selection: that is what is looked at then. */
  const isMovedByKey = useRef(false);
  useEffect(() => {
    // Else the end first: where both have room both are seen, else the beginning.
    const ends = range === null ? [] : isMovedByKey.current ? [focus ?? 0] : [range.end - 1, range.start];
    isMovedByKey.current = false;
    for (const at of ends) reveal(Math.floor(at / width));
    // Only another selection scrolls: bytes that are scrolled away stay where they are.
    // eslint-disable-next-line react/exhaustive-deps
  }, [selection, width]);

  const dragTo = (event: { clientX: number; clientY: number }, anchor: number): void => {
    const at = byteUnder(event);
    if (at !== null) onSelect({ anchor, focus: at });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (range !== null && isCopyKey(event)) {
      event.preventDefault();
      props.onCopy(range);
    }
    if (keyName(event) === "Ctrl+A" && blocks.length > 0) {
      event.preventDefault();
      onSelect({ anchor: blocks.length - 1, focus: 0 });
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = movedFocus(event.key, focus ?? -1, width, page, blocks.length);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    isMovedByKey.current = true;
    onSelect({ anchor: event.shiftKey && selection !== null ? selection.anchor : next, focus: next });
  };

  const rows: ReactElement[] = [];
  for (let row = first; row <= last; row++) {
    rows.push(
      <HexRow
        key={row}
        row={row}
        width={width}
        blocks={blocks}
        version={version}
        colourOf={model.header}
        label={(base + row * width).toString(16).padStart(digits, "0")}
        from={range?.start ?? -1}
        to={range?.end ?? -1}
        focus={focus ?? -1}
        hits={props.hits}
        idPrefix={prefix}
      />,
    );
  }
  const focusOnScreen = focus !== null && focus >= first * width && focus < (last + 1) * width;
  return (
    <div className="hex">
      <Legend header={model.header} hasPayload={blocks.length > HEADER_BYTES} />
      <FieldContextMenu view={{ model, field: props.field }}>
        <div
          ref={scroller}
          className="hex-scroller data"
          role="grid"
          aria-label="Bytes of the frame"
          aria-rowcount={rowCount}
          aria-colcount={width}
          aria-activedescendant={focusOnScreen ? `${prefix}${focus}` : undefined}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            const at = event.button === 0 ? byteUnder(event) : null;
            if (at === null) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            onSelect({ anchor: event.shiftKey && selection !== null ? selection.anchor : at, focus: at });
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId) && selection !== null)
              dragTo(event, selection.anchor);
            setHovered(byteUnder(event));
          }}
          onPointerLeave={() => setHovered(null)}
          onContextMenu={(event) => {
            const at = byteUnder(event);
            const isIn = at !== null && range !== null && at >= range.start && at < range.end;
            // By a key it is for what is selected already, as the pointer may be anywhere.
            if (event.button === 2 && at !== null && !isIn) flushSync(() => onSelect({ anchor: at, focus: at }));
          }}
        >
          <div role="presentation" style={{ height }}>
            <div role="presentation" style={{ transform: `translateY(${offset}px)` }}>
              {rows}
            </div>
          </div>
        </div>
      </FieldContextMenu>
      <HexInspector blocks={blocks} version={version} model={model} range={range} hovered={hovered} base={base} />
    </div>
  );
}

/** Names the colours of the header's fields. */
function Legend({ header, hasPayload }: { header: readonly HeaderField[]; hasPayload: boolean }): ReactElement {
  return (
    <ul className="hex-legend" aria-label="Colours of the fields">
      {header.map((field, index) => (
        <li key={field.key}>
          <span className={`field-swatch field-colour-${index}`} aria-hidden="true" />
          {field.label}
        </li>
      ))}
      {hasPayload && (
        <li>
          <span className="field-swatch" aria-hidden="true" />
          Payload
        </li>
      )}
    </ul>
  );
}

/** Bytes of a row: sixteen where they and the `digits` of their offset have room, else eight. */
function useRowWidth(scroller: RefObject<HTMLElement | null>, digits: number): number {
  const [width, setWidth] = useState(16);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const needed = (digits + SIXTEEN) * characterWidth() + BETWEEN;
    const sizes = new ResizeObserver(() => setWidth(element.clientWidth < needed ? 8 : 16));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [scroller, digits]);
  return width;
}

/** Offset of the byte under the pointer, in either column; null elsewhere. */
function byteUnder({ clientX, clientY }: { clientX: number; clientY: number }): number | null {
  const byte = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>("[data-byte]");
  return byte === null || byte === undefined ? null : Number(byte.dataset["byte"]);
}
