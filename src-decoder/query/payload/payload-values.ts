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

/** Characters of a value of a payload at most: of a longer one its beginning, which ends in an ellipsis. */
export const MOST_CHARACTERS = 4096;

/** What a path reaches in one payload; of several values, those of a list, their texts joined by commas. */
export interface FoundValue {
  /** Empty where there is nothing. */
  readonly text: string;
  readonly value: FieldValue;
  /** Whether it is one value, as it was sent: several, the text of an object or of a list, or a beginning can be looked at but not asked for. */
  readonly isOne: boolean;
}

/** What a payload without the path has there. */
export const NO_VALUE: FoundValue = { text: "", value: null, isOne: true };

/** A value as it was sent; of objects and of what is broken the text. */
interface Reached {
  readonly text: string;
  readonly kind: string;
}

/** Finds the value of a path in payloads: most without parsing them, as the order of rows asks all of a capture. */
export function valueFinder(path: readonly string[]): (payload: ByteRun) => FoundValue {
  const mayHave = payloadHint(path, null);
  const walk = new ValuesWalk([path]);
  return (payload) => {
    if (!mayHave(payload)) return NO_VALUE;
    const isWalked = path.length > 0 && walk.walk(payload);
    return joinedValue(isWalked ? reachedByWalk(walk.reached(0)) : reachedInTree(payload, path));
  };
}

function reachedByWalk(values: readonly WalkedValue[]): Reached[] {
  const reached: Reached[] = [];
  for (const value of values) {
    eachElement(value, (element) => {
      reached.push({ text: walkedText(element), kind: walkedKind(element) });
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
    .map((row) => ({ text: tree.stringValue(row), kind: tree.hasChildren(row) ? "object" : tree.kind(row) }));
}

function joinedValue(reached: readonly Reached[]): FoundValue {
  const [first] = reached;
  if (first === undefined) return NO_VALUE;
  if (reached.length === 1) return oneValue(first);
  let text = "";
  for (const [index, each] of reached.entries()) {
    text += `${index === 0 ? "" : ", "}${each.text}`;
    if (text.length > MOST_CHARACTERS) break;
  }
  text = shortened(text);
  return { text, value: text, isOne: false };
}

function oneValue({ text: whole, kind }: Reached): FoundValue {
  const text = shortened(whole);
  if (!isWord(kind)) return { text, value: text, isOne: kind === "string" && text === whole };
  if (text === "null") return { text, value: null, isOne: true };
  if (text === "true" || text === "false") return { text, value: text === "true", isOne: true };
  // A number whose digits a JavaScript number cannot hold stays text.
  const number = Number(text);
  return { text, value: String(number) === text ? number : text, isOne: true };
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
