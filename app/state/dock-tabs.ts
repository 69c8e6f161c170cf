/** The tabs of the dock, with the key that opens each. */
export const DOCK_TABS = [
  { id: "findings", label: "Findings", key: "1" },
  { id: "timeline", label: "Timeline", key: "2" },
  { id: "waiting", label: "Waiting", key: "3" },
  { id: "statistics", label: "Statistics", key: "4" },
  { id: "follow", label: "Follow", key: "5" },
] as const;

export type DockTab = (typeof DOCK_TABS)[number]["id"];

/** The tab of an id; undefined where there is none of it. */
export function dockTabOf(id: unknown): DockTab | undefined {
  return DOCK_TABS.find((tab) => tab.id === id)?.id;
}
