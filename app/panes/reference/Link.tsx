import type { MouseEvent, ReactElement, ReactNode } from "react";
import { useStore } from "../../state/store.ts";
import { hashOfPath } from "../../state/reference-path.ts";

interface LinkProps {
  readonly path: string;
  readonly current?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to another page of the reference; a real address, so that it can be copied and opened elsewhere. */
export function Link({ path, current = false, className, children }: LinkProps): ReactElement {
  const openReference = useStore((state) => state.openReference);
  const follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openReference(path);
  };
  return (
    <a href={hashOfPath(path)} className={className} aria-current={current ? "page" : undefined} onClick={follow}>
      {children}
    </a>
  );
}
