/** What the list under the filter offers: what can stand at the caret, and where nothing is typed whole filters first. */
import type { Completion, CompletionKind } from "../../../src-decoder/index.ts";
import type { SavedFilter } from "../../state/settings.ts";

export interface FilterItem {
  /** Tells items apart, also while the list changes around them. */
  readonly key: string;
  readonly kind: CompletionKind | "saved" | "recent";
  readonly text: string;
  readonly detail: string;
  readonly count: number | null;
}

/** Recent filters in the list; the menu has more. */
const MOST_RECENT = 6;

/** Whole filters: they take the place of all that is typed, and are applied at once. */
export function isWhole({ kind }: FilterItem): boolean {
  return kind === "saved" || kind === "recent";
}

export function itemsOf(
  text: string,
  { items }: Completion,
  saved: readonly SavedFilter[],
  history: readonly string[],
): readonly FilterItem[] {
  const completions = items.map((each): FilterItem => ({ ...each, key: `${each.kind} ${each.text}` }));
  if (text.trim() !== "") return completions;
  const names = new Set(saved.map(({ filter }) => filter));
  return [
    ...saved.map(({ name, filter }): FilterItem => whole("saved", filter, name)),
    ...history
      .filter((filter) => !names.has(filter))
      .slice(0, MOST_RECENT)
      .map((filter) => whole("recent", filter, "")),
    ...completions,
  ];
}

function whole(kind: "saved" | "recent", text: string, detail: string): FilterItem {
  return { key: `${kind} ${text} ${detail}`, kind, text, detail, count: null };
}

/** The text with an item in place of what it completes, and where the caret stands then. */
export function accepted(
  text: string,
  { from, to, isInSet }: Pick<Completion, "from" | "to" | "isInSet">,
  item: Pick<FilterItem, "text" | "kind">,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to);
  // Behind a member of a set comes a comma.
  const isBegun = /[.(:{]$/u.test(item.text) || (isInSet && item.kind !== "operator");
  const space = isBegun || rest.startsWith(" ") || rest.startsWith(")") ? "" : " ";
  const caret = from + item.text.length + (rest.startsWith(" ") && !isBegun ? 1 : space.length);
  return { text: text.slice(0, from) + item.text + space + rest, caret };
}

const KIND_WORDS: Readonly<Record<FilterItem["kind"], string>> = {
  field: "field",
  payload: "payload",
  function: "function",
  operator: "operator",
  connective: "joins",
  value: "value",
  variable: "selected",
  saved: "saved",
  recent: "recent",
};

/** A word for what an item is. */
export function kindWord({ kind }: FilterItem): string {
  return KIND_WORDS[kind];
}
