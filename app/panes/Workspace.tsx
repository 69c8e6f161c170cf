import { useEffect, useMemo, useSyncExternalStore, type ReactElement } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { RowRanges } from "../../src-decoder/index.ts";
import { visible } from "../format/ids.ts";
import { decoder } from "../state/decoder.ts";
import { useStore } from "../state/store.ts";
import { useResolvedTheme } from "../state/theme.ts";
import { DetailsPane } from "./details/DetailsPane.tsx";
import type { FoundPlaces, ReadFrameBytes } from "./details/frame/use-frame.ts";
import { DockLayout } from "./dock/DockLayout.tsx";
import { FramesPane } from "./frames/FramesPane.tsx";

/** From here on the details stand beside the table, below it under the table. */
const wide = window.matchMedia("(min-width: 1200px)");

function subscribe(listener: () => void): () => void {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
}

/** Table and details with the dock, and borders that move; each arrangement remembers its own sizes. */
export function Workspace(): ReactElement {
  const isWide = useSyncExternalStore(subscribe, () => wide.matches);
  const key = isWide ? "widePanels" : "narrowPanels";
  const layout = useStore((state) => state.settings[key]);
  const setSetting = useStore((state) => state.setSetting);
  return (
    <main className="workspace">
      <CaptureTitle />
      <DockLayout key={key} sheet={!isWide}>
        <Group
          id={key}
          orientation={isWide ? "horizontal" : "vertical"}
          defaultLayout={layout}
          onLayoutChanged={(next, { isUserInteraction }) => {
            if (isUserInteraction) setSetting(key, next);
          }}
        >
          <Panel id="table" minSize={isWide ? "320px" : "120px"}>
            <FramesPane />
          </Panel>
          <Separator id="table-details" className="separator" aria-label="Size of the table and the details" />
          <Panel id="details" minSize={isWide ? "280px" : "100px"}>
            <SelectedDetails />
          </Panel>
        </Group>
      </DockLayout>
    </main>
  );
}

/** What is open, as the name of the window and for those who jump from heading to heading. */
function CaptureTitle(): ReactElement {
  const files = useStore((state) => state.files);
  const name = visible(files.map((file) => file.name).join(", "));
  useEffect(() => {
    const before = document.title;
    document.title = `${name} - bridgescope`;
    return () => {
      document.title = before;
    };
  }, [name]);
  return <h1 className="visually-hidden">{name}</h1>;
}

/** What the search found in the frame of the details. */
function useFoundPlaces(row: number | undefined): FoundPlaces {
  const places = useStore((state) => state.hitPlaces);
  const hit = useStore((state) => state.findHit);
  const isOfFrame = places !== null && places.row === row;
  const hits = isOfFrame ? places.bytes : RowRanges.EMPTY;
  const isAll = !isOfFrame || places.isAll;
  const wanted = hit !== null && hit.row === row ? hit : null;
  return useMemo(() => ({ hits, isAll, wanted }), [hits, isAll, wanted]);
}

const readBytes: ReadFrameBytes = (row, offset, length) => decoder.frameBytes(row, offset, length);

/** The details pane, fed from the store. */
function SelectedDetails(): ReactElement {
  const details = useStore((state) => state.details);
  const selectedRow = useStore((state) => state.selectedRow);
  const selectRow = useStore((state) => state.selectRow);
  const theme = useResolvedTheme();
  const found = useFoundPlaces(details?.frame.row);
  return (
    <DetailsPane
      details={details}
      loading={selectedRow !== null && details?.frame.row !== selectedRow}
      readBytes={readBytes}
      found={found}
      theme={theme}
      onGoTo={(row) => void selectRow(row)}
    />
  );
}
