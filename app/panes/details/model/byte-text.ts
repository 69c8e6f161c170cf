/** Bytes as text and as numbers. */

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
