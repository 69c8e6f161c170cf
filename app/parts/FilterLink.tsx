import type { ReactElement } from "react";
import { useStore } from "../state/store.ts";

/** A text that filters the table; a `quiet` one is underlined only in use, as lines under all numbers would be noise. */
export function FilterLink({
  filter,
  text,
  quiet = false,
}: {
  filter: string;
  text: string;
  quiet?: boolean;
}): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  return (
    <button
      type="button"
      className={quiet ? "link link-quiet" : "link"}
      title={`Filter: ${filter}`}
      onClick={() => void applyFilter(filter)}
    >
      {text}
    </button>
  );
}
