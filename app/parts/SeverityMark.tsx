import {
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Info,
  OctagonAlert,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";
import type { Severity } from "../../src-decoder/index.ts";
import "./severity.css";

/** A severity, or what a verdict is instead of one. */
export type Mark = Severity | "nothing" | "cannot-tell";

/** Each has its own shape, so that no mark is told by its colour alone. */
const SHAPES: Readonly<Record<Mark, LucideIcon>> = {
  critical: OctagonAlert,
  error: CircleX,
  warning: TriangleAlert,
  info: Info,
  nothing: CircleCheck,
  "cannot-tell": CircleQuestionMark,
};

/** The words for it: as a label, and behind a number. */
export const SEVERITY_WORDS: Readonly<
  Record<Severity, { readonly label: string; readonly one: string; readonly many: string }>
> = {
  critical: { label: "Critical", one: "critical", many: "critical" },
  error: { label: "Error", one: "error", many: "errors" },
  warning: { label: "Warning", one: "warning", many: "warnings" },
  info: { label: "Note", one: "note", many: "notes" },
};

/** The sign of a severity. Its word stands beside it, or is in `label`. */
export function SeverityMark({ mark, size = 14, label }: { mark: Mark; size?: number; label?: string }): ReactElement {
  const Shape = SHAPES[mark];
  return (
    <span className="severity" data-severity={mark}>
      {label === undefined ? (
        <Shape size={size} aria-hidden="true" />
      ) : (
        <Shape size={size}>
          <title>{label}</title>
        </Shape>
      )}
    </span>
  );
}
