import { ChevronRight } from "lucide-react";
import { ContextMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

interface RowSubMenuProps {
  /** What the item says that opens it, which is its name too. */
  readonly item: ReactNode;
  readonly children: ReactNode;
}

/** An item of the row's menu that opens a menu of its own. */
export function RowSubMenu({ item, children }: RowSubMenuProps): ReactElement {
  return (
    <ContextMenu.Sub>
      <ContextMenu.SubTrigger className="menu-item">
        {item}
        <ChevronRight size={13} aria-hidden="true" />
      </ContextMenu.SubTrigger>
      <ContextMenu.Portal>
        <ContextMenu.SubContent className="menu" collisionPadding={8}>
          {children}
        </ContextMenu.SubContent>
      </ContextMenu.Portal>
    </ContextMenu.Sub>
  );
}
