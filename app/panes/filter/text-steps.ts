/**
 * Undo and redo of a text field whose text is also written by the page: by completion, chips, menus, Esc. The browser's own list knows nothing of
 * those, and its places are wrong behind them. `execCommand("insertText")` would tell it, but only of the field that has the focus, which a menu or
 * a chip has then; so the field keeps a list of its own.
 */

/** A text, and where the caret stands in it. */
export interface TextStep {
  readonly text: string;
  readonly caret: number;
}

/** More than anyone goes back. */
const MOST_STEPS = 200;

/** The texts that a field had, one of which it has now. */
export class TextSteps {
  readonly #before: TextStep[] = [];
  readonly #after: TextStep[] = [];
  #now: TextStep;
  /** What the last step went on with, letter by letter; null where the next begins a step of its own in any case. */
  #run: "typed" | "deleted" | null = null;

  constructor(text: string) {
    this.#now = { text, caret: text.length };
  }

  /** The text is another. Letters typed one after the other are one step for each word, and so are letters deleted; all else is a step. */
  take(next: TextStep): void {
    if (next.text === this.#now.text) {
      this.move(next.caret);
      return;
    }
    const run = runOf(this.#now, next);
    const goesOn = run !== null && run === this.#run && !(run === "typed" && beginsWord(next));
    this.#run = run;
    if (!goesOn) {
      this.#before.push(this.#now);
      if (this.#before.length > MOST_STEPS) this.#before.shift();
    }
    this.#after.length = 0;
    this.#now = next;
  }

  /** The caret stands elsewhere: undo puts it back there, and what is typed next is another step. */
  move(caret: number): void {
    if (caret === this.#now.caret) return;
    this.#now = { ...this.#now, caret };
    this.#run = null;
  }

  /** The text of the step before, or with `redo` of the one behind; null where there is none. */
  go(way: "undo" | "redo"): TextStep | null {
    const [from, to] = way === "undo" ? [this.#before, this.#after] : [this.#after, this.#before];
    const step = from.pop();
    if (step === undefined) return null;
    to.push(this.#now);
    this.#now = step;
    this.#run = null;
    return step;
  }
}

/** Whether one letter was typed at the caret, or one beside it deleted. */
function runOf(now: TextStep, next: TextStep): "typed" | "deleted" | null {
  const { text, caret } = now;
  if (isWith(text, caret, next)) return "typed";
  const isDeleted = next.caret === caret || next.caret === caret - 1;
  return isDeleted && isWith(next.text, next.caret, { text, caret: next.caret + 1 }) ? "deleted" : null;
}

/** Whether `longer` is `text` and one letter more at `at`, its caret behind it. */
function isWith(text: string, at: number, longer: TextStep): boolean {
  const { text: other } = longer;
  return (
    longer.caret === at + 1 &&
    other.length === text.length + 1 &&
    other.slice(0, at) === text.slice(0, at) &&
    other.slice(at + 1) === text.slice(at)
  );
}

/** Whether the letter before the caret is the first behind a blank. */
function beginsWord({ text, caret }: TextStep): boolean {
  return /\s\S$/u.test(text.slice(0, caret));
}

/** What a key asks of a field: Ctrl+Z, and Ctrl+Shift+Z or Ctrl+Y; a Mac's with its command key. */
export function wayOfKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): "undo" | "redo" | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}
