import type { ByteRange, FieldId } from "./field-model.ts";

/** One row of the field tree as it is shown. */
export interface FieldRow {
  readonly id: FieldId;
  /** From 0. */
  readonly depth: number;
  readonly label: string;
  readonly value: string;
  readonly meaning: string;
  /** Null for what stands for no bytes of its own. */
  readonly range: ByteRange | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** The value is broken, or not what the protocol says. */
  readonly faulty: boolean;
  /** It is not there: a member that is left out. */
  readonly absent: boolean;
  /** Header field that gives the colour; null in the payload. */
  readonly swatch: number | null;
}

/** A row that has nothing but its label and its value. */
export const PLAIN_ROW = {
  meaning: "",
  range: null,
  expandable: false,
  expanded: false,
  faulty: false,
  absent: false,
  swatch: null,
} as const;
