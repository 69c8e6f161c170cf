import { ContextMenu, type DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { copyText } from "../../../parts/copy.ts";
import { ValueMenuItems } from "../../../parts/ValueMenuItems.tsx";
import { useStore } from "../../../state/store.ts";
import { factsOf } from "../model/field-facts.ts";
import type { FieldId, FieldModel } from "../model/field-model.ts";
import { subjectOf } from "../model/value-subject.ts";
import type { FrameView } from "../frame/use-frame.ts";

type MenuParts = Pick<typeof DropdownMenu | typeof ContextMenu, "Item" | "Label" | "Separator">;

interface FieldMenuItemsProps {
  readonly menu: MenuParts;
  readonly model: FieldModel;
  readonly field: FieldId;
}

/** What can be done with a field: filter by it, show it as a column, copy it, read of it. */
export function FieldMenuItems({ menu, model, field }: FieldMenuItemsProps): ReactElement {
  const openReference = useStore((state) => state.openReference);
  const subject = subjectOf(model, field);
  const { name, reference } = factsOf(model, field);
  return (
    <>
      {subject !== null && (
        <>
          <ValueMenuItems menu={menu} subject={subject} />
          <menu.Separator className="menu-line" />
        </>
      )}
      <menu.Item className="menu-item" onSelect={() => copyText(name)}>
        <span className="menu-text">Copy path</span>
      </menu.Item>
      <menu.Item
        className="menu-item"
        disabled={reference === null}
        onSelect={() => reference !== null && openReference(reference)}
      >
        <span className="menu-text">Open in the reference</span>
      </menu.Item>
    </>
  );
}

interface FieldContextMenuProps {
  readonly view: Pick<FrameView, "model" | "field">;
  readonly children: ReactNode;
}

/** The context menu of the chosen field around what shows it; the field under the pointer must be chosen before it opens. */
export function FieldContextMenu({ view, children }: FieldContextMenuProps): ReactElement {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" aria-label="Value" collisionPadding={8}>
          {view.field === null ? (
            <ContextMenu.Label className="menu-label">No field is chosen.</ContextMenu.Label>
          ) : (
            <FieldMenuItems menu={ContextMenu} model={view.model} field={view.field} />
          )}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
