import type { DockTab } from "./dock-tabs.ts";
import type { Slice } from "./slice.ts";

export interface DockSlice {
  /** The open pane is to take the focus, once it is there. */
  readonly dockWantsFocus: boolean;

  /** Opens a tab of the dock and moves the focus there. */
  readonly openDock: (tab: DockTab) => void;
  readonly dockTookFocus: () => void;
  readonly closeDock: () => void;
}

export const dockSlice: Slice<DockSlice> = (set, get) => ({
  dockWantsFocus: false,

  openDock: (tab) => {
    get().setSetting("dockTab", tab);
    set({ dockWantsFocus: true });
  },

  dockTookFocus: () => set({ dockWantsFocus: false }),

  closeDock: () => get().setSetting("dockTab", null),
});
