import { expect, test } from "vitest";
import { accepted } from "../../../app/panes/filter/filter-items.ts";
import { completeFilter } from "../../../src-decoder/index.ts";

/** Takes what is offered at `|`; the caret stands at `|` in what comes of it. */
function taken(marked: string, wanted: string): string {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const completion = completeFilter(text, caret);
  const item = completion.items.find((each) => each.text === wanted)!;
  const next = accepted(text, completion, { ...item });
  return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`;
}

test.each([
  ["na|", "name", "name |"],
  ["peer|", "peer.name", "peer.name |"],
  ["len(na|)", "name", "len(name|)"],
  ["na| == x", "name", "name |== x"],
  ["name in {ExecuteP|", "ExecuteProcess", "name in {ExecuteProcess|"],
  ["name in {ExecuteP|, Create}", "ExecuteProcess", "name in {ExecuteProcess|, Create}"],
  ["name in {ExecuteProcess|", ",", "name in {ExecuteProcess, |"],
  ["name in {ExecuteProcess, WaitFor|", "WaitForProcess", "name in {ExecuteProcess, WaitForProcess|"],
  ["name in {ExecuteProcess|", "}", "name in {ExecuteProcess} |"],
])("what is taken at %s is followed by what may come next", (marked, wanted, next) => {
  expect(taken(marked, wanted)).toBe(next);
});
