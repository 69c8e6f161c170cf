import type { ReactElement, ReactNode } from "react";
import { commandById, runCommand } from "../commands.ts";

/** A command as a button with an icon; name and key come from the table of commands. */
export function CommandButton({ id, children }: { id: string; children: ReactNode }): ReactElement | null {
  const command = commandById(id);
  if (command === undefined) return null;
  const key = command.keys[0];
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={command.title}
      title={key === undefined ? command.title : `${command.title} (${key})`}
      onClick={() => runCommand(command)}
    >
      {children}
    </button>
  );
}
