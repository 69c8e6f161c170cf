import { useEffect, useSyncExternalStore } from "react";
import { useStore } from "./store.ts";

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");

function subscribe(listener: () => void): () => void {
  darkSystem.addEventListener("change", listener);
  return () => darkSystem.removeEventListener("change", listener);
}

/** The theme in force: the one chosen, else the system's. */
export function useResolvedTheme(): "light" | "dark" {
  const theme = useStore((state) => state.settings.theme);
  const systemIsDark = useSyncExternalStore(subscribe, () => darkSystem.matches);
  if (theme !== "system") return theme;
  return systemIsDark ? "dark" : "light";
}

/** Marks the root element with the chosen theme; without a mark the style sheet follows the system. */
export function useTheme(): void {
  const theme = useStore((state) => state.settings.theme);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
}
