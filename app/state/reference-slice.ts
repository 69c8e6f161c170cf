import { hashOfPath, pathOfHash } from "./reference-path.ts";
import type { Slice } from "./slice.ts";

export interface ReferenceSlice {
  /** Page of the protocol reference that is open, `` for its first; null while it is closed. What the address says. */
  readonly reference: string | null;

  readonly openReference: (path: string) => void;
  readonly closeReference: () => void;
}

/** The reference has addresses: the browser's back and forward lead through its pages and out of it. */
export const referenceSlice: Slice<ReferenceSlice> = (set, get) => {
  const follow = (): void => set({ reference: pathOfHash(location.hash) });
  window.addEventListener("hashchange", follow);
  window.addEventListener("popstate", follow);
  return {
    reference: pathOfHash(location.hash),

    openReference: (path) => {
      history.pushState(null, "", hashOfPath(path));
      follow();
    },

    closeReference: () => {
      if (get().reference === null) return;
      history.pushState(null, "", `${location.pathname}${location.search}`);
      follow();
    },
  };
};
