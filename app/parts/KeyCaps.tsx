import type { ReactElement } from "react";
import { keyCaps } from "../keys.ts";

/** A key combination as caps. */
export function KeyCaps({ keys }: { keys: string }): ReactElement {
  return (
    <span className="key-caps">
      {keyCaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
