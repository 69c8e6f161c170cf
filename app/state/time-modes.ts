import type { Settings } from "./settings.ts";

/** The ways to write a row's time. */
export const TIME_MODES: readonly { readonly id: Settings["timeMode"]; readonly label: string }[] = [
  { id: "relative", label: "Since the first packet" },
  { id: "absolute", label: "Time of day (UTC)" },
  { id: "delta", label: "Since the row above" },
];
