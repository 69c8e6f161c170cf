/** Bytes written for people and for code. */
import type { Range } from "../model/capture.ts";

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

/** `01 03 10 10`, sixteen a line; `--` for a byte that lies in one of `gaps`, which are in order. */
export function hexText(bytes: Uint8Array, gaps: readonly Range[] = []): string {
  const digits = Array.from(bytes, hexByte);
  for (const { offset, length } of gaps) digits.fill("--", offset, offset + length);
  const lines: string[] = [];
  for (let at = 0; at < digits.length; at += 16) lines.push(digits.slice(at, at + 16).join(" "));
  return lines.join("\n");
}

/** What is said of bytes that the capture lacks. */
export function gapText({ offset, length }: Range): string {
  return `bytes ${offset}..${offset + length - 1} are not in the capture`;
}

/** `[]byte{0x01, 0x03}`, twelve a line as gofmt leaves them. */
export function goSlice(bytes: Uint8Array): string {
  if (bytes.length <= 12) return `[]byte{${goBytes(bytes)}}`;
  return `[]byte{\n${goLines(bytes, "\t")}\n}`;
}

/** The bytes as elements of a Go slice that is written over several lines, twelve a line. */
export function goLines(bytes: Uint8Array, indent: string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 12) lines.push(`${indent}${goBytes(bytes.subarray(at, at + 12))},`);
  return lines.join("\n");
}

function goBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `0x${hexByte(byte)}`).join(", ");
}
