/** Bytes written for people and for code. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** `0f`. */
export function hexByte(byte: number): string {
  return HEX[byte] ?? "??";
}

/** The byte as a character where it is printable ASCII, else a point. */
export function byteCharacter(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
}

/** `01 03 10 10`, sixteen a line. */
export function hexText(bytes: Uint8Array): string {
  return linesOf(bytes, (line) => Array.from(line, hexByte).join(" "));
}

/** `[]byte{0x01, 0x03}`, twelve a line as gofmt leaves them. */
export function goSlice(bytes: Uint8Array): string {
  if (bytes.length <= 12) return `[]byte{${goBytes(bytes)}}`;
  return `[]byte{\n${linesOf(bytes, (line) => `\t${goBytes(line)},`, 12)}\n}`;
}

/** UTF-8; bytes that are none become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** How many times decoding `bytes` would have to write U+FFFD for something that is no UTF-8; 0 for text. */
export function invalidUtf8(bytes: Uint8Array): number {
  const text = utf8Text(bytes);
  let replaced = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) replaced++;
  // U+FFFD may also stand in the text itself, as EF BF BD.
  for (let at = 0; replaced > 0 && (at = bytes.indexOf(0xef, at)) >= 0; at++) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) replaced--;
  }
  return replaced;
}

/** A number as the inspector shows it. */
export interface InspectedNumber {
  readonly label: string;
  readonly text: string;
}

/** The little-endian numbers that begin at the first byte, as wide as the bytes allow: the header's are such numbers. */
export function inspectNumbers(bytes: Uint8Array): readonly InspectedNumber[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers: InspectedNumber[] = [];
  const add = (label: string, width: number, read: () => number | bigint): void => {
    if (bytes.length >= width) numbers.push({ label, text: read().toLocaleString("en") });
  };
  add("u8", 1, () => view.getUint8(0));
  add("u16", 2, () => view.getUint16(0, true));
  add("u32", 4, () => view.getUint32(0, true));
  add("u64", 8, () => view.getBigUint64(0, true));
  return numbers;
}

function goBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `0x${hexByte(byte)}`).join(", ");
}

function linesOf(bytes: Uint8Array, write: (line: Uint8Array) => string, width = 16): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += width) lines.push(write(bytes.subarray(at, at + width)));
  return lines.join("\n");
}
