import { BookOpen, Ellipsis, TriangleAlert } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useMemo, type ReactElement } from "react";
import { MenuContent } from "../../../parts/Menu.tsx";
import { MiddleText } from "../../../parts/MiddleText.tsx";
import { useStore } from "../../../state/store.ts";
import { FieldMenuItems } from "./FieldMenu.tsx";
import { factsOf } from "../model/field-facts.ts";
import type { FrameView } from "../frame/use-frame.ts";

/** Below the tabs: what the protocol says of the field that is chosen, and what can be done with it. All that hovering tells is here too. */
export function FieldFoot({ view }: { view: FrameView }): ReactElement {
  const { model, field } = view;
  const openReference = useStore((state) => state.openReference);
  const facts = useMemo(() => (field === null ? null : factsOf(model, field)), [model, field]);
  if (facts === null || field === null) {
    return (
      <div className="field-foot">
        <p className="field-foot-hint">Choose a field, a byte or a line of the text for what it means.</p>
      </div>
    );
  }
  const { name, type, text, meaning, remarks, notes, reference } = facts;
  return (
    <section className="field-foot" aria-label="The chosen field">
      <div className="field-foot-head">
        <span className="field-foot-name data" title={name}>
          <MiddleText text={name} />
        </span>
        {type !== "" && <span className="field-foot-type data">{type}</span>}
        <span className="field-foot-actions">
          {reference !== null && (
            <button
              type="button"
              className="icon-button"
              aria-label="Open in the reference"
              title="Open in the reference"
              onClick={() => openReference(reference)}
            >
              <BookOpen size={14} aria-hidden="true" />
            </button>
          )}
          <DropdownMenu.Root modal={false}>
            <DropdownMenu.Trigger
              className="icon-button"
              aria-label="Use this value"
              title="Use this value (Shift+F10)"
            >
              <Ellipsis size={15} aria-hidden="true" />
            </DropdownMenu.Trigger>
            <MenuContent label="Value" align="end">
              <FieldMenuItems menu={DropdownMenu} model={model} field={field} />
            </MenuContent>
          </DropdownMenu.Root>
        </span>
      </div>
      <div className="field-foot-text" aria-live="polite">
        {remarks.map((remark) => (
          <p key={remark} className="field-foot-remark">
            <TriangleAlert size={13} aria-hidden="true" />
            <span>{remark}</span>
          </p>
        ))}
        {meaning !== "" && <p className="field-foot-meaning">{meaning}</p>}
        {text !== "" && (
          <p>
            {text} <span className="faint">{notes.join(" ")}</span>
          </p>
        )}
        {text === "" && meaning === "" && remarks.length === 0 && (
          <p className="faint">The protocol says nothing of this field that is known here.</p>
        )}
      </div>
    </section>
  );
}
