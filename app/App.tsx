import { useDeferredValue, useEffect, type ReactElement } from "react";
import { Dialogs } from "./dialogs/Dialogs.tsx";
import { CopyToast } from "./panes/copy/CopyToast.tsx";
import { FailureCards } from "./panes/FailureCards.tsx";
import { OverviewStrip } from "./panes/overview/OverviewStrip.tsx";
import { Reference } from "./panes/reference/Reference.tsx";
import { DropTarget } from "./panes/start/DropTarget.tsx";
import { StartScreen } from "./panes/start/StartScreen.tsx";
import { StatusBar } from "./panes/status-bar/StatusBar.tsx";
import { TopBar } from "./panes/top-bar/TopBar.tsx";
import { VerdictBanner } from "./panes/verdict/VerdictBanner.tsx";
import { Workspace } from "./panes/Workspace.tsx";
import { useKeptFocus } from "./kept-focus.ts";
import { preloadMonaco } from "./parts/monaco/load.ts";
import { useShortcuts } from "./shortcuts.ts";
import { useStore } from "./state/store.ts";
import { useResolvedTheme, useTheme } from "./state/theme.ts";
import "./app.css";
import "./parts/parts.css";

/** The page: bar, work, status; the start screen while nothing is open. */
export function App(): ReactElement {
  useTheme();
  useShortcuts();
  useKeptFocus();
  // The workspace is much to draw at once: deferred, it is drawn in slices that keys and clicks come between.
  const isOpen = useDeferredValue(useStore((state) => state.phase !== "start"));
  const isRead = useStore((state) => state.phase === "read");
  const theme = useResolvedTheme();
  useEffect(() => {
    if (isRead) void preloadMonaco(theme);
  }, [isRead, theme]);
  const isBehind = useStore((state) => state.reference !== null);
  return (
    <>
      <div className="app" inert={isBehind}>
        <TopBar />
        <VerdictBanner />
        <FailureCards />
        {isOpen && <OverviewStrip />}
        {isOpen ? <Workspace /> : <StartScreen />}
        {isOpen && <StatusBar />}
        <DropTarget />
        <CopyToast />
      </div>
      <Reference />
      <Dialogs />
    </>
  );
}
