import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState, type ReactElement, type ReactNode } from "react";
import { focusHolder, giveFocusBack } from "../focus.ts";
import { useStore } from "../state/store.ts";

interface DialogFrameProps {
  readonly title: string;
  readonly className?: string;
  /** Without a title bar: the dialog's first element says what it is. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}

/** What all dialogs have in common: scrim, focus kept inside, Esc, and back to what had the focus afterwards. */
export function DialogFrame({ title, className = "", bare = false, children }: DialogFrameProps): ReactElement {
  const setDialog = useStore((state) => state.setDialog);
  const [before] = useState(focusHolder);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && setDialog(null)}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className={`dialog ${className}`}
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            focusContent(event.currentTarget);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveFocusBack(before);
          }}
        >
          <div className={bare ? "visually-hidden" : "dialog-head"}>
            <Dialog.Title asChild>
              <h2>{title}</h2>
            </Dialog.Title>
            {!bare && (
              <Dialog.Close className="icon-button" aria-label="Close">
                <X size={15} aria-hidden="true" />
              </Dialog.Close>
            )}
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The field to type into, or else the dialog as a whole; never its close button. */
function focusContent(dialog: EventTarget | null): void {
  if (!(dialog instanceof HTMLElement)) return;
  (dialog.querySelector("input") ?? dialog).focus();
}
