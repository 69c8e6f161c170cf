import type { DockTab } from "./dock-tabs.ts";
import type { Slice } from "./slice.ts";

export interface DockSlice {
  /** The dock takes the focus whenever this rises. */
  readonly dockFocus: number;

  /** Opens a tab of the dock and moves the focus there. */
  readonly openDock: (tab: DockTab) => void;
  readonly closeDock: () => void;
}

export const dockSlice: Slice<DockSlice> = (set, get) => ({
  dockFocus: 0,

  openDock: (tab) => {
    get().setSetting("dockTab", tab);
    set(({ dockFocus }) => ({ dockFocus: dockFocus + 1 }));
  },

  closeDock: () => get().setSetting("dockTab", null),
});
