/** Bytes on the clipboard, in the notations that other tools read. */
import { goSlice, hexText } from "../../../../src-decoder/index.ts";
import { utf8Text } from "../model/byte-text.ts";

const WRITERS = { hex: hexText, text: utf8Text, "Go byte slice": goSlice } as const;

export type ByteForm = keyof typeof WRITERS;
export const BYTE_FORMS: readonly ByteForm[] = ["hex", "text", "Go byte slice"];

/** Hex is four times as long as its bytes: more than this is no use on a clipboard. */
export const MOST_COPIED = 8 * 1024 * 1024;

export function bytesAs(form: ByteForm, bytes: Uint8Array): string {
  return WRITERS[form](bytes);
}
