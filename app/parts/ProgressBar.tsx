import type { ReactElement } from "react";

/** How far something is; a bar that says so to screen readers too. */
export function ProgressBar({ label, value, total }: { label: string; value: number; total: number }): ReactElement {
  return <progress className="progress" aria-label={label} value={value} max={Math.max(1, total)} />;
}
