import type { Fault, Literal } from "./syntax.ts";

type TokenKind = Literal["kind"] | "regex" | "symbol" | "end";

/** A piece of the filter text. */
export interface Token {
  readonly kind: TokenKind;
  readonly at: number;
  readonly end: number;
  /** The source text; of a string its characters, of a variable its name, of a regular expression the part between the slashes. */
  readonly text: string;
  /** Letters behind a regular expression, else empty. */
  readonly flags: string;
}

/** Symbols, the longer first; those that Wireshark lacks or that are near misses are told by the parser. */
const SYMBOLS = ["&&", "||", "==", "!=", "<=", ">=", "..", "<", ">", "!", "(", ")", "{", "}", ",", ":", "=", "&", "|"];

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "/": "/",
};

/**
 * Characters of a word or number: letters, digits, `_`, and between two of these one dot or hyphen. No arithmetic exists, so
 * `host-to-guest` is one word; `3..12` are two numbers.
 */
const WORD = /[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*/uy;
/** The same behind a leading digit, where colons belong to times. */
const NUMBER = /-?\p{N}[\p{L}\p{N}_]*(?:[.:-][\p{L}\p{N}_]+)*/uy;
const SPACE = /\s+/y;

const CLASSES: readonly (readonly [Literal["kind"], RegExp])[] = [
  ["integer", /^-?(?:\d+|0x[\da-f]+)$/i],
  ["decimal", /^-?\d+\.\d+$/],
  ["duration", /^-?\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|min|m|h|d)$/],
  ["size", /^\d+(?:\.\d+)?(?:B|kB|KB|MB|GB|KiB|MiB|GiB)$/],
  ["clock", /^\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?$/],
  ["instant", /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?$/],
];

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
    const token = quoted(text, at, faults) ?? regex(text, at, faults) ?? variable(text, at, faults) ?? plain(text, at);
    if (token === null) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      faults.push({ at, length: character.length, text: `${character} has no meaning here.`, hint: null });
      at += character.length;
    } else {
      tokens.push(token);
      at = token.end;
    }
  }
  tokens.push({ kind: "end", at: text.length, end: text.length, text: "", flags: "" });
  return { tokens, faults };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function plain(text: string, at: number): Token | null {
  const number = matchAt(NUMBER, text, at);
  if (number !== "") {
    const kind = CLASSES.find(([, pattern]) => pattern.test(number))?.[0] ?? "word";
    return { kind, at, end: at + number.length, text: number, flags: "" };
  }
  const word = matchAt(WORD, text, at);
  if (word !== "") return { kind: "word", at, end: at + word.length, text: word, flags: "" };
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
  return symbol === undefined ? null : { kind: "symbol", at, end: at + symbol.length, text: symbol, flags: "" };
}

function quoted(text: string, start: number, faults: Fault[]): Token | null {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return null;
  const characters: string[] = [];
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
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
        hint: "known are \\n \\r \\t \\\\ \\\" \\' \\/ \\xHH \\uHHHH",
      });
      at += 1;
      continue;
    }
    const code = match[1] ?? match[2];
    characters.push(code === undefined ? (ESCAPES[match[3]!] ?? "") : String.fromCharCode(Number.parseInt(code, 16)));
    at += match[0].length;
  }
  if (at >= text.length) {
    faults.push({ at: start, length: at - start, text: "This text is not closed.", hint: `end it with ${quote}` });
  }
  return { kind: "string", at: start, end: Math.min(at + 1, text.length), text: characters.join(""), flags: "" };
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
      hint: "end it with /",
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
    faults.push({ at: start, length: end - start, text: "This variable is not closed.", hint: "end it with }" });
  }
  return {
    kind: "variable",
    at: start,
    end: Math.min(end + 1, text.length),
    text: text.slice(start + 2, end).trim(),
    flags: "",
  };
}
