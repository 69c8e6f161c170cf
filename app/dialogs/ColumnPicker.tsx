import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useMemo, useState, type ReactElement } from "react";
import { columnChoice, columnChoices, type ColumnChoice } from "../../src-decoder/index.ts";
import { count } from "../format/numbers.ts";
import { usualColumnOf } from "../panes/frames/columns.tsx";
import { useStore } from "../state/store.ts";
import { columnLayoutKey } from "../state/view-slice.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** Rows of the list: more are found by typing on. */
const MOST_LISTED = 100;

/** Makes any field, and any path into payloads, a column; what is a column already can be taken away. */
export function ColumnPicker(): ReactElement {
  const { view, ...settings } = useStore((state) => state.settings);
  const addColumn = useStore((state) => state.addColumn);
  const removeColumn = useStore((state) => state.removeColumn);
  const [text, setText] = useState("");
  const all = useMemo(() => columnChoices(), []);
  const found = useMemo(() => matching(all, text), [all, text]);
  const { fields, hidden } = settings[columnLayoutKey(view)];
  const isShown = ({ name }: ColumnChoice): boolean => {
    const usual = usualColumnOf(view, name);
    return usual === undefined ? fields.includes(name) : !hidden.includes(usual.id);
  };
  return (
    <DialogFrame title="Columns" className="palette column-picker" bare>
      <Command label="Columns" shouldFilter={false} loop>
        <Command.Input
          className="palette-input"
          placeholder="Field, or a path into payloads such as Settings.ProcessParameters.CommandLine"
          value={text}
          onValueChange={setText}
        />
        <Command.Empty className="palette-empty">
          No field has this name. Paths into payloads begin with a capital, or with payload.
        </Command.Empty>
        <Command.List className="palette-list">
          {found.slice(0, MOST_LISTED).map((choice) => {
            const shown = isShown(choice);
            return (
              <Command.Item
                key={choice.name}
                value={choice.name}
                className="menu-item column-choice"
                onSelect={() => (shown ? removeColumn(choice.name) : addColumn(choice.name))}
              >
                <span className="menu-tick">{shown && <Check size={13} aria-label="shown" />}</span>
                <span className="data">{choice.name}</span>
                <span className="column-choice-text">{choice.description}</span>
              </Command.Item>
            );
          })}
          {found.length > MOST_LISTED && (
            <p className="palette-empty">{count(found.length - MOST_LISTED)} more: type on to find them</p>
          )}
        </Command.List>
      </Command>
    </DialogFrame>
  );
}

/** How far a path is from what is typed: its last name may be that, begin so, or have it somewhere; of such the shorter way first. */
function distance(path: string, typed: string): number {
  const names = path.toLowerCase().split(".");
  const last = names.at(-1) ?? "";
  const match = last === typed ? 0 : last.startsWith(typed) ? 1 : 2;
  return match * 100 + names.length;
}

/** Those with all words of the text, first in their names; a path that is typed out is there though no shape knows it. */
function matching(all: readonly ColumnChoice[], text: string): readonly ColumnChoice[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return all;
  const has = (where: string): boolean => words.every((word) => where.toLowerCase().includes(word));
  const named = all
    .filter(({ name, label }) => has(`${name} ${label}`))
    .toSorted((a, b) => distance(a.name, words[0]!) - distance(b.name, words[0]!));
  const told = all.filter((choice) => has(choice.description) && !named.includes(choice));
  const typed = columnChoice(text.trim());
  const isNew = typed !== null && !named.some(({ name }) => name === typed.name);
  return [...named, ...(isNew ? [typed] : []), ...told];
}
