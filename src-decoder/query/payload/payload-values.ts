/** What a path reaches in a payload as the value of one cell: for columns, and for the order of rows. */
import { viewOfRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { parsePayload } from "../../bridge/payload-json.ts";
import { payloadHint } from "./payload-hints.ts";
import { elements, valuesAt } from "./payload-path.ts";
import { ValuesWalk } from "./values-walk.ts";
import type { FieldValue } from "../fields/values.ts";
import { eachElement, walkedKind, walkedText } from "./walked-value.ts";
import type { WalkedValue } from "./values-walk.ts";

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
export function valueFinder(path: readonly string[]): (payload: ByteRun) => FoundValue {
  const mayHave = payloadHint(path, null);
  const walk = new ValuesWalk([path]);
  return (payload) => {
    if (!mayHave(payload)) return NOTHING;
    const isWalked = path.length > 0 && walk.walk(payload);
    return joinedValue(isWalked ? reachedByWalk(walk.reached(0)) : reachedInTree(payload, path));
  };
}

function reachedByWalk(values: readonly WalkedValue[]): Reached[] {
  const reached: Reached[] = [];
  for (const value of values) {
    eachElement(value, (element) => {
      const kind = walkedKind(element);
      reached.push({ text: walkedText(element), isString: !isWord(kind) });
    });
  }
  return reached;
}

/** Whether a kind of value is a word whose text tells what it is; the texts of objects and of what is broken are but texts. */
function isWord(kind: string): boolean {
  return kind === "number" || kind === "true" || kind === "false" || kind === "null";
}

function reachedInTree(payload: ByteRun, path: readonly string[]): Reached[] {
  const tree = parsePayload(viewOfRun(payload));
  return valuesAt(tree, path)
    .flatMap((row) => elements(tree, row))
    .map((row) => ({ text: tree.stringValue(row), isString: !isWord(tree.kind(row)) }));
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
