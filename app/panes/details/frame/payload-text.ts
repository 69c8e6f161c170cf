import {
  formatPayload,
  parsePayload,
  shapeOf,
  validatePayload,
  type FormattedPayload,
  type PayloadFinding,
  type PayloadParts,
} from "../../../../src-decoder/index.ts";
import { invalidUtf8, utf8Text } from "../model/byte-text.ts";

/** What is made of a payload's bytes, as plain data that can cross from a worker. */
export interface PayloadText {
  readonly parts: PayloadParts;
  readonly formatted: FormattedPayload;
  /** The payload's text as it was sent; invalid UTF-8 shows as U+FFFD. */
  readonly original: string;
  /** How many places are not UTF-8. */
  readonly invalidPlaces: number;
  /** What differs from what the protocol says of the message type; empty for a type that is not known. */
  readonly findings: readonly PayloadFinding[];
}

export function readPayload(bytes: Uint8Array, type: number): PayloadText {
  const tree = parsePayload(bytes);
  const shape = shapeOf(type);
  return {
    parts: tree.parts,
    formatted: formatPayload(tree),
    original: utf8Text(bytes),
    invalidPlaces: invalidUtf8(bytes),
    findings: shape === null ? [] : validatePayload(tree, shape),
  };
}
