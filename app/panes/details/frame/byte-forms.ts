/** Bytes on the clipboard, in the notations that other tools read. */
import { gapText, goSlice, hexText, type Range } from "../../../../src-decoder/index.ts";
import type { FrameBytes } from "../../../worker/contract/details.ts";
import { utf8Text } from "../model/byte-text.ts";

/** None gives out for a value what the capture lacks; a Go slice, which must have one, says so above it. */
const WRITERS = {
  hex: ({ bytes, gaps }) => hexText(bytes, gaps),
  text: textAround,
  "Go byte slice": ({ bytes, gaps }, start) =>
    [...gaps.map((gap) => `// ${lackText(gap, start)}`), goSlice(bytes)].join("\n"),
} as const satisfies Readonly<Record<string, (read: FrameBytes, start: number) => string>>;

export type ByteForm = keyof typeof WRITERS;
export const BYTE_FORMS: readonly ByteForm[] = ["hex", "text", "Go byte slice"];

/** Hex is four times as long as its bytes: more than this is no use on a clipboard. */
export const MOST_COPIED = 8 * 1024 * 1024;

/** The bytes of a frame from `start` on. */
export function bytesAs(form: ByteForm, read: FrameBytes, start: number): string {
  return WRITERS[form](read, start);
}

function textAround({ bytes, gaps }: FrameBytes, start: number): string {
  let text = "";
  let from = 0;
  for (const gap of gaps) {
    text += `${utf8Text(bytes.subarray(from, gap.offset))}[${lackText(gap, start)}]`;
    from = gap.offset + gap.length;
  }
  return text + utf8Text(bytes.subarray(from));
}

function lackText({ offset, length }: Range, start: number): string {
  return gapText({ offset: start + offset, length });
}
