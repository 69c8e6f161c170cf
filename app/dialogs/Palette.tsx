import { Command } from "cmdk";
import type { ReactElement } from "react";
import { COMMANDS, isEnabled, runCommand } from "../commands.ts";
import { COMMAND_GROUPS, type Command as PageCommand } from "../commands/command.ts";
import { KeyCaps } from "../parts/KeyCaps.tsx";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** All commands that would do something now, found by typing. */
export function Palette(): ReactElement {
  const state = useStore();
  const usable = COMMANDS.filter((command) => command.id !== "palette" && isEnabled(command, state));
  const run = (command: PageCommand): void => {
    state.setDialog(null);
    runCommand(command);
  };
  return (
    <DialogFrame title="All commands" className="palette" bare>
      <Command label="Commands" loop>
        <Command.Input className="palette-input" placeholder="What to do" />
        <Command.Empty className="palette-empty">No command has these letters</Command.Empty>
        <Command.List className="palette-list">
          {COMMAND_GROUPS.map((group) => {
            const members = usable.filter((command) => command.group === group);
            if (members.length === 0) return null;
            return (
              <Command.Group key={group} heading={group}>
                {members.map((command) => (
                  <Command.Item
                    key={command.id}
                    value={command.title}
                    onSelect={() => run(command)}
                    className="menu-item"
                  >
                    <span className="menu-text">{command.title}</span>
                    {command.keys[0] !== undefined && <KeyCaps keys={command.keys[0]} />}
                  </Command.Item>
                ))}
              </Command.Group>
            );
          })}
        </Command.List>
      </Command>
    </DialogFrame>
  );
}
