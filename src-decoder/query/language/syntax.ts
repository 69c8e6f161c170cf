/** The display filter's tree as written: what the parser makes, and print, describe and check read. Places are offsets in the text. */

/** What is wrong with a filter, with its place in the text. */
export interface Fault {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  /** A sentence that says what to write instead, maybe with an example at its end; null where nothing better is known. */
  readonly hint: string | null;
}

/** Where something stands in the text of a filter: from its first character to behind its last. */
export interface Place {
  readonly at: number;
  readonly end: number;
}

/** A value as written; `text` is its source, but for strings, whose quotes and escapes are undone. */
export type Literal = Place & {
  readonly kind: "integer" | "decimal" | "duration" | "size" | "clock" | "instant" | "word" | "string" | "variable";
  readonly text: string;
};

/** A regular expression: the part between the slashes, and the letters behind. */
interface RegexLiteral extends Place {
  readonly kind: "regex";
  readonly source: string;
  readonly flags: string;
}

/** What something is compared with. */
export type Value = Literal | RegexLiteral;

/** Functions over a field's value. */
export const FUNCTIONS = {
  len: "number of characters of a text",
  lower: "a text in lower case",
  count: "number of members of a payload list",
} as const;
/** A name of `FUNCTIONS`. */
export type FunctionName = keyof typeof FUNCTIONS;

/** A field, `peer.FIELD`, or a dotted path into the payload, with the functions around it, the outermost first. */
export interface Operand extends Place {
  readonly path: string;
  readonly functions: readonly FunctionName[];
}

export const COMPARISONS = {
  "==": "is",
  "!=": "is not",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
  contains: "contains",
  matches: "matches",
} as const;
/** A sign or word of `COMPARISONS`. */
export type Comparison = keyof typeof COMPARISONS;

/** A member of a set: one value, or all from `low` to `high`, both included. */
export interface SetMember extends Place {
  readonly low: Value;
  readonly high: Value | null;
}

/** A filter as a tree. */
export type Expression = Place &
  (
    | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] }
    | { readonly kind: "not"; readonly part: Expression }
    /** A boolean field that is true, or any other that has a value. */
    | { readonly kind: "bare"; readonly operand: Operand }
    | {
        readonly kind: "compare";
        readonly operand: Operand;
        readonly comparison: Comparison;
        readonly value: Value;
      }
    | { readonly kind: "in"; readonly operand: Operand; readonly members: readonly SetMember[] }
    /** `after(412)`, `before(10:15:02)`: by frame number or time. */
    | { readonly kind: "after" | "before"; readonly value: Value }
  );
