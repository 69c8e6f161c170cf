import { TABLE_ID } from "./focus.ts";

/**
 * Keys as the table of commands writes them: `Ctrl+K`, `Alt+Left`, `j`, `?`. A letter or sign stands for the character typed, whatever
 * keys that takes on this keyboard; `Ctrl` is also the Mac's command key.
 */
const NAMES: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  Escape: "Esc",
};

/** What a key event is called in the table of commands. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const typed = event.key.length === 1;
  const key = NAMES[event.key] ?? (typed && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key);
  const shift = event.shiftKey && !typed ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

/** Whether a key copies what is chosen where it was pressed: text that is selected on the page the browser copies itself. */
export function isCopyKey(event: Parameters<typeof keyName>[0]): boolean {
  return keyName(event) === "Ctrl+C" && window.getSelection()?.isCollapsed !== false;
}

const SHOWN: Readonly<Record<string, string>> = {
  Up: "↑",
  Down: "↓",
  Left: "←",
  Right: "→",
  PageUp: "PgUp",
  PageDown: "PgDn",
  ContextMenu: "Menu",
};

/** The caps of a key combination, one after the other: `["Alt", "←"]`. */
export function keyCaps(keys: string): readonly string[] {
  return keys.split(/(?<=.)\+/).map((part) => SHOWN[part] ?? part);
}

const TEXT_ENTRY = "input:not([type='range']), textarea, select, [contenteditable='true'], .monaco-editor";
/** Things that use arrows, Home, End and Page themselves. */
const OWN_MOVEMENT =
  "[role='menu'], [role='listbox'], [role='tablist'], [role='separator'], [role='tree'], [data-own-keys]";

/** The text of a read-only editor, which Monaco gives the focus by one of these elements. */
const READ_TEXT = ".monaco-editor :is(.inputarea, .native-edit-context)";
/** The find bar of an editor, which Monaco calls a dialog: its fields are fields as others, but for keys that find in the text. */
const EDITORS_FIND = ".monaco-editor .find-widget";
/** What lies over the page. */
export const OVERLAY = `[role='menu'], [role='dialog']:not(${EDITORS_FIND})`;

/** Whether `target` is in an editor, which only shows text, and knows more keys than reading and finding take. */
export function isInEditor(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".monaco-editor") !== null;
}

/** Whether the focus is in something that is not the table, though it may be a grid as the bytes are. */
function isBesideTable(target: Element): boolean {
  return target !== document.body && target.closest(`#${TABLE_ID}`) === null;
}

/** What has a menu of its own, as the columns have in the table's head. */
function hasOwnMenu(target: Element): boolean {
  return isBesideTable(target) || target.closest('[role="columnheader"]') !== null;
}

/** Whether the keys typed at `target` belong to what is focused there rather than to the page. */
export function keepsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  // What lies over the page is all there is while it is open: what is behind it must not change.
  if (target.closest(OVERLAY) !== null) return !PAGE_WIDE.has(key);
  if (MENU.test(key)) return hasOwnMenu(target);
  if (target.matches(READ_TEXT)) return READING.test(key);
  if (FINDING.test(key) && target.closest(EDITORS_FIND) !== null) return true;
  const typing = target.closest(TEXT_ENTRY) !== null;
  if (typing) return !(key.startsWith("Ctrl+") || FUNCTION.test(key)) || EDITING.test(key);
  // All of what is looked at, which is rows only in the table.
  if (key === "Ctrl+A") return isBesideTable(target);
  return MOVEMENT.test(key) && target.closest(OWN_MOVEMENT) !== null;
}

/** The palette, which lists commands, and opening files. */
const PAGE_WIDE: ReadonlySet<string> = new Set(["Ctrl+K", "Ctrl+O"]);
/** The menu of what has the focus: of a row only in the table. */
const MENU = /^(?:Shift\+F10|ContextMenu)$/u;
/** No text is typed or moved in by these. */
const FUNCTION = /^(?:Shift\+)?F[13]$/u;
const MOVEMENT = /^(?:Ctrl\+)?(?:Shift\+)?(?:Up|Down|Left|Right|Home|End|PageUp|PageDown)$/u;
/** What text fields do with Ctrl themselves: by words, all of it, copy, cut, paste, undo, redo, and delete forward on a Mac. */
const EDITING = /^Ctrl\+(?:Shift\+)?(?:Up|Down|Left|Right|Home|End|Space|[ACDVXYZ])$/u;
const FINDING = /^(?:Ctrl\+F|(?:Shift\+)?F3)$/u;
/** What a text that is only read takes: keys to move, select, copy, find, fold and leave it. F3 it has where the page finds nothing. */
const READING =
  /^(?:(?:Ctrl\+)?(?:Shift\+)?(?:Up|Down|Left|Right|Home|End|PageUp|PageDown)|Alt\+Shift\+(?:Left|Right)|Ctrl\+(?:[ACF]|Insert|(?:Alt\+)?[[\]{}])|(?:Shift\+)?Tab|Esc)$/u;
