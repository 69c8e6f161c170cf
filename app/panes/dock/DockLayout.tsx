import { useLayoutEffect, type ReactElement, type ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { isSelectionDrawn } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { Dock } from "./Dock.tsx";

/** Height of the dock until it is changed, percent. */
const FIRST_HEIGHT = { dock: 36, sheet: 55 } as const;

interface DockLayoutProps {
  /** There is no room for table, details and dock: the dock then is a sheet in the place of the details, and the table has the rest. */
  readonly sheet: boolean;
  readonly children: ReactNode;
}

/** The work with the dock below it; the border between them moves and is remembered. */
export function DockLayout({ sheet, children }: DockLayoutProps): ReactElement {
  const isOpen = useStore((state) => state.settings.dockTab !== null);
  return (
    <div className="dock-layout" data-sheet={(sheet && isOpen) || undefined}>
      <Sized kind={sheet ? "sheet" : "dock"} isOpen={isOpen}>
        {children}
      </Sized>
      {!isOpen && <Dock />}
    </div>
  );
}

interface SizedProps {
  readonly kind: keyof typeof FIRST_HEIGHT;
  readonly isOpen: boolean;
  /** What stands above the dock. */
  readonly children: ReactNode;
}

function Sized({ kind, isOpen, children }: SizedProps): ReactElement {
  const heights = useStore((state) => state.settings.dockHeights);
  const setSetting = useStore((state) => state.setSetting);
  useSelectionInView(isOpen);
  return (
    <Group
      id={`${kind}-layout`}
      className="dock-work"
      orientation="vertical"
      onLayoutChanged={(layout, { isUserInteraction }) => {
        const height = layout["dock"];
        if (isUserInteraction && height !== undefined) setSetting("dockHeights", { ...heights, [kind]: height });
      }}
    >
      <Panel id="work" minSize="120px">
        {children}
      </Panel>
      {isOpen && (
        <>
          <Separator id="work-dock" className="separator" aria-label="Height of the dock" />
          <Panel id="dock" minSize="110px" defaultSize={`${heights[kind] ?? FIRST_HEIGHT[kind]}%`}>
            <Dock />
          </Panel>
        </>
      )}
    </Group>
  );
}

/** A selected row that is on screen stays there when the dock takes room from the table. */
function useSelectionInView(takesRoom: boolean): void {
  const findSelection = useStore((state) => state.findSelection);
  useLayoutEffect(() => {
    if (takesRoom && isSelectionDrawn()) void findSelection(false);
  }, [takesRoom, findSelection]);
}
