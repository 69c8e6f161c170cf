/** The tabs of the dock, in the order of their keys from `1` on. */
export const DOCK_TABS = [
  { id: "findings", label: "Findings" },
  { id: "timeline", label: "Timeline" },
  { id: "waiting", label: "Waiting" },
  { id: "statistics", label: "Statistics" },
] as const;

export type DockTab = (typeof DOCK_TABS)[number]["id"];

/** The tab of an id; undefined where there is none of it. */
export function dockTabOf(id: unknown): DockTab | undefined {
  return DOCK_TABS.find((tab) => tab.id === id)?.id;
}
