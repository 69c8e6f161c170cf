/** The few places that commands move the focus to, by the ids that the panes give them. */
export const FILTER_ID = "filter";
export const FIND_ID = "find";
export const TABLE_ID = "frames-table";
export const REFERENCE_ID = "reference";
export const DETAILS_ID = "details";
export const DOCK_ID = "dock-tabs";

const ROW_HEIGHT = 22;

export function focusFilter(): void {
  focusInput(FILTER_ID);
}

export function focusFind(): void {
  focusInput(FIND_ID);
}

function focusInput(id: string): void {
  const input = document.getElementById(id);
  input?.focus();
  if (input instanceof HTMLInputElement) input.select();
}

/** The table; while the protocol reference lies over it, that. */
export function focusTable(): void {
  const target = document.getElementById(REFERENCE_ID) ?? document.getElementById(TABLE_ID);
  target?.focus({ preventScroll: true });
}

/** What has the focus; in place of a menu, which is about to go, what the menu hangs from. Null where nothing has it that will stay. */
export function focusHolder(): Element | null {
  let holder = document.activeElement;
  for (let menu = holder?.closest("[role='menu']"); menu != null; menu = holder?.closest("[role='menu']")) {
    holder = document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  }
  return holder === document.body ? null : holder;
}

/** Gives the focus, where nothing has it, back to what had it, or else to the table. */
export function giveFocusBack(holder: Element | null): void {
  if (focusHolder() !== null) return;
  if (holder instanceof HTMLElement) holder.focus({ preventScroll: true });
  if (focusHolder() === null) focusTable();
}

export function hasDockFocus(): boolean {
  return hasFocusIn(DOCK_ID);
}

export function hasTableFocus(): boolean {
  return hasFocusIn(TABLE_ID);
}

export function hasDetailsFocus(): boolean {
  return hasFocusIn(DETAILS_ID);
}

function hasFocusIn(id: string): boolean {
  return document.getElementById(id)?.contains(document.activeElement) ?? false;
}

/** Whether the table has the row with the focus on screen, or next to it. */
export function isSelectionDrawn(): boolean {
  return focusedRow() !== null;
}

function focusedRow(): Element | null {
  return document.querySelector(`#${TABLE_ID} [data-focused]`);
}

/** Rows that a page key moves by: those on screen but two, so that the eye keeps its place. */
export function pageOfTable(): number {
  const height = document.getElementById(TABLE_ID)?.clientHeight ?? 0;
  return Math.max(1, Math.floor(height / ROW_HEIGHT) - 3);
}

/** Opens the menu of the row with the focus, as a right click on it would, below its beginning. */
export function openRowMenu(): void {
  const row = focusedRow();
  const table = document.getElementById(TABLE_ID)?.getBoundingClientRect();
  if (row === null || table === undefined) return;
  const { bottom } = row.getBoundingClientRect();
  row.dispatchEvent(
    new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: table.left + 24, clientY: bottom }),
  );
}
