import { describe, expect, test } from "vitest";
import { complete } from "../../src-decoder/query/complete.ts";
import type { CompletionItem } from "../../src-decoder/query/complete.ts";
import { captureOf } from "./random-capture.ts";

const capture = captureOf([
  { type: 0x10100501, time: 0, containerId: "a1b2", peer: 1 },
  { type: 0x20100501, time: 1, stream: 1, result: -1070137074, peer: 0 },
  { type: 0x10100601, time: 2, containerId: 'x"y', processId: 7 },
  { type: 0x20101f01, time: 3, stream: 1, result: 0 },
]);

/** Completes where `|` stands. */
function at(marked: string): { items: readonly CompletionItem[]; texts: string[]; replaced: string } {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { from, to, items } = complete(text, caret, capture);
  return { items, texts: items.map((item) => item.text), replaced: text.slice(from, to) };
}

describe("completion", () => {
  test("begins with fields", () => {
    expect(at("|").texts.slice(0, 3)).toEqual(["number", "no", "frame"]);
    expect(at("pending && |").texts).toContain("container");
    expect(at("(|").texts).toContain("latency");
  });

  test("prefers what begins as typed and replaces the whole word", () => {
    expect(at("cont|ain == x").texts.slice(0, 2)).toEqual(["containerId", "container"]);
    expect(at("cont|ain == x").replaced).toBe("contain");
    expect(at("peer.lat|").texts).toContain("peer.latency");
    expect(at("pend|").texts[0]).toBe("pending");
  });

  test("offers the operators that the field's type has", () => {
    expect(at("container |").texts).toEqual(["==", "!=", "contains", "matches", "in", "&&", "||"]);
    expect(at("latency |").texts).toEqual(["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]);
    expect(at("pending |").texts).toEqual(["&&", "||"]);
    expect(at("container con|").texts).toEqual(["contains"]);
  });

  test("offers the capture's values with counts, then other values of the enumeration", () => {
    const { items } = at("name == |");
    expect(items.slice(0, 4).map(({ text, count }) => [text, count])).toEqual([
      ["ExecuteProcess", 2],
      ["WaitForProcess", 1],
      ['"0x01f"', 1],
      ["Create", 0],
    ]);
    expect(at("container == |").texts).toEqual(['"a1b2"', String.raw`"x\"y"`, "${selected.container}"]);
    expect(at("container == a|").texts[0]).toBe('"a1b2"');
    expect(at('container == "a|').replaced).toBe('"a');
    expect(at("result in {0, |").texts).toContain("-1070137074");
    expect(at("pending == |").texts).toEqual(["true", "false", "${selected.pending}"]);
  });

  test("offers connectives behind a condition and properties behind is:", () => {
    expect(at("id == 3 |").texts).toEqual(["&&", "||"]);
    expect(at("is:err|").texts).toEqual(["error", "errors", "peer.error", "peer.errors"]);
    expect(at("is:|").texts).not.toContain("container");
  });

  test("counts no values of fields that hardly repeat", () => {
    expect(at("id == |").texts).toEqual(["${selected.id}"]);
    expect(at("number == |").texts).toEqual(["${selected.number}"]);
  });
});
