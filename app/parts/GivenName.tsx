import type { ReactElement } from "react";
import { visible } from "../format/ids.ts";

/** A name that someone gave, beside other text: whatever is in it, it is seen, and turns nothing around that is not its own. */
export function GivenName({ name }: { name: string }): ReactElement {
  return <bdi>{visible(name)}</bdi>;
}
