import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePayload } from "../../src-decoder/bridge/payload-json.ts";
import type { PayloadTree } from "../../src-decoder/bridge/payload-tree.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const parse = (text: string): PayloadTree => parsePayload(bytesOf(text));

/** The tree written back as JSON from its nodes, strings kept as strings: the dumb opposite of the parser. */
function written(tree: PayloadTree, row = 0): string {
  const node = tree.node(row);
  if (node.kind === "array") return `[${node.children.map((child) => written(tree, child)).join(",")}]`;
  if (node.kind !== "object") return node.text;
  const members = node.children.map((child) => `${JSON.stringify(tree.key(child))}:${written(tree, child)}`);
  return `{${members.join(",")}}`;
}

/** JSON values in which some strings are JSON of such values, to any depth. */
const nestedJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "json" },
    fc.oneof(fc.string({ unit: "binary" }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    fc.array(tie("value"), { maxLength: 4, depthIdentifier: "json" }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("Properties", "Settings")), tie("value"), {
      maxKeys: 4,
      depthIdentifier: "json",
    }),
    tie("value").map((value) => JSON.stringify([value])),
    tie("value").map((value) => JSON.stringify({ inner: value })),
  ),
})).value;

/** JSON in whose strings every `nth` code point is written by its number, as encoders may: a pair of surrogates by two. */
function escapedJson(value: unknown, nth: number): string {
  if (Array.isArray(value)) return `[${value.map((each) => escapedJson(each, nth)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${escapedJson(each, nth)}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value !== "string") return JSON.stringify(value);
  const characters = Array.from(value, (character) => {
    if (character.codePointAt(0)! % nth !== 0) return JSON.stringify(character).slice(1, -1);
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
  return `"${characters.join("")}"`;
}

/** JSON values in which some strings are JSON of such values, with any of its characters escaped by number. */
const escapedNested: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "escaped" },
    fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\u0000", "a\u0000😀"), fc.integer()),
    fc.array(tie("value"), { maxLength: 3, depthIdentifier: "escaped" }),
    fc.tuple(tie("value"), fc.integer({ min: 1, max: 7 })).map(([value, nth]) => escapedJson({ inner: [value] }, nth)),
  ),
})).value;

/** How many strings a row lies in. */
function levelsOf(tree: PayloadTree, row: number): number {
  let levels = 0;
  for (let at = row; at !== 0; at = tree.parent(at)) if (tree.isInString(at)) levels++;
  return levels;
}

/** Undoes the strings a row lies in, one by one, with the engine's own JSON. */
function outerTextUndone(tree: PayloadTree, row: number, bytes: Uint8Array): string {
  let levels = levelsOf(tree, row);
  let text = textOf(bytes.subarray(tree.start(row), tree.end(row)));
  for (; levels > 0; levels--) {
    const inner: unknown = JSON.parse(`"${text}"`);
    text = String(inner);
  }
  return text;
}

describe("whole JSON", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const tree = parse(text);
        expect(written(tree)).toBe(text);
        expect(tree.problems).toEqual([]);
        expect(tree.behind).toBeNull();
      }),
    );
  });

  test("may be spaced and end in a newline", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.constantFrom(1, "\t", "\r\n "),
        fc.constantFrom("", "\n", " \r\n"),
        (value, space, end) => {
          const tree = parse(JSON.stringify(value, null, space) + end);
          expect(written(tree)).toBe(JSON.stringify(value));
          expect(tree.behind).toBeNull();
        },
      ),
    );
  });

  test("keeps the bytes of every value, those in strings in strings too", () => {
    fc.assert(
      fc.property(nestedJson, (value) => {
        const text = JSON.stringify(value);
        const bytes = bytesOf(text);
        const tree = parsePayload(bytes);
        expect(written(tree)).toBe(text);
        for (let row = 0; row < tree.length; row++) {
          expect(outerTextUndone(tree, row, bytes)).toBe(tree.text(row));
          const parent = row === 0 ? 0 : tree.parent(row);
          expect(tree.start(row)).toBeGreaterThanOrEqual(tree.start(parent));
          expect(tree.end(row)).toBeLessThanOrEqual(tree.end(parent));
        }
      }),
    );
  });

  test("keeps them through escapes by number too: surrogates, zeros, quotes and brackets, in strings in strings", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(escapedNested, fc.integer({ min: 1, max: 7 }), (value, nth) => {
        const bytes = bytesOf(escapedJson(value, nth));
        const tree = parsePayload(bytes);
        expect(tree.problems).toEqual([]);
        for (let row = 0; row < tree.length; row++) {
          const text = tree.text(row);
          expect(outerTextUndone(tree, row, bytes)).toBe(text);
          if (tree.kind(row) !== "string") continue;
          const held: unknown = JSON.parse(text);
          expect(tree.stringValue(row)).toBe(held);
          if (levelsOf(tree, row) === 0) continue;
          const sent = textOf(bytes.subarray(tree.start(row), tree.end(row)));
          if (String(held).includes("\u0000")) seen.add("zero");
          if (/\\ud[89ab]/u.test(sent)) seen.add("surrogates");
        }
      }),
      { numRuns: 500 },
    );
    expect([...seen].toSorted()).toEqual(["surrogates", "zero"]);
  });

  test("finds the value at a byte", () => {
    fc.assert(
      fc.property(nestedJson, fc.nat(), (value, seed) => {
        const bytes = bytesOf(JSON.stringify(value));
        const tree = parsePayload(bytes);
        const offset = seed % bytes.length;
        const covering = Array.from({ length: tree.length }, (_, row) => row).filter(
          (row) => (tree.keyRange(row)?.start ?? tree.start(row)) <= offset && offset < tree.end(row),
        );
        expect(tree.at(offset)).toBe(covering.at(-1));
      }),
    );
  });

  test("numbers keep every digit and repeated keys stay in order", () => {
    const tree = parse('{"a":18446744073709551615,"b":1.50,"a":-0,"a":1E+2}');
    expect([...tree.children(0)].map((row) => [tree.key(row), tree.kind(row), tree.text(row)])).toEqual([
      ["a", "number", "18446744073709551615"],
      ["b", "number", "1.50"],
      ["a", "number", "-0"],
      ["a", "number", "1E+2"],
    ]);
  });

  test("nesting as deep as the bound is read, deeper is reported", () => {
    expect(parse("[".repeat(1000) + "]".repeat(1000)).problems).toEqual([]);
    const tree = parse("[".repeat(200_000));
    expect(tree.length).toBe(1001);
    expect(tree.problems.map((problem) => problem.text)).toEqual(["Nested deeper than 1,000 levels."]);
  });

  test("a million and more values end in a broken rest, with the number", () => {
    const tree = parse(`[${"1,".repeat(1_100_000)}1]`);
    expect(tree.problems.map((problem) => problem.text)).toEqual(["More than 1,000,000 values."]);
    expect(tree.kind(tree.length - 1)).toBe("broken");
    expect(tree.end(tree.length - 1)).toBe(tree.bytes.length);
  });
});

describe("JSON in strings", () => {
  test("is opened, with the place of each value through the escapes", () => {
    const text = '{"ContainerConfig":"{\\"a\\":\\"[{\\\\\\"q\\\\\\":\\\\\\"\\\\u00e9\\\\\\"}]\\"}"}';
    const tree = parse(text);
    const rows = Array.from({ length: tree.length }, (_, row) => row);
    expect(rows.map((row) => tree.kind(row))).toEqual([
      "object",
      "string",
      "object",
      "string",
      "array",
      "object",
      "string",
    ]);
    expect(rows.map((row) => tree.embedding(row))).toEqual([
      null,
      "json-string",
      null,
      "json-string",
      null,
      null,
      null,
    ]);
    expect(tree.stringValue(6)).toBe("é");
    expect(text.slice(tree.start(6), tree.end(6))).toBe('\\\\\\"\\\\u00e9\\\\\\"');
    expect(tree.keyRange(6)).toEqual({ start: text.indexOf("q") - 4, end: text.indexOf("q") + 5 });
  });

  test("Base64 of JSON under Settings is opened and each value has its symbols", () => {
    const inner = '{"LogSources":[1]}';
    const text = JSON.stringify({ Settings: { Settings: Buffer.from(inner).toString("base64") } });
    const tree = parse(text);
    const row = tree.length - 1;
    expect(tree.embedding(2)).toBe("base64");
    expect([tree.kind(row), tree.text(row)]).toEqual(["number", "1"]);
    const first = text.indexOf("eyJ");
    const at = inner.indexOf("1");
    expect(tree.start(row)).toBe(first + Math.floor((at * 8) / 6));
    expect(tree.end(row)).toBe(first + Math.ceil(((at + 1) * 8) / 6));
  });

  test.each([
    ["a sentence in brackets", '["[error] no such device"]'],
    ["broken JSON under a key that need not be JSON", '{"Message":"{\\"a\\":"}'],
    ["a Windows path", '["\\\\\\\\.\\\\pipe\\\\x"]'],
    ["a number", '{"Query":"12"}'],
    ["Base64 of anything else", '{"Settings":"aGVsbG8="}'],
  ])("%s stays a string", (_, text) => {
    const tree = parse(text);
    expect(tree.length).toBe(2);
    expect(tree.kind(1)).toBe("string");
    expect(tree.problems).toEqual([]);
  });

  test("a field that is JSON by the protocol is opened even where that is broken, and the rest goes on", () => {
    const tree = parse('{"Properties":"{\\"a\\":1,\\"b\\":]","c":2}');
    expect(written(tree)).toBe('{"Properties":"{\\"a\\":1,\\"b\\":]","c":2}');
    expect(tree.problems.map(({ node, at, text }) => [tree.kind(node), at, text])).toEqual([
      ["broken", 30, '"]" stands at byte 30, where a value is expected.'],
    ]);
  });

  test("a string in a string, 14 times over, is opened to the last", () => {
    let text = "[]";
    for (let i = 0; i < 14; i++) text = JSON.stringify([text]);
    const tree = parse(text);
    expect(tree.problems).toEqual([]);
    expect(tree.kind(tree.length - 1)).toBe("array");
  });
});

describe("what is not whole", () => {
  test("a cut gives what was read before it", () => {
    fc.assert(
      fc.property(nestedJson, fc.nat(1000), (value, seed) => {
        const text = JSON.stringify({ value, end: "." });
        const bytes = bytesOf(text);
        const cut = seed % bytes.length;
        const tree = parsePayload(bytes.subarray(0, cut));
        const whole = parsePayload(bytes);
        expect(tree.problems.some((problem) => problem.fatal)).toBe(true);
        // Members that lie before the cut are there as they are in the whole.
        const complete = [...whole.children(0)].filter((row) => whole.end(row) < cut);
        const seen = tree.kind(0) === "object" ? [...tree.children(0)] : [];
        expect(seen.slice(0, complete.length).map((row) => tree.text(row))).toEqual(
          complete.map((row) => whole.text(row)),
        );
      }),
    );
  });

  test("any bytes give rows that lie in one another", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(misplaced(parsePayload(bytes), bytes.length)).toBeNull();
      }),
    );
  });

  test("any run of JSON's own characters too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Array.from('[]{},:"\\0-e.tn u{}[]\n\u0000é')), { maxLength: 80 }),
        (characters) => {
          const bytes = bytesOf(`{"Query":"${characters.join("")}`);
          expect(misplaced(parsePayload(bytes), bytes.length)).toBeNull();
        },
      ),
    );
  });

  test("a cut inside JSON in a string shows what there is of it", () => {
    const tree = parse('{"ContainerId":"c","ContainerConfig":"{\\"SchemaVersion\\":{\\"Major\\":2,\\"Mi');
    const rows = Array.from({ length: tree.length }, (_, row) => row);
    expect(rows.map((row) => `${tree.key(row) ?? ""} ${tree.kind(row)}`)).toEqual([
      " object",
      "ContainerId string",
      "ContainerConfig broken",
      " object",
      "SchemaVersion object",
      "Major number",
      " broken",
    ]);
    expect(tree.problems.map((problem) => problem.text)).toEqual([
      "The text ends inside a string.",
      "The text ends inside a key.",
    ]);
  });

  test.each([
    ["", 0, "The text is empty."],
    [" \n", 2, "The text ends where a value is expected."],
    ["\u0000\u0000", 0, "Byte 0x00 stands at byte 0, where a value is expected."],
    ['{"a":1 "b"', 7, '""" stands at byte 7, where a comma or the end of the container is expected.'],
    ['{"a" 1}', 1, '"1" stands at byte 5, where ":" is expected.'],
    ["[1,]", 3, '"]" stands at byte 3, where a value is expected.'],
    ["{1:2}", 1, '"1" stands at byte 1, where a key in quotes or "}" is expected.'],
  ])("%j: where and why", (text, at, reason) => {
    expect(parse(text).problems).toEqual([{ node: expect.any(Number), at, text: reason, fatal: true }]);
  });

  test.each([
    ["[01,2]", '"01" is no JSON value.'],
    ["[nul,2]", '"nul" is no JSON value.'],
    ["[1.,2]", '"1." is no JSON value.'],
    ['["a\\x",2]', '\\"x" is no escape of JSON.'],
    ['["a\nb",2]', "Byte 0x0a stands raw in a string."],
  ])("%j: a wrong word or string does not end reading", (text, reason) => {
    const tree = parse(text);
    expect(tree.problems.map((problem) => problem.text)).toEqual([reason]);
    expect(tree.text(2)).toBe("2");
  });

  test("bytes behind the first value are told, with their range", () => {
    expect(parse('{"a":1}\n\u0001\u0000{"b":2}').behind).toEqual({ start: 8, end: 17 });
  });

  test("problems are bounded", () => {
    expect(parse(`[${"x,".repeat(5000)}1]`).problems.length).toBe(100);
  });
});

/** The first row that does not lie where its parent lies; null where all do. */
function misplaced(tree: PayloadTree, length: number): number | null {
  for (let row = 0; row < tree.length; row++) {
    const parent = row === 0 ? 0 : tree.parent(row);
    const inParent =
      (row === 0 || parent < row) &&
      tree.next(row) > row &&
      tree.next(row) <= tree.next(parent) &&
      tree.start(row) >= tree.start(parent) &&
      tree.start(row) <= tree.end(row) &&
      tree.end(row) <= tree.end(parent);
    if (!inParent || tree.next(row) > tree.length || tree.end(row) > length) return row;
  }
  return tree.length > 0 ? null : 0;
}
