import { useLayoutEffect } from "react";
import { commandByKey, runCommand, whyNot } from "./commands.ts";
import { isInEditor, keepsKey, keyName } from "./keys.ts";
import { useStore } from "./state/store.ts";

/** Keys that the browser finds by, where the page has nothing to find in. */
const BROWSERS_OWN: ReadonlySet<string> = new Set(["Ctrl+F", "Ctrl+G", "F3", "Shift+F3"]);

/** Runs commands by their keys, wherever on the page the focus is; what is typed into a field stays there. */
export function useShortcuts(): void {
  // In the layout effect, so that keys work from the moment the page is seen.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = keyName(event);
      const state = useStore.getState();
      const command = commandByKey(key, state);
      if (keepsKey(event.target, key)) return;
      if (command !== undefined) {
        if (runCommand(command)) event.preventDefault();
        return;
      }
      const why = BROWSERS_OWN.has(key) ? null : whyNot(key, state);
      if (why === null) return;
      state.tell(why);
      event.preventDefault();
    };
    // An editor that only shows text would take keys for what it does to texts: of those the page is asked first.
    const onEarlyKeyDown = (event: KeyboardEvent): void => {
      if (!isInEditor(event.target)) return;
      onKeyDown(event);
      if (event.defaultPrevented) event.stopPropagation();
    };
    window.addEventListener("keydown", onEarlyKeyDown, { capture: true });
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onEarlyKeyDown, { capture: true });
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
