/** What the language promises, example by example: each is read, checked, printed, put into words, coloured, and completed as it is typed. */
import { describe as suite, expect, test } from "vitest";
import { complete } from "../../../src-decoder/query/completion/complete.ts";
import { describe } from "../../../src-decoder/query/language/describe.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterRows } from "../../../src-decoder/query/filter/filter-rows.ts";
import { highlight } from "../../../src-decoder/query/language/highlight.ts";
import { tokenize } from "../../../src-decoder/query/language/lexer.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { print } from "../../../src-decoder/query/language/print.ts";
import { FRAME } from "../../../src-decoder/model/capture.ts";
import { captureOf } from "../random-capture.ts";

/** Time zero is 17:42:27.5. */
const capture = captureOf([
  { type: 0x10100501, time: 0, id: 3n, containerId: "xa1b2x", peer: 1 },
  { type: 0x20100501, time: 6e9, id: 3n, stream: 1, result: -1070137074, peer: 0, size: 70_000 },
  { type: 0x10100601, time: 7e9, id: 12n, containerId: "b" },
  { type: 0x20100501, time: 18e9, id: 3n, stream: 1, result: 0, flags: FRAME.repeated },
]);

const ROWS = [
  ["name == ExecuteProcess && latency > 5s", [1]],
  ['container contains "a1b2"', [0, 1]],
  ["result != 0", [1]],
  ["id in {3, 7..12}", [0, 1, 2, 3]],
  ["id in {7..12}", [2]],
  ["pending", [2]],
  ["pending && age > 10s", [2]],
  ["is:error", [1]],
  ["after(3)", [3]],
  ["time >= 17:42:34.5", [2, 3]],
  ["peer.result != 0", [0]],
  ["duplicate", [3]],
  ["container == ${selected.container}", [0, 1]],
  ["len(container) == 6 and not lower(name) contains process", []],
  ["size > 64KiB", [1]],
  ["result == 0xC037010E or slow", [1]],
] as const;

const PAYLOADS = [
  'Settings.ProcessParameters.CommandArgs contains "mount"',
  "payload matches /regex/i",
  "count(ErrorRecords) >= 2",
] as const;

const ALL = [...ROWS.map(([text]) => text), ...PAYLOADS];

suite("an example", () => {
  test.each(ROWS)("%s shows %j", (text, rows) => {
    const result = compileFilter(text, capture, { selected: 0 });
    if (!result.ok || result.filter.needs !== "columns") throw new Error(JSON.stringify(result));
    expect([...filterRows(capture.frames.length, result.filter.test)]).toEqual(rows);
  });

  test.each(PAYLOADS)("%s is of payloads", (text) => {
    const result = compileFilter(text, capture);
    expect(result.ok && result.filter.needs).toBe("payload");
  });

  test.each(ALL)("%s prints, is put into words and coloured", (text) => {
    const { expression } = parse(text);
    if (expression === null) throw new Error("not read");
    expect(parse(print(expression)).faults).toEqual([]);
    expect(describe(expression)).toMatch(/^Frames where .{8,}\.$/u);
    const kinds = new Set(highlight(text).map(({ kind }) => kind));
    expect(kinds.has("field") || kinds.has("payload") || kinds.has("function")).toBe(true);
  });

  test.each(ALL)("%s is completed word by word", (text) => {
    for (const { kind, at, end, text: word } of tokenize(text).tokens) {
      // Values are the capture's, which is not asked here.
      if (kind !== "word" || word === "mount" || word === "process") continue;
      const begun = Math.min(end, at + 3);
      const { from, items } = complete(text.slice(0, begun), begun);
      expect(from).toBe(at);
      expect(items.map((item) => item.text.replace(/[(:]$/u, ""))).toContain(word);
    }
  });
});
