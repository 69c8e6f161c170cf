/** What each place of a filter takes, read over its tokens: for completion and for the colours of the input. Reads over what does not fit, as the text is being written. */
import type { Token } from "./lexer.ts";
import { comparisonOf, isOperandToken } from "./words.ts";

/** What is compared: a path, and the function nearest around it. */
interface Compared {
  readonly path: string;
  readonly called: string | null;
}

/** What a place in the filter takes. */
export type Slot =
  | { readonly takes: "operand"; readonly called: string | null }
  | { readonly takes: "flag" | "connective" | "bound" }
  | ({ readonly takes: "operator" | "value" | "open-set" } & Compared)
  | ({ readonly takes: "set" } & Compared);

const START: Slot = { takes: "operand", called: null };
const CONNECTIVE: Slot = { takes: "connective" };

/** What is expected behind these tokens. */
export function slotAfter(tokens: readonly Token[]): Slot {
  let slot = START;
  for (const [index, token] of tokens.entries()) slot = nextSlot(slot, token, tokens[index + 1]);
  return slot;
}

/** What each token stands in the place of. */
export function slotsOf(tokens: readonly Token[]): readonly Slot[] {
  const slots: Slot[] = [];
  let slot = START;
  for (const [index, token] of tokens.entries()) {
    slots.push(slot);
    slot = nextSlot(slot, token, tokens[index + 1]);
  }
  return slots;
}

export function isConnective({ kind, text }: Token): boolean {
  return (kind === "word" || kind === "symbol") && /^(?:&&?|\|\|?|and|or)$/.test(text);
}

function nextSlot(slot: Slot, token: Token, next: Token | undefined): Slot {
  if (slot.takes === "set") {
    return isSymbol(token, "}") ? CONNECTIVE : slot;
  }
  if (isConnective(token)) return START;
  switch (slot.takes) {
    case "operand":
      if (!isOperandToken(token) || token.text === "not") return slot;
      if (token.text === "is" && next?.text === ":") return { takes: "flag" };
      if (next !== undefined && isSymbol(next, "(")) {
        return token.text === "after" || token.text === "before" ? { takes: "bound" } : { ...slot, called: token.text };
      }
      return { takes: "operator", path: token.text, called: slot.called };
    case "operator":
      if (comparisonOf(token) !== null) return { ...slot, takes: "value" };
      return token.text === "in" && token.kind === "word" ? { ...slot, takes: "open-set" } : slot;
    case "open-set":
      return isSymbol(token, "{") ? { ...slot, takes: "set" } : slot;
    case "flag":
      return token.text === ":" ? slot : CONNECTIVE;
    case "value":
      return CONNECTIVE;
    case "connective":
      return isSymbol(token, "(") || isSymbol(token, "!") ? START : slot;
    case "bound":
      return isSymbol(token, ")") ? CONNECTIVE : slot;
  }
}

function isSymbol({ kind, text }: Token, symbol: string): boolean {
  return kind === "symbol" && text === symbol;
}
