import { byteCharacter, hexByte, type StdioLine } from "../../../src-decoder/index.ts";

const WIDTH = 16;

/** Offset in the stream, sixteen bytes, and their characters, a line each. */
export function hexDump({ bytes, offset, length }: Pick<StdioLine, "bytes" | "offset" | "length">): string {
  const lines: string[] = [];
  for (let at = 0; at < length; at += WIDTH) {
    const line = Array.from(bytes.subarray(at, Math.min(length, at + WIDTH)));
    const hex = line
      .map(hexByte)
      .join(" ")
      .padEnd(3 * WIDTH - 1);
    lines.push(`${(offset + at).toString(16).padStart(8, "0")}  ${hex}  ${line.map(byteCharacter).join("")}`);
  }
  return lines.join("\n");
}
