import type { FollowTarget } from "../../src-decoder/index.ts";
import type { FrameDetails } from "../worker/contract/details.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";

/** How much of what a frame is about is followed. */
export type FollowScope = "process" | "container" | "bridge";

export interface FollowSlice {
  /** The narrowest that is known of what is followed: its container and bridge are one click away. Null while nothing is. */
  readonly followed: FollowTarget | null;
  readonly followScope: FollowScope;

  /** Follows all of a target, in the dock. */
  readonly follow: (target: FollowTarget) => void;
  /** Follows what a frame is about: its process where it has one and nothing wider is wanted, else its container, else its bridge. */
  readonly followFrame: (row: number, scope?: FollowScope) => Promise<void>;
  /** Where nothing is followed yet: what the selected frame is about, else the first bridge. */
  readonly followSomething: () => Promise<void>;
  readonly setFollowScope: (scope: FollowScope) => void;
  readonly forgetFollowed: () => void;
}

export const followSlice: Slice<FollowSlice> = (set, get) => ({
  followed: null,
  followScope: "bridge",

  follow: (target) => {
    set({ followed: target, followScope: narrowestOf(target) });
    get().openDock("follow");
  },

  followFrame: async (row, scope) => {
    const details = await decoder.details(row);
    if (details === null) return;
    const target = targetOf(details);
    get().follow(target);
    if (scope !== undefined) get().setFollowScope(scope);
  },

  followSomething: async () => {
    const { selectedRow, overview } = get();
    const details = selectedRow === null ? null : await decoder.details(selectedRow);
    if (get().followed !== null) return;
    const first = overview?.connections.find(({ bridge }) => bridge > 0)?.bridge;
    const bridge = first === undefined ? null : { bridge: first, containerId: null, processId: null };
    const target = details === null ? bridge : targetOf(details);
    if (target !== null) set({ followed: target, followScope: narrowestOf(target) });
  },

  setFollowScope: (followScope) => set({ followScope }),

  forgetFollowed: () => set({ followed: null, followScope: "bridge" }),
});

/** What a frame is about, as far as it or its pair says. */
function targetOf({ frame, peer }: FrameDetails): FollowTarget {
  const { bridge, containerId, processId } = frame;
  // An exec that failed answers with process 0, which is none.
  return { bridge, containerId, processId: (processId ?? peer?.processId ?? 0) || null };
}

function narrowestOf({ containerId, processId }: FollowTarget): FollowScope {
  if (processId !== null) return "process";
  return containerId === null ? "bridge" : "container";
}

/** What of a target a scope means. */
export function scopedTarget(target: FollowTarget, scope: FollowScope): FollowTarget {
  return {
    bridge: target.bridge,
    containerId: scope === "bridge" ? null : target.containerId,
    processId: scope === "process" ? target.processId : null,
  };
}
