import { useState, type ReactElement } from "react";
import { Button } from "../parts/Button.tsx";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";

interface SaveAsProps {
  readonly title: string;
  /** `filter`, `column set`: what gets the name. */
  readonly what: string;
  /** What is saved, as text. */
  readonly text: string;
  /** The names that there are, each with whether it stands for what is saved. */
  readonly taken: readonly { readonly name: string; readonly isSame: boolean }[];
  readonly onSave: (name: string) => void;
}

/** Gives something a name to be found by on later visits. */
export function SaveAs({ title, what, text, taken, onSave }: SaveAsProps): ReactElement {
  const setDialog = useStore((state) => state.setDialog);
  const [name, setName] = useState("");
  const holder = taken.find((each) => each.name === name.trim());
  const isReplaced = holder?.isSame === false;
  const isUsable = name.trim() !== "";
  const save = (): void => {
    if (!isUsable) return;
    onSave(name.trim());
    setDialog(null);
  };
  return (
    <DialogFrame title={title} className="save-as">
      <code className="data save-as-text">{text}</code>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          className="text-input"
          aria-label={`Name of the ${what}`}
          placeholder="Name"
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button primary disabled={!isUsable} onClick={save}>
          {isReplaced ? "Replace" : "Save"}
        </Button>
      </form>
      <p className="faint">
        {isReplaced
          ? `Another ${what} has this name; it is replaced.`
          : holder === undefined
            ? "Kept in this browser."
            : `The ${what} has this name already.`}
      </p>
    </DialogFrame>
  );
}
