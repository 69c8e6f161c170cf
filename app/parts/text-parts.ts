/** A part of a text: words, or code such as a command to run, which stands between backquotes. */
export interface TextPart {
  readonly text: string;
  readonly isCode: boolean;
}

/**
 * The parts of a text. A backquote without a second one is a character as others are. A full stop right behind code at the end is left out:
 * code has a frame of its own, and where it fills its line the stop would stand alone below.
 */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/`([^`]+)`/g)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isCode: false });
    parts.push({ text: match[1]!, isCode: true });
    from = match.index + match[0].length;
  }
  const rest = text.slice(from);
  if (rest !== "" && !(rest === "." && from > 0)) parts.push({ text: rest, isCode: false });
  return parts;
}
