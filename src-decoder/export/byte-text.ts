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

/** `01031010`, without spaces. */
export function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join("");
}

/** `01 03 10 10`, sixteen a line. */
export function hexText(bytes: Uint8Array): string {
  return linesOf(bytes, (line) => Array.from(line, hexByte).join(" "));
}

/** `[]byte{0x01, 0x03}`, twelve a line as gofmt leaves them. */
export function goSlice(bytes: Uint8Array): string {
  if (bytes.length <= 12) return `[]byte{${goBytes(bytes)}}`;
  return `[]byte{\n${goLines(bytes, "\t")}\n}`;
}

/** The bytes as elements of a Go slice that is written over several lines, twelve a line. */
export function goLines(bytes: Uint8Array, indent: string): string {
  return linesOf(bytes, (line) => `${indent}${goBytes(line)},`, 12);
}

function goBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `0x${hexByte(byte)}`).join(", ");
}

function linesOf(bytes: Uint8Array, write: (line: Uint8Array) => string, width = 16): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += width) lines.push(write(bytes.subarray(at, at + width)));
  return lines.join("\n");
}
