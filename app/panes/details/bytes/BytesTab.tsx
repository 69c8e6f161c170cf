import { useEffect, useRef, useState, type ReactElement, type RefObject } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { count } from "../../../format/numbers.ts";
import { FieldTree } from "../fields/FieldTree.tsx";
import { HexView, type OffsetBase } from "./HexView.tsx";
import { Segmented } from "../../../parts/Segmented.tsx";
import type { FrameView } from "../frame/use-frame.ts";

const BASES = [
  { value: "frame", label: "In frame" },
  { value: "stream", label: "In stream" },
] as const;

interface BytesTabProps {
  readonly view: FrameView;
  readonly base: OffsetBase;
  readonly onBase: (base: OffsetBase) => void;
}

/** Panes that are wide and lower than this have the bytes beside the fields; pixels. */
const LOW = 420;
const WIDE = 760;
/** Lower ones have no room for both. */
const LOWEST = 180;

/** The fields and their bytes, below or beside them: what is chosen in one is marked in the other. */
export function FieldsTab({ view, base }: Pick<BytesTabProps, "view" | "base">): ReactElement {
  const pane = useRef<HTMLDivElement>(null);
  const room = useRoom(pane);
  const isBeside = room === "beside";
  if (room === "fields") {
    return (
      <div ref={pane} className="fields-pane">
        <FieldTree key={view.key} view={view} />
      </div>
    );
  }
  return (
    <div ref={pane} className="fields-pane">
      <Group
        key={isBeside ? "beside" : "below"}
        className="fields-split"
        orientation={isBeside ? "horizontal" : "vertical"}
        defaultLayout={isBeside ? { fields: 50, bytes: 50 } : { fields: 62, bytes: 38 }}
      >
        <Panel id="fields" minSize="80px">
          <FieldTree key={view.key} view={view} />
        </Panel>
        <Separator className="separator" aria-label="Size of the fields and their bytes" />
        <Panel id="bytes" minSize="80px">
          <Hex view={view} base={base} />
        </Panel>
      </Group>
    </div>
  );
}

/** Where the bytes have room: below the fields, beside them, or in their own tab alone. */
type Room = "below" | "beside" | "fields";

function useRoom(pane: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>("below");
  useEffect(() => {
    const watched = pane.current;
    if (watched === null) return undefined;
    const sizes = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = watched;
      if (clientWidth >= WIDE && clientHeight < LOW) setRoom("beside");
      else setRoom(clientHeight > 0 && clientHeight < LOWEST ? "fields" : "below");
    });
    sizes.observe(watched);
    return () => sizes.disconnect();
  }, [pane]);
  return room;
}

/** All bytes of the frame, and where they were found. */
export function BytesTab({ view, base, onBase }: BytesTabProps): ReactElement {
  return (
    <div className="tab-body">
      <div className="tab-bar">
        <span className="tab-label">Offsets</span>
        <Segmented label="Offsets" options={BASES} value={base} onChange={onBase} />
        <Provenance view={view} />
      </div>
      <div className="tab-main">
        <Hex view={view} base={base} />
      </div>
    </div>
  );
}

function Hex({ view, base }: { view: FrameView; base: OffsetBase }): ReactElement {
  return (
    <HexView
      key={view.key}
      blocks={view.blocks}
      model={view.model}
      selection={view.selection}
      onSelect={view.selectBytes}
      onCopy={(range) => void view.copyBytes(range, "hex")}
      hits={view.hits}
      base={base}
      streamOffset={view.details.streamOffset}
      field={view.field}
    />
  );
}

/** `packets 12–17 of busy.pcap`: the records that carried the frame. */
function Provenance({ view }: { view: FrameView }): ReactElement | null {
  const { pieces, fileNames } = view.details;
  const found = pieces.filter((piece) => piece.file >= 0);
  const first = found[0];
  if (first === undefined) return null;
  const packets = new Set(found.map((piece) => piece.packet));
  const numbers = [...packets].map((packet) => count(packet + 1));
  const words =
    packets.size === 1 ? `packet ${numbers[0]}` : `${packets.size} packets, ${numbers[0]} to ${numbers.at(-1)}`;
  const places = found
    .map((piece) => `packet ${count(piece.packet + 1)}: byte ${count(piece.fileOffset)}`)
    .slice(0, 40);
  return (
    <span className="tab-path" title={places.join("\n")}>
      {words} of {fileNames[first.file] ?? "the file"}
    </span>
  );
}
