/** What completion knows of the set that is being written: its other members, and how it goes on behind one. */
import { tokenize } from "../language/lexer.ts";
import type { Token } from "../language/lexer.ts";
import { isConnective } from "../language/slots.ts";
import { isSign } from "../language/words.ts";
import { item, type CompletionItem } from "./completion-items.ts";

/** Behind a comma it can only end. */
export const SET_END = item("operator", "}", "ends the set");

/** Behind a member. */
export const SET_GOES_ON: readonly CompletionItem[] = [
  item("operator", ",", "and another"),
  item("operator", "..", "to: all values between, both included"),
  SET_END,
];

/** The values that a set names already, before and behind the place `from` where another is written. */
export function otherMembers(text: string, from: number): ReadonlySet<string> {
  const { tokens } = tokenize(text);
  const opened = tokens.findLastIndex((token) => token.at < from && isSign(token, "{"));
  const members = new Set<string>();
  for (const token of tokens.slice(opened + 1)) {
    // A set that is not closed yet ends where another condition begins.
    if (isSign(token, "}") || isConnective(token) || token.kind === "end") break;
    if (token.kind !== "symbol" && token.at !== from) members.add(token.text);
  }
  return members;
}

/** Whether a token is a value that stands in a set, behind which a comma belongs. */
export function isMember({ kind }: Token): boolean {
  return kind !== "symbol" && kind !== "end";
}

/** What a value is called without its quotes, as `otherMembers` has it. */
export function memberText(written: string): string {
  return tokenize(written).tokens[0]?.text ?? written;
}

/** Whether what is typed is one of the values to its last letter, and the beginning of no other. */
export function isWholeMember(values: readonly CompletionItem[], typed: string): boolean {
  const begun = memberText(typed).toLowerCase();
  const found = values.filter(({ text }) => memberText(text).toLowerCase().startsWith(begun));
  return found.length === 1 && memberText(found[0]!.text) === memberText(typed);
}
