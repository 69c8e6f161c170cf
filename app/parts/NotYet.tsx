import type { ReactElement } from "react";
import { useStore } from "../state/store.ts";

interface NotYetProps {
  /** While the capture is read: what will stand here. */
  readonly reading: string;
  /** When it is read: what is being done. */
  readonly read: string;
}

/** In the place of what the worker has not concluded yet. */
export function NotYet({ reading, read }: NotYetProps): ReactElement {
  const isRead = useStore((state) => state.phase === "read");
  return <output className="dock-note">{isRead ? read : reading}</output>;
}
