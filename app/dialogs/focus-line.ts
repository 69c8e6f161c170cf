/**
 * Gives the focus to the last button of the line that took the place of one that was deleted, or of the line above; where none is left, to
 * the next button behind the list, or to the dialog: who deletes by keys goes on from there.
 */
export function focusLine(list: Element | null, place: number): void {
  const lines = [...(list?.children ?? [])];
  const line = lines[Math.min(place, lines.length - 1)];
  const dialog = list?.closest<HTMLElement>("[role='dialog']") ?? null;
  const behind = list?.nextElementSibling?.querySelector("button");
  ([...(line?.querySelectorAll("button") ?? [])].at(-1) ?? behind ?? dialog)?.focus();
}
