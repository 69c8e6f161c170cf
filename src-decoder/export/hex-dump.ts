import type { Range } from "../model/capture.ts";
import { byteCharacter, hexByte } from "./byte-text.ts";

const LINE = 16;

/** What stands for a byte that the capture lacks. */
const MISSING = "--";

/**
 * Bytes in the manner of xxd: offset, hexadecimal in pairs, text. The lines of the header, which is one line long, end in `header`; bytes
 * inside `gaps` are `--`.
 */
export function* hexDump(bytes: Uint8Array, gaps: readonly Range[], headerLength: number): Generator<string> {
  let gap = 0;
  for (let line = 0; line < bytes.length; line += LINE) {
    let hex = "";
    let text = "";
    for (let at = line; at < line + LINE; at++) {
      while (gap < gaps.length && at >= gaps[gap]!.offset + gaps[gap]!.length) gap++;
      const missing = gap < gaps.length && at >= gaps[gap]!.offset;
      const byte = bytes[at];
      if (byte === undefined) {
        hex += "  ";
      } else {
        hex += missing ? MISSING : hexByte(byte);
        text += missing ? "." : byteCharacter(byte);
      }
      if (at % 2 === 1) hex += " ";
    }
    const offset = line.toString(16).padStart(8, "0");
    yield line < headerLength ? `${offset}: ${hex} ${text.padEnd(LINE)}  header` : `${offset}: ${hex} ${text}`;
  }
}
