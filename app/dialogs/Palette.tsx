import { Command } from "cmdk";
import { useState, type ReactElement } from "react";
import { flushSync } from "react-dom";
import { COMMANDS, isEnabled, runCommand } from "../commands.ts";
import { COMMAND_GROUPS, severalFrames, titleFor, type Command as PageCommand } from "../commands/command.ts";
import { focusHolder, giveFocusBack } from "../focus.ts";
import { KeyCaps } from "../parts/KeyCaps.tsx";
import { useStore } from "../state/store.ts";
import { bestFirst } from "./command-search.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** Who opens the palette seldom wants to move, which keys do. */
const GROUPS = COMMAND_GROUPS.toSorted((a, b) => Number(a === "Move") - Number(b === "Move"));

/** All commands that would do something now: by groups, what was run last before them; once something is typed those that have it, the best first. */
export function Palette(): ReactElement {
  const state = useStore();
  const [before] = useState(focusHolder);
  const [query, setQuery] = useState("");
  const usable = COMMANDS.filter((command) => command.id !== "palette" && isEnabled(command, state));
  const frames = severalFrames(state);
  const recent = state.recentCommands.flatMap((id) => usable.find((command) => command.id === id) ?? []);
  const parts = [
    { heading: "Recent", commands: recent },
    ...GROUPS.map((group) => ({
      heading: group,
      commands: usable.filter((command) => command.group === group && !recent.includes(command)),
    })),
  ].filter(({ commands }) => commands.length > 0);
  const listed = (typed: string): readonly PageCommand[] =>
    typed.trim() === "" ? parts.flatMap(({ commands }) => commands) : found(usable, typed, frames);
  const shown = listed(query);
  const [chosen, setChosen] = useState(shown[0]?.id ?? "");
  /** Closed and the focus given back first: the command finds the page as its key would. */
  const run = (command: PageCommand): void => {
    flushSync(() => {
      state.noteCommand(command.id);
      state.setDialog(null);
      if (command.isOverReference !== true) state.closeReference();
    });
    giveFocusBack(before);
    runCommand(command);
  };
  const itemOf = (command: PageCommand): ReactElement => (
    <Command.Item key={command.id} value={command.id} onSelect={() => run(command)} className="menu-item">
      <span className="menu-text">{titleFor(command, frames)}</span>
      {command.keys[0] !== undefined && <KeyCaps keys={command.keys[0]} />}
    </Command.Item>
  );
  return (
    <DialogFrame title="All commands" className="palette" bare>
      <Command label="Commands" loop shouldFilter={false} value={chosen} onValueChange={setChosen}>
        <Command.Input
          className="palette-input"
          placeholder="What to do"
          value={query}
          onValueChange={(typed) => {
            setQuery(typed);
            setChosen(listed(typed)[0]?.id ?? "");
          }}
        />
        {shown.length === 0 && <output className="palette-empty">No command has these words</output>}
        <Command.List className="palette-list">
          {query.trim() === ""
            ? parts.map(({ heading, commands }) => (
                <Command.Group key={heading} heading={heading}>
                  {commands.map(itemOf)}
                </Command.Group>
              ))
            : shown.map(itemOf)}
        </Command.List>
      </Command>
    </DialogFrame>
  );
}

/** By what the commands are called now, and by what they are called where one row is selected, or several. */
function found(commands: readonly PageCommand[], typed: string, frames: string | null): readonly PageCommand[] {
  const named = commands.map((command) => ({
    command,
    title: titleFor(command, frames),
    words: [command.title, titleFor(command, "frames"), ...(command.words ?? [])],
  }));
  return bestFirst(named, typed).map(({ command }) => command);
}
