import type { ReactElement } from "react";
import { containerFilter } from "../format/filters.ts";
import { shortContainerName } from "../format/ids.ts";
import { FilterLink, type FilterLinkLook } from "./FilterLink.tsx";

/** A container by its short name, which filters the table to its frames; the whole id stands in the filter that a hover tells. */
export function ContainerLink({ id, ...look }: { id: string | null } & FilterLinkLook): ReactElement | null {
  return id === null ? null : <FilterLink filter={containerFilter(id)} text={shortContainerName(id)} {...look} />;
}
