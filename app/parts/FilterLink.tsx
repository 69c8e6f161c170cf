import type { ReactElement } from "react";
import { joinFilter } from "../../src-decoder/index.ts";
import { useStore } from "../state/store.ts";

export interface FilterLinkLook {
  /** Underlined only in use: lines under all numbers would be noise. */
  readonly quiet?: boolean;
  /** A filter that it narrows; else it takes the place of the one that is applied. */
  readonly within?: string;
}

/** A text that filters the table. */
export function FilterLink({
  filter,
  text,
  quiet = false,
  within = "",
}: { filter: string; text: string } & FilterLinkLook): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  const whole = within === "" ? filter : joinFilter(within, filter, "and");
  return (
    <button
      type="button"
      className={quiet ? "link link-quiet" : "link"}
      title={`Filter: ${whole}`}
      onClick={() => void applyFilter(whole)}
    >
      {text}
    </button>
  );
}
