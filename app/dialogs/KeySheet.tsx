import type { ReactElement } from "react";
import { COMMANDS } from "../commands.ts";
import { COMMAND_GROUPS, type Command } from "../commands/command.ts";
import { KeyCaps } from "../parts/KeyCaps.tsx";
import { DialogFrame } from "./DialogFrame.tsx";

/** The column of each group, so that all have about as many rows. */
const COLUMN: Readonly<Record<Command["group"], 0 | 1 | 2>> = {
  Capture: 0,
  Move: 0,
  Selection: 1,
  View: 2,
  Help: 2,
};

/** Every command that has a key. */
export function KeySheet(): ReactElement {
  return (
    <DialogFrame title="Keys" className="key-sheet">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys */}
      <section className="key-groups" aria-label="Commands with keys" tabIndex={0}>
        {[0, 1, 2].map((column) => (
          <div key={column}>
            {COMMAND_GROUPS.filter((group) => COLUMN[group] === column).map((group) => (
              <KeyGroup key={group} group={group} />
            ))}
          </div>
        ))}
      </section>
      <p className="faint">In text fields keys type. In the table's head the arrows move between columns.</p>
    </DialogFrame>
  );
}

function KeyGroup({ group }: { group: Command["group"] }): ReactElement {
  return (
    <section aria-label={group}>
      <h3>{group}</h3>
      <dl>
        {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map((command) => (
          <div key={command.id}>
            <dt>{command.title}</dt>
            <dd>
              {command.keys.map((keys) => (
                <KeyCaps key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
