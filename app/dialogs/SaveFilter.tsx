import { useState, type ReactElement } from "react";
import { Button } from "../parts/Button.tsx";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** Gives the filter that is applied a name. */
export function SaveFilter(): ReactElement {
  const filter = useStore((state) => state.filter);
  const saved = useStore((state) => state.settings.savedFilters);
  const saveFilter = useStore((state) => state.saveFilter);
  const setDialog = useStore((state) => state.setDialog);
  const [name, setName] = useState("");
  const isTaken = saved.some((each) => each.name === name.trim());
  const isUsable = name.trim() !== "";
  const save = (): void => {
    if (!isUsable) return;
    saveFilter(name.trim(), filter);
    setDialog(null);
  };
  return (
    <DialogFrame title="Save the filter" className="save-filter">
      <code className="data save-filter-text">{filter}</code>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          className="text-input"
          aria-label="Name of the filter"
          placeholder="Name"
          autoComplete="off"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button primary disabled={!isUsable} onClick={save}>
          {isTaken ? "Replace" : "Save"}
        </Button>
      </form>
      <p className="faint">{isTaken ? "Another filter has this name; it is replaced." : "Kept in this browser."}</p>
    </DialogFrame>
  );
}
