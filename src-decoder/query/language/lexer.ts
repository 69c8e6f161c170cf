import { writePath } from "./path-names.ts";
import { readQuoted } from "./quoted.ts";
import type { Fault, Literal } from "./syntax.ts";

/** A `path` is a word with names in quotes behind it: `annotations["a.b"].c`, also written `annotations."a.b".c`. */
type TokenKind = Literal["kind"] | "path" | "regex" | "symbol" | "end";

/** A piece of the filter text. */
export interface Token {
  readonly kind: TokenKind;
  readonly at: number;
  readonly end: number;
  /** The source text, connectives in small letters; of a string its characters, of a variable its name, of a path its form in brackets, of a regular expression the part between the slashes. */
  readonly text: string;
  /** Letters behind a regular expression, else empty. */
  readonly flags: string;
}

/** Symbols, the longer first; those that Wireshark lacks or that are near misses are told by the parser. */
const SYMBOLS = ["&&", "||", "==", "!=", "<=", ">=", "..", "<", ">", "!", "(", ")", "{", "}", ",", ":", "=", "&", "|"];

/**
 * Characters of a word or number: letters, digits, `_`, and between two of these one dot or hyphen. No arithmetic exists, so
 * `host-to-guest` is one word; `3..12` are two numbers.
 */
const WORD = /[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/uy;
/** The same behind a leading digit, where colons belong to times. */
const NUMBER = /-?\p{N}[\p{L}\p{N}_]*(?:[.:-][\p{L}\p{N}_]+)*/uy;
const SPACE = /\s+/y;
/** Connectives as people of other languages write them; a member of such a name is `payload.AND`. */
const SHOUTED: ReadonlySet<string> = new Set(["AND", "OR", "NOT"]);

const CLASSES: readonly (readonly [Literal["kind"], RegExp])[] = [
  ["integer", /^-?(?:\d+|0x[\da-f]+)$/i],
  ["decimal", /^-?\d+\.\d+$/],
  ["duration", /^-?\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|min|m|h|d)$/],
  ["size", /^\d+(?:\.\d+)?(?:B|kB|KB|MB|GB|KiB|MiB|GiB)$/],
  ["clock", /^\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?$/],
  ["instant", /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?$/],
];

/** What to write in place of a sign that has a meaning elsewhere: in Wireshark's filters, or in programs. */
const SIGN_HINTS: Readonly<Record<string, string>> = {
  "[": 'A name goes in quotes: annotations["a.b"]; a list stands for all its elements.',
  "~": "Write matches /.../",
  "^": "Write != or !(...)",
  "@": 'What payloads hold is found by payload contains "x"',
};

/** A text with more is no filter; the rest of it is not read. */
const MAX_FAULTS = 100;

/** Splits a filter text; ends with a token `end`. What cannot be read becomes a fault and is left out. */
export function tokenize(text: string): { tokens: Token[]; faults: Fault[] } {
  const tokens: Token[] = [];
  const faults: Fault[] = [];
  let at = 0;
  while (at < text.length && faults.length < MAX_FAULTS) {
    at += matchAt(SPACE, text, at).length;
    if (at >= text.length) break;
    const token =
      quoted(text, at, faults) ?? regex(text, at, faults) ?? variable(text, at, faults) ?? plain(text, at, faults);
    if (token === null) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      faults.push({ at, length: character.length, ...signFault(character, isBehindName(tokens, at)) });
      at += character.length;
    } else {
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: "end", at: text.length, end: text.length, text: "", flags: "" });
  return { tokens, faults };
}

function signFault(character: string, isBehind: boolean): Pick<Fault, "text" | "hint"> {
  if (character === "." && isBehind) {
    return { text: "A name follows the dot.", hint: "Write one behind it, or leave the dot out." };
  }
  return { text: `${character} has no meaning here.`, hint: SIGN_HINTS[character] ?? null };
}

/** Whether a text is a number with its unit. */
export function isMeasure(text: string): boolean {
  return CLASSES.some(([kind, pattern]) => (kind === "duration" || kind === "size") && pattern.test(text));
}

function isBehindName(tokens: readonly Token[], at: number): boolean {
  const last = tokens.at(-1);
  return last !== undefined && last.end === at && (last.kind === "word" || last.kind === "path");
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function plain(text: string, at: number, faults: Fault[]): Token | null {
  const number = matchAt(NUMBER, text, at);
  if (number !== "") {
    const kind = CLASSES.find(([, pattern]) => pattern.test(number))?.[0] ?? "word";
    return { kind, at, end: at + number.length, text: number, flags: "" };
  }
  const word = matchAt(WORD, text, at);
  if (word !== "") {
    const shown = SHOUTED.has(word) ? word.toLowerCase() : word;
    const token = { kind: "word", at, end: at + word.length, text: shown, flags: "" } as const;
    return path(text, token, faults) ?? token;
  }
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
  return symbol === undefined ? null : { kind: "symbol", at, end: at + symbol.length, text: symbol, flags: "" };
}

/** The path that a word begins; null where nothing between quotes follows it. */
function path(text: string, word: Token, faults: Fault[]): Token | null {
  const names: string[] = [];
  let end = word.end;
  for (;;) {
    const opening = text[end];
    if (opening !== "[" && opening !== ".") break;
    const name = readQuoted(text, end + 1, faults);
    if (name !== null) {
      names.push(name.text);
      const isClosed = opening !== "[" || text[name.end] === "]";
      if (!isClosed)
        faults.push({ at: name.end, length: 1, text: "This bracket is not closed.", hint: "End it with ]" });
      end = opening === "[" && isClosed ? name.end + 1 : name.end;
      continue;
    }
    const plainNames = opening === "." && names.length > 0 ? matchAt(WORD, text, end + 1) : "";
    if (plainNames === "") break;
    names.push(...plainNames.split("."));
    end += 1 + plainNames.length;
  }
  if (names.length === 0) return null;
  return { kind: "path", at: word.at, end, text: writePath(word.text, names), flags: "" };
}

function quoted(text: string, start: number, faults: Fault[]): Token | null {
  const read = readQuoted(text, start, faults);
  return read === null ? null : { kind: "string", at: start, end: read.end, text: read.text, flags: "" };
}

function regex(text: string, start: number, faults: Fault[]): Token | null {
  if (text[start] !== "/") return null;
  let at = start + 1;
  let inClass = false;
  while (at < text.length && (inClass || text[at] !== "/")) {
    if (text[at] === "\\") at++;
    else if (text[at] === "[") inClass = true;
    else if (text[at] === "]") inClass = false;
    at++;
  }
  const close = Math.min(at, text.length);
  if (at >= text.length) {
    faults.push({
      at: start,
      length: close - start,
      text: "This regular expression is not closed.",
      hint: "End it with /",
    });
  }
  const flags = matchAt(/[A-Za-z]*/y, text, close + 1);
  return {
    kind: "regex",
    at: start,
    end: Math.min(close + 1 + flags.length, text.length),
    text: text.slice(start + 1, close),
    flags,
  };
}

function variable(text: string, start: number, faults: Fault[]): Token | null {
  if (!text.startsWith("${", start)) return null;
  const close = text.indexOf("}", start);
  const end = close === -1 ? text.length : close;
  if (close === -1) {
    faults.push({ at: start, length: end - start, text: "This variable is not closed.", hint: "End it with }" });
  }
  return {
    kind: "variable",
    at: start,
    end: Math.min(end + 1, text.length),
    text: text.slice(start + 2, end).trim(),
    flags: "",
  };
}
