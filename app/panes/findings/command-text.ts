/** A part of a text: words, or a command to run, which stands between backquotes. */
export interface TextPart {
  readonly text: string;
  readonly command: boolean;
}

/** The parts of a text. A backquote without a second one is a character as any other. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(/`([^`]+)`/g)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), command: false });
    parts.push({ text: match[1]!, command: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), command: false });
  return parts;
}
