import type { CSSProperties, ReactElement } from "react";
import { visible } from "../format/ids.ts";
import "./middle-text.css";

/** Values up to here stay whole, and end at their end in a column that is narrower still. */
const LONG = 11;
/** Characters of the end that are kept at most; narrower places show fewer. */
const TAIL = 16;

interface MiddleTextProps {
  readonly text: string;
  readonly className?: string | undefined;
}

/**
 * A value in the monospace face that ends in its middle where there is not room for all of it: ids and paths differ at either end. The
 * style sheet does it from the count of characters, at any width and without measuring. The document holds the whole value: for those who
 * listen to it, search the page or copy. It costs two boxes: the cells of the table are cut by `cutMiddle`.
 */
export function MiddleText({ text: value, className }: MiddleTextProps): ReactElement {
  const text = visible(value);
  if (text.length <= LONG) return <span className={className}>{text}</span>;
  const length: CSSProperties & Record<"--length", number> = { "--length": text.length };
  return (
    <span
      className={className === undefined ? "middle" : `middle ${className}`}
      data-tail={tailOf(text)}
      style={length}
    >
      <span className="middle-head">{text}</span>
    </span>
  );
}

/** The end of a text, not begun in the middle of a character. */
function tailOf(text: string): string {
  const tail = text.slice(-TAIL);
  return /^[\uDC00-\uDFFF]/.test(tail) ? tail.slice(1) : tail;
}
