import type { ReactElement } from "react";
import { COMMANDS } from "../commands.ts";
import { COMMAND_GROUPS } from "../commands/command.ts";
import { KeyCaps } from "../parts/KeyCaps.tsx";
import { DialogFrame } from "./DialogFrame.tsx";

/** Every command that has a key. */
export function KeySheet(): ReactElement {
  return (
    <DialogFrame title="Keys" className="key-sheet">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys */}
      <section className="key-groups" aria-label="Commands with keys" tabIndex={0}>
        {COMMAND_GROUPS.map((group) => (
          <section key={group} aria-label={group}>
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
        ))}
      </section>
      <p className="faint">In text fields keys type. In the table's head the arrows move between columns.</p>
    </DialogFrame>
  );
}
