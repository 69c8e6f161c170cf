import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import type { ByteRun } from "../../../src-decoder/bytes/byte-run.ts";
import { parsePayload } from "../../../src-decoder/bridge/payload-json.ts";
import { valueFinder } from "../../../src-decoder/query/payload/payload-values.ts";
import { anyCount, anyScalar, anyValue, eachScalar } from "../../../src-decoder/query/payload/path-tests.ts";
import { payloadHint, writtenForms } from "../../../src-decoder/query/payload/payload-hints.ts";
import { PayloadView } from "../../../src-decoder/query/payload/payload-view.ts";
import {
  containerAt,
  countOf,
  elements,
  isCutNumber,
  valuesAt,
} from "../../../src-decoder/query/payload/payload-path.ts";

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

/** What stands in memory behind a payload: most of it would make more of one that is cut. */
const BEHIND = ["", "}", '"}', '"', "]}", '],"A":["m0"]}', ',"A":"m0"}', "0", "m0", "u0041", "\\u0041", "\u0001\u0000"];
const behind = fc.constantFrom(...BEHIND);

/** A payload as it lies among others. */
function among(bytes: Uint8Array, rest: string): ByteRun {
  const before = utf8.encode('{"A":\\');
  const whole = Buffer.concat([before, bytes, utf8.encode(rest)]);
  return { ...wholeRun(whole), start: before.length, end: before.length + bytes.length };
}

const path = fc.array(name, { maxLength: 3 });

/** A payload that tells whether it had to be parsed. */
class WatchedPayload extends PayloadView {
  isParsed = false;

  override get tree(): PayloadView["tree"] {
    this.isParsed = true;
    return super.tree;
  }
}

test("a path is tested on what a parsed payload has, most often without parsing it", () => {
  let walked = 0;
  fc.assert(
    fc.property(
      payload,
      behind,
      path.filter((names) => names.length > 0),
      fc.constantFrom("m0", "1", "e", "\n", "<y>"),
      (bytes, rest, names, wanted) => {
        const tree = parsePayload(bytes);
        const reached = valuesAt(tree, names);
        const texts = reached
          .flatMap((row) => elements(tree, row))
          .filter((row) => tree.kind(row) !== "object" && tree.kind(row) !== "broken" && !isCutNumber(tree, row))
          .map((row) => [tree.stringValue(row), tree.kind(row) === "number", tree.kind(row) === "string"] as const);
        const seen: (readonly [string, boolean, boolean])[] = [];
        const watched = new WatchedPayload(among(bytes, rest));
        eachScalar(names, (text, number, isString) => seen.push([text, !Number.isNaN(number), isString]))(watched);
        if (!watched.isParsed) walked++;
        expect(seen).toEqual(texts);
        expect(anyValue(names)(watched)).toBe(reached.length > 0);
        const holds = anyScalar(names, (text) => text.includes(wanted));
        expect(holds(watched)).toBe(texts.some(([text]) => text.includes(wanted)));
      },
    ),
    { numRuns: 3000 },
  );
  expect(walked).toBeGreaterThan(1000);
});

test("lists and objects have as many members as in a parsed payload", () => {
  let counted = 0;
  fc.assert(
    fc.property(payload, behind, fc.constantFrom(["A"], ["Settings", "A"], ["Query", "A"]), (part, rest, names) => {
      const text = new TextDecoder().decode(part);
      const bytes = utf8.encode(
        `{"A":${text},"Settings":[{"A":${text}}, 1],"Query":${JSON.stringify(`{"A":${text}}`)}}`,
      );
      const tree = parsePayload(bytes);
      const counts = valuesAt(tree, names).flatMap((row) => {
        const container = containerAt(tree, row);
        return container === null ? [] : [countOf(tree, container)];
      });
      const watched = new WatchedPayload(among(bytes, rest));
      for (let count = 0; count < 5; count++) {
        expect(anyCount(names, (each) => each === count)(watched)).toBe(counts.includes(count));
      }
      if (!watched.isParsed) counted += counts.length;
    }),
    { numRuns: 1500 },
  );
  expect(counted).toBeGreaterThan(100);
});

test("a cell's value is what a parsed payload has, joined where it is several", () => {
  let several = 0;
  fc.assert(
    fc.property(payload, behind, fc.constantFrom(["A"], ["Settings", "A"], ["Query", "A"], []), (part, rest, names) => {
      const text = new TextDecoder().decode(part);
      const bytes = utf8.encode(
        `{"A":${text},"Settings":[{"A":${text}}, 1],"Query":${JSON.stringify(`{"A":${text}}`)}}`,
      );
      const tree = parsePayload(bytes);
      const rows = valuesAt(tree, names).flatMap((row) => elements(tree, row));
      const found = valueFinder(names)(among(bytes, rest));
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
    fc.property(payload, behind, path, fc.constantFrom("m0", "sh ", "x", "é"), (bytes, rest, names, wanted) => {
      const run = among(bytes, rest);
      const tree = parsePayload(bytes);
      const values = valuesAt(tree, names).flatMap((row) => elements(tree, row));
      const texts = values.map((row) => (tree.kind(row) === "broken" ? "" : tree.stringValue(row)));
      expect(payloadHint(names, null)(run) || values.length === 0).toBe(true);
      expect(payloadHint(names, [wanted])(run) || !texts.some((text) => text.includes(wanted))).toBe(true);
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
