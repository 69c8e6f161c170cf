import type { ReactElement } from "react";
import { containerFilter } from "../format/filters.ts";
import { shortContainerName } from "../format/ids.ts";
import { FilterLink } from "./FilterLink.tsx";

interface ContainerLinkProps {
  readonly id: string | null;
  /** As of `FilterLink`. */
  readonly quiet?: boolean;
}

/** A container by its short name, which filters the table to its frames; the whole id stands in the filter that a hover tells. */
export function ContainerLink({ id, quiet = false }: ContainerLinkProps): ReactElement | null {
  return id === null ? null : <FilterLink filter={containerFilter(id)} text={shortContainerName(id)} quiet={quiet} />;
}
