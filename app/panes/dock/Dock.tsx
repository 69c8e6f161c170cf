import { X } from "lucide-react";
import { Tabs } from "radix-ui";
import { useEffect, useRef, type ComponentType, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { DOCK_ID, focusTable } from "../../focus.ts";
import { DOCK_TABS, dockTabOf, type DockTab } from "../../state/dock-tabs.ts";
import { useStore } from "../../state/store.ts";
import { FindingsPane } from "../findings/FindingsPane.tsx";
import { FollowPane } from "../follow/FollowPane.tsx";
import { StatisticsPane } from "../statistics/StatisticsPane.tsx";
import { TimelinePane } from "../timeline/TimelinePane.tsx";
import { WaitingPane } from "../waiting/WaitingPane.tsx";
import "../../parts/tabs.css";
import "./dock.css";

const PANES: Readonly<Record<DockTab, ComponentType>> = {
  findings: FindingsPane,
  timeline: TimelinePane,
  waiting: WaitingPane,
  statistics: StatisticsPane,
  follow: FollowPane,
};

/** What is concluded from the capture, in tabs below the table. Closed, only the tabs are there. */
export function Dock(): ReactElement {
  const tab = useStore((state) => state.settings.dockTab);
  const openDock = useStore((state) => state.openDock);
  const setSetting = useStore((state) => state.setSetting);
  const closeDock = useStore((state) => state.closeDock);
  const content = useRef<HTMLDivElement>(null);
  useFocusWhenAsked(content);

  const close = (): void => {
    closeDock();
    focusTable();
  };
  const closeByKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || tab === null) return;
    event.preventDefault();
    close();
  };
  return (
    <Tabs.Root
      id={DOCK_ID}
      className="dock"
      // Moving over the tabs must not open the dock.
      activationMode="manual"
      value={tab ?? ""}
      onValueChange={(value) => {
        const chosen = dockTabOf(value);
        if (chosen === undefined) return;
        // Opening makes the tabs anew, so that the focus would be lost; later it stays on the tab that was pressed.
        if (tab === null) openDock(chosen);
        else setSetting("dockTab", chosen);
      }}
      onKeyDown={closeByKey}
    >
      <div className="dock-bar">
        <Tabs.List className="tab-list" aria-label="Conclusions">
          {DOCK_TABS.map(({ id, label, key }) => (
            <Tabs.Trigger key={id} value={id} className="tab" title={`${label} (${key})`}>
              {label}
              {id === "findings" && <FindingCount />}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {tab !== null && (
          <button type="button" className="icon-button" aria-label="Close the dock" title="Close (Esc)" onClick={close}>
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {tab !== null && (
        // Made anew for each tab: it is there at once, and can take the focus.
        <Tabs.Content key={tab} ref={content} value={tab} className="dock-panel" tabIndex={-1}>
          <Pane tab={tab} />
        </Tabs.Content>
      )}
    </Tabs.Root>
  );
}

function Pane({ tab }: { tab: DockTab }): ReactElement {
  const Content = PANES[tab];
  return <Content />;
}

function FindingCount(): ReactElement | null {
  const findings = useStore((state) => state.diagnosis?.findings.length ?? 0);
  return findings === 0 ? null : <span className="dock-count">{findings}</span>;
}

/** Moves the focus to what the open pane marks with `data-dock-focus`, else to the pane, when the store asks for it. */
function useFocusWhenAsked(content: RefObject<HTMLDivElement | null>): void {
  const wanted = useStore((state) => state.dockWantsFocus);
  const took = useStore((state) => state.dockTookFocus);
  useEffect(() => {
    if (!wanted || content.current === null) return;
    took();
    const target = content.current.querySelector<HTMLElement>("[data-dock-focus]") ?? content.current;
    target.focus({ preventScroll: true });
  }, [wanted, took, content]);
}
