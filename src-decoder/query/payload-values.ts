/** What a path reaches in a payload as the value of one cell: for columns, and for the order of rows. */
import { parsePayload } from "../bridge/payload-json.ts";
import { payloadHint } from "./payload-hints.ts";
import { elements, valuesAt } from "./payload-path.ts";
import { PathWalk } from "./path-walk.ts";
import type { FieldValue } from "./values.ts";

/** Characters of a value of a payload. */
const MOST_CHARACTERS = 4096;

/** What a path reaches in one payload; of several values, those of a list, their texts joined by commas. */
export interface FoundValue {
  /** Empty where there is nothing. */
  readonly text: string;
  readonly value: FieldValue;
}

const NOTHING: FoundValue = { text: "", value: null };

/** A value as it was sent; of objects and of what is broken the text. */
interface Reached {
  readonly text: string;
  readonly isString: boolean;
}

/** Finds the value of a path in payloads: most without parsing them, as the order of rows asks all of a capture. */
export function valueFinder(path: readonly string[]): (payload: Uint8Array) => FoundValue {
  const mayHave = payloadHint(path, null);
  const walk = new PathWalk(path);
  let reached: Reached[] = [];
  const collect = (text: string, _: number, isString: boolean): boolean => {
    reached.push({ text, isString });
    return false;
  };
  return (payload) => {
    if (!mayHave(payload)) return NOTHING;
    reached = [];
    const isWalked = walk.some(payload, collect) !== null && !walk.passedOther;
    return joinedValue(isWalked ? reached : reachedInTree(payload, path));
  };
}

function reachedInTree(payload: Uint8Array, path: readonly string[]): Reached[] {
  const tree = parsePayload(payload);
  return valuesAt(tree, path)
    .flatMap((row) => elements(tree, row))
    .map((row) => {
      const kind = tree.kind(row);
      const isWord = kind === "number" || kind === "true" || kind === "false" || kind === "null";
      return { text: tree.stringValue(row), isString: !isWord };
    });
}

function joinedValue(reached: readonly Reached[]): FoundValue {
  const [first] = reached;
  if (first === undefined) return NOTHING;
  if (reached.length === 1) return oneValue(first);
  let text = "";
  for (const [index, each] of reached.entries()) {
    text += `${index === 0 ? "" : ", "}${each.text}`;
    if (text.length > MOST_CHARACTERS) break;
  }
  text = shortened(text);
  return { text, value: text };
}

function oneValue({ text: whole, isString }: Reached): FoundValue {
  const text = shortened(whole);
  if (isString) return { text, value: text };
  if (text === "null") return { text, value: null };
  if (text === "true" || text === "false") return { text, value: text === "true" };
  // A number whose digits a JavaScript number cannot hold stays text.
  const number = Number(text);
  return { text, value: String(number) === text ? number : text };
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
