/** Texts between quotes, as the filter language writes and reads them. */
import type { Fault } from "./syntax.ts";

/** What a backslash and a letter stand for; `\xHH` and `\uHHHH` are read too. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "/": "/",
};

/** A text between quotes, and where it ends. */
export interface Quoted {
  /** Without its escapes. */
  readonly text: string;
  /** Behind the closing quote, or the end of the whole where there is none. */
  readonly end: number;
}

/** Reads the text whose opening quote, `"` or `'`, stands at `start`; null where none does. What cannot be read is told in `faults`. */
export function readQuoted(text: string, start: number, faults: Fault[]): Quoted | null {
  const opening = text[start];
  if (opening !== '"' && opening !== "'") return null;
  const characters: string[] = [];
  let at = start + 1;
  while (at < text.length && text[at] !== opening) {
    if (text[at] !== "\\") {
      characters.push(text[at++]!);
      continue;
    }
    const escape = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([nrt"'\\/]))/y;
    escape.lastIndex = at;
    const match = escape.exec(text);
    if (match === null) {
      faults.push({
        at,
        length: Math.min(2, text.length - at),
        text: "This escape is not known.",
        hint: "Known are \\n \\r \\t \\\\ \\\" \\' \\/ \\xHH \\uHHHH",
      });
      at += 1;
      continue;
    }
    const code = match[1] ?? match[2];
    characters.push(code === undefined ? (ESCAPES[match[3]!] ?? "") : String.fromCharCode(Number.parseInt(code, 16)));
    at += match[0].length;
  }
  if (at >= text.length) {
    faults.push({ at: start, length: at - start, text: "This text is not closed.", hint: `End it with ${opening}` });
  }
  return { text: characters.join(""), end: Math.min(at + 1, text.length) };
}

/** A text between quotes, which `readQuoted` reads back. */
export function quote(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is escaped
  const escaped = text.replaceAll(/["\\\u0000-\u001f\u007f]/g, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}
