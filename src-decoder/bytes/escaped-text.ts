/** Bytes that may be anything as text that shows them all. */

/** What a reader cannot see, or what would reorder or hide the text around it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\u{fffd}]/gu;
const SHORT: Readonly<Record<string, string>> = { "\r": "\\r", "\t": "\t", "\n": "\n", "\u0000": "\\0" };
/** How terminals end a line. */
const LINE_END = /\r\n/g;

/** Bytes of a UTF-8 character at most. */
const LONGEST_CHARACTER = 4;

/** Whether a byte goes on with a character of UTF-8 that began before it. */
function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/**
 * The characters that begin in the first `length` of the bytes, which may go on a little behind that so that the last one is whole. Line
 * breaks and tabs stay, of CR LF the LF; control characters and those that show nothing are written `\x1b` or `\u{202e}`, what is no UTF-8 byte by byte as
 * `\xff`. `isStart` is true where nothing stands before the bytes: else a character that began before them is left out.
 */
export function escapedText(bytes: Uint8Array, length: number, isStart: boolean): string {
  const mostOfBefore = isStart ? 0 : Math.min(LONGEST_CHARACTER - 1, length);
  let from = 0;
  while (from < mostOfBefore && continues(bytes[from])) from++;
  if (from >= length) return "";
  let to = Math.min(length, bytes.length);
  while (to > 0 && to < length + LONGEST_CHARACTER - 1 && continues(bytes[to])) to++;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const whole = decoded(decoder, bytes.subarray(from, to));
  if (whole !== null) return shown(whole);
  const parts: string[] = [];
  for (let at = from; at < to;) {
    const size = sizeOf(bytes[at]!);
    const text = size === 0 ? null : decoded(decoder, bytes.subarray(at, Math.min(to, at + size)));
    parts.push(text === null ? `\\x${hex(bytes[at]!)}` : shown(text));
    at += text === null ? 1 : size;
  }
  return parts.join("");
}

/** Bytes of the character that begins with this one; 0 where none does. */
function sizeOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function shown(text: string): string {
  return text.replace(LINE_END, "\n").replace(UNSEEN, escapedCharacter);
}

function escapedCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0)!;
  return code < 0x80 ? `\\x${hex(code)}` : `\\u{${code.toString(16)}}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
