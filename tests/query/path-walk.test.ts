import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { parsePayload } from "../../src-decoder/bridge/payload-json.ts";
import { valueFinder } from "../../src-decoder/query/payload-values.ts";
import { PathWalk } from "../../src-decoder/query/path-walk.ts";
import { payloadHint, writtenForms } from "../../src-decoder/query/payload-hints.ts";
import { containerAt, countOf, elements, valuesAt } from "../../src-decoder/query/payload-path.ts";

const utf8 = new TextEncoder();
const NAMES = ["Settings", "Query", "A", "Ünï", 'q"x'];

const name = fc.constantFrom(...NAMES);
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom("", "m0", 'sh "x" <y>', "{", "[1", "\n[]", "{}x", "é\u2028\t", "eyJBIjoibTAifQ=="),
  fc.integer(),
  fc.constantFrom(1.5e300, -0.25, true, false, null),
);

/** JSON values with JSON in strings in them, as texts: written plainly, as Go does, or with every letter escaped. */
const document = fc.letrec<{ value: unknown; text: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    tie("text"),
    tie("text").map((text) => Buffer.from(text).toString("base64")),
  ),
  text: fc.tuple(tie("value"), fc.nat(3)).map(([value, style]) => {
    const json = JSON.stringify(value, null, style === 1 ? 1 : undefined);
    return style === 2 ? json.replaceAll(/[<>Am]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`) : json;
  }),
})).text;

/** Some of them with a bite taken out, a byte changed, or a member said twice. */
const payload = fc
  .tuple(document, fc.nat(9), fc.nat(), fc.constantFrom(...'{}[]",:\\ 1t\u0001'))
  .map(([text, harm, place, character]) => {
    const at = place % (text.length + 1);
    if (harm === 0) return text.slice(0, at);
    if (harm === 1) return text.slice(0, at) + character + text.slice(at + 1);
    if (harm === 2) return text.replace(/^\{/, '{"A":"m0","A":[{}],');
    return harm === 3 ? text + text : text;
  })
  .map((text) => utf8.encode(text));

const path = fc.array(name, { maxLength: 3 });

test("a walk finds what a parsed payload has, or says that it must be parsed", () => {
  let walked = 0;
  fc.assert(
    fc.property(payload, path, fc.constantFrom("m0", "1", "e", "\n", "<y>", null), (bytes, names, wanted) => {
      const tree = parsePayload(bytes);
      const reached = valuesAt(tree, names);
      const texts = reached
        .flatMap((row) => elements(tree, row))
        .filter((row) => tree.kind(row) !== "object" && tree.kind(row) !== "broken")
        .map((row) => [tree.stringValue(row), tree.kind(row) === "number", tree.kind(row) === "string"] as const);
      const seen: (readonly [string, boolean, boolean])[] = [];
      const walk = new PathWalk(names);
      const all = walk.some(bytes, (text, number, isString) => {
        seen.push([text, !Number.isNaN(number), isString]);
        return false;
      });
      if (all === null) return;
      walked++;
      expect(seen).toEqual(texts);
      if (wanted === null) expect(walk.some(bytes, null)).toBe(reached.length > 0);
      else
        expect(walk.some(bytes, (text) => text.includes(wanted))).toBe(texts.some(([text]) => text.includes(wanted)));
    }),
    { numRuns: 3000 },
  );
  expect(walked).toBeGreaterThan(1000);
});

test("a walk counts what lists and objects have as a parsed payload does, or says that it must be parsed", () => {
  let counted = 0;
  fc.assert(
    fc.property(payload, fc.constantFrom(["A"], ["Settings", "A"], ["Query", "A"]), (part, names) => {
      const text = new TextDecoder().decode(part);
      const bytes = utf8.encode(
        `{"A":${text},"Settings":[{"A":${text}}, 1],"Query":${JSON.stringify(`{"A":${text}}`)}}`,
      );
      const tree = parsePayload(bytes);
      const counts = valuesAt(tree, names).flatMap((row) => {
        const container = containerAt(tree, row);
        return container === null ? [] : [countOf(tree, container)];
      });
      const seen: number[] = [];
      const walk = new PathWalk(names);
      const all = walk.someCount(bytes, (count) => {
        seen.push(count);
        return false;
      });
      if (all === null) return;
      counted += counts.length;
      expect(seen).toEqual(counts);
      for (const count of counts) expect(walk.someCount(bytes, (each) => each === count)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(counted).toBeGreaterThan(100);
});

test("a cell's value is what a parsed payload has, joined where it is several", () => {
  let several = 0;
  fc.assert(
    fc.property(payload, fc.constantFrom(["A"], ["Settings", "A"], ["Query", "A"], []), (part, names) => {
      const text = new TextDecoder().decode(part);
      const bytes = utf8.encode(
        `{"A":${text},"Settings":[{"A":${text}}, 1],"Query":${JSON.stringify(`{"A":${text}}`)}}`,
      );
      const tree = parsePayload(bytes);
      const rows = valuesAt(tree, names).flatMap((row) => elements(tree, row));
      const found = valueFinder(names)(bytes);
      if (rows.length > 1) several++;
      expect(found.text).toBe(rows.map((row) => tree.stringValue(row)).join(", "));
      const [first] = rows;
      if (first === undefined || (rows.length === 1 && tree.kind(first) === "null")) expect(found.value).toBeNull();
      else if (rows.length > 1 || tree.kind(first) === "string") expect(found.value).toBe(found.text);
      else if (tree.kind(first) === "true") expect(found.value).toBe(true);
      else expect(String(found.value)).toBe(found.text);
    }),
    { numRuns: 1500 },
  );
  expect(several).toBeGreaterThan(50);
});

test("a hint never denies what is there", () => {
  fc.assert(
    fc.property(payload, path, fc.constantFrom("m0", "sh ", "x", "é"), (bytes, names, wanted) => {
      const tree = parsePayload(bytes);
      const values = valuesAt(tree, names).flatMap((row) => elements(tree, row));
      const texts = values.map((row) => (tree.kind(row) === "broken" ? "" : tree.stringValue(row)));
      expect(payloadHint(names, null)(bytes) || values.length === 0).toBe(true);
      expect(payloadHint(names, [wanted])(bytes) || !texts.some((text) => text.includes(wanted))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("a text is looked for as it stands in strings in strings, by whoever wrote them", () => {
  const text = 'a "b" <c>\n';
  const forms = writtenForms(text).map((bytes) => new TextDecoder().decode(bytes));
  const twice = JSON.stringify(JSON.stringify({ text }));
  expect(forms.some((form) => twice.includes(form))).toBe(true);
  expect(forms).toContain(String.raw`a \"b\" \u003cc\u003e\n`);
  expect(writtenForms("plain")).toHaveLength(1);
});
