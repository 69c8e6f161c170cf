import { ContextMenu } from "radix-ui";
import { Fragment, type ReactElement } from "react";
import { commandById, isEnabled, runCommand } from "../../commands.ts";
import { severalFrames, titleFor } from "../../commands/command.ts";
import { KeyCaps } from "../../parts/KeyCaps.tsx";
import { useStore } from "../../state/store.ts";
import { RowSubMenu } from "./RowSubMenu.tsx";

interface SubMenu {
  readonly label: string;
  readonly ids: readonly string[];
}

/** Ids of commands, and menus of their own; lines between the groups. */
type Groups = readonly (readonly (string | SubMenu)[])[];

const COPY_AS: SubMenu = {
  label: "Copy as",
  ids: ["copy-as-csv", "copy-as-json", "copy-as-ndjson", "copy-as-hex", "copy-as-go", "copy-as-filter"],
};
const COMPARE: SubMenu = {
  label: "Compare payloads",
  ids: ["compare-paired", "compare-previous", "compare-mark", "compare-marked"],
};

const OF_ONE: Groups = [
  ["paired", "previous-of-container", "next-of-container", "follow", "follow-container"],
  ["mark", "ignore", "time-zero", COMPARE],
  ["copy-row", COPY_AS, "copy-container"],
];

/** Where several rows are selected, ways from a single frame to another are of no use. */
const OF_SEVERAL: Groups = [
  ["filter-selected", "filter-out-selected"],
  ["mark", "ignore", "time-zero", "compare-selected"],
  ["copy-row", COPY_AS],
];

/** The commands for what is selected. Exists only while the menu is open, as what is enabled depends on all of the state. */
export function RowCommands(): ReactElement {
  const frames = useStore(severalFrames);
  return (
    <>
      {frames !== null && <ContextMenu.Label className="menu-label">{frames} selected</ContextMenu.Label>}
      {(frames === null ? OF_ONE : OF_SEVERAL).map((group, index) => (
        <Fragment key={group.map((entry) => (typeof entry === "string" ? entry : entry.label)).join(" ")}>
          {index > 0 && <ContextMenu.Separator className="menu-line" />}
          {group.map((entry) =>
            typeof entry === "string" ? (
              <CommandItem key={entry} id={entry} frames={frames} />
            ) : (
              <CommandMenu key={entry.label} menu={entry} frames={frames} />
            ),
          )}
        </Fragment>
      ))}
    </>
  );
}

/** `frames` says how many it acts on; null for one. */
function CommandItem({
  id,
  frames,
  isShort = false,
}: {
  id: string;
  frames: string | null;
  isShort?: boolean;
}): ReactElement | null {
  const state = useStore();
  const command = commandById(id);
  if (command === undefined) return null;
  return (
    <ContextMenu.Item className="menu-item" disabled={!isEnabled(command, state)} onSelect={() => runCommand(command)}>
      <span className="menu-text">{(isShort ? command.short : undefined) ?? titleFor(command, frames)}</span>
      {command.keys[0] !== undefined && <KeyCaps keys={command.keys[0]} />}
    </ContextMenu.Item>
  );
}

function CommandMenu({ menu, frames }: { menu: SubMenu; frames: string | null }): ReactElement {
  const title = frames === null ? menu.label : menu.label.replace(" ", ` ${frames} `);
  return (
    <RowSubMenu item={<span className="menu-text">{title}</span>}>
      {menu.ids.map((id) => (
        <CommandItem key={id} id={id} frames={frames} isShort />
      ))}
    </RowSubMenu>
  );
}
