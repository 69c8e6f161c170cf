import { useEffect } from "react";
import { focusTable } from "./focus.ts";
import { OVERLAY } from "./keys.ts";

/** Gives the table the focus where a control took itself away with it: readers on the keyboard would begin at the top of the page again. */
export function useKeptFocus(): void {
  useEffect(() => {
    let holder: Element | null = null;
    const onFocusIn = ({ target }: FocusEvent): void => {
      // What lies over the page gives the focus back to what had it before.
      holder = target instanceof Element && target.closest(OVERLAY) === null ? target : null;
    };
    const removals = new MutationObserver(() => {
      if (holder === null || holder.isConnected) return;
      holder = null;
      if (document.activeElement === document.body) focusTable();
    });
    document.addEventListener("focusin", onFocusIn);
    removals.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", onFocusIn);
      removals.disconnect();
    };
  }, []);
}
