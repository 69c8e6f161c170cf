import { Tabs } from "radix-ui";
import { useState, type ReactElement } from "react";
import { DETAILS_ID } from "../../focus.ts";
import type { ThemeName } from "../../parts/monaco/themes.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";
import { BytesTab, FieldsTab } from "./bytes/BytesTab.tsx";
import { CopyMenu } from "./CopyMenu.tsx";
import { FieldFoot } from "./fields/FieldFoot.tsx";
import { HeaderStrip } from "./HeaderStrip.tsx";
import type { OffsetBase } from "./bytes/HexView.tsx";
import { JsonTab } from "./text/JsonTab.tsx";
import { NoFrame } from "./NoFrame.tsx";
import { useFrame, type FoundPlaces, type ReadFrameBytes } from "./frame/use-frame.ts";
import "../../parts/tabs.css";
import "./details.css";

const TABS = { json: "JSON", fields: "Fields", bytes: "Bytes" } as const;

export interface DetailsPaneProps {
  /** The selected frame; null where none is. */
  readonly details: FrameDetails | null;
  /** Another frame's details are on their way; those shown are of the one before. */
  readonly loading: boolean;
  /** Must keep its identity between renders: with another one everything is read again. */
  readonly readBytes: ReadFrameBytes;
  readonly found: FoundPlaces;
  readonly theme: ThemeName;
  /** Selects another frame. */
  readonly onGoTo: (row: number) => void;
}

/** All that is known of the selected frame: its payload as text, its fields, its bytes. */
export function DetailsPane(props: DetailsPaneProps): ReactElement {
  const { details, loading } = props;
  const [tab, setTab] = useState<string>("json");
  const [base, setBase] = useState<OffsetBase>("frame");
  if (details === null) return <NoFrame loading={loading} />;
  return <FrameTabs {...props} details={details} tab={tab} onTab={setTab} base={base} onBase={setBase} />;
}

interface FrameTabsProps extends DetailsPaneProps {
  readonly details: FrameDetails;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly base: OffsetBase;
  readonly onBase: (base: OffsetBase) => void;
}

function FrameTabs(props: FrameTabsProps): ReactElement {
  const { details, loading, readBytes, found, theme, onGoTo, tab, onTab, base, onBase } = props;
  const view = useFrame(details, readBytes, found);
  return (
    <section id={DETAILS_ID} className="details" aria-label="Details of the selected frame" aria-busy={loading}>
      <HeaderStrip details={details} onGoTo={onGoTo}>
        <CopyMenu view={view} />
      </HeaderStrip>
      <Tabs.Root className="tabs" value={tab} onValueChange={onTab}>
        <Tabs.List className="tab-list" aria-label="Views of the frame">
          {Object.entries(TABS).map(([value, label]) => (
            <Tabs.Trigger key={value} value={value} className="tab">
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="json" className="tab-panel" tabIndex={-1}>
          <JsonTab view={view} theme={theme} onShowBytes={() => onTab("fields")} />
        </Tabs.Content>
        <Tabs.Content value="fields" className="tab-panel" tabIndex={-1}>
          <FieldsTab view={view} base={base} />
        </Tabs.Content>
        <Tabs.Content value="bytes" className="tab-panel" tabIndex={-1}>
          <BytesTab view={view} base={base} onBase={onBase} />
        </Tabs.Content>
      </Tabs.Root>
      <FieldFoot view={view} />
    </section>
  );
}
