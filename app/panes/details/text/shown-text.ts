/**
 * How much of a text the editor is given: it lays out what it is given at once, and a text of some megabytes, or a line of them, would
 * hold the page. The bytes show all of any size.
 */

/** Characters given at first, and how many times more with each step. */
const FIRST_TEXT = 192 * 1024;
const FIRST_LINE = 20_000;
const TEXT_STEP = 4;
const LINE_STEP = 5;
/** Longer lines are never given: wrapping alone would take too long. */
const LONGEST_LINE = 500_000;

export interface ShownText {
  readonly text: string;
  /** Lines of it. */
  readonly lines: number;
  /** Characters behind it that are not given. */
  readonly rest: number;
  /** Lines, from 1, of which the end is not given, with how many characters it has. */
  readonly cut: readonly { readonly line: number; readonly rest: number }[];
  /** Another step would show more. */
  readonly hasMore: boolean;
}

/** The first part of a text in whole lines, long ones cut; more of it with each `step` from 0. */
export function shownText(text: string, step: number): ShownText {
  const most = FIRST_TEXT * TEXT_STEP ** step;
  const longest = Math.min(LONGEST_LINE, FIRST_LINE * LINE_STEP ** step);
  const parts: string[] = [];
  const cut: { line: number; rest: number }[] = [];
  let length = 0;
  let at = 0;
  while (at <= text.length && length < most) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const shown = Math.min(end - at, longest);
    parts.push(text.slice(at, at + shown));
    if (shown < end - at) cut.push({ line: parts.length, rest: end - at - shown });
    length += shown + 1;
    at = end + 1;
  }
  const rest = Math.max(0, text.length - at);
  if (rest === 0 && cut.length === 0) return { text, lines: parts.length, rest, cut, hasMore: false };
  const hasMore = rest > 0 || longest < LONGEST_LINE;
  return { text: parts.join("\n"), lines: parts.length, rest, cut, hasMore };
}
