import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPayload, placeOfRow, rowAtLine, type TextPlace } from "../../src-decoder/bridge/payload-format.ts";
import { parsePayload } from "../../src-decoder/bridge/payload-json.ts";
import { NO_NODE } from "../../src-decoder/bridge/payload-tree.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Values with no string that is JSON itself: for these the engine's own writer says what is right. */
const plainJson = fc
  .jsonValue({ maxDepth: 5 })
  .filter(
    (value) => !/"(?:\s|\\[nrtu])*[[{]/.test(JSON.stringify(value)) && !JSON.stringify(value).includes("__proto__"),
  );

function sliced(text: string, place: TextPlace): string {
  const lines = text.split("\n").slice(place.line - 1, place.endLine);
  const last = lines.length - 1;
  lines[last] = lines[last]!.slice(0, place.endColumn - 1);
  lines[0] = lines[0]!.slice(place.column - 1);
  return lines.join("\n");
}

describe("formatted text", () => {
  test("is what JSON.stringify writes with two spaces", () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const text = JSON.stringify(value);
        expect(formatPayload(parsePayload(bytesOf(text))).text).toBe(JSON.stringify(JSON.parse(text), null, 2));
      }),
    );
  });

  test("of JSON in a string is that of the JSON", () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const inner = { a: value };
        const tree = parsePayload(bytesOf(JSON.stringify({ Query: JSON.stringify(inner) })));
        expect(formatPayload(tree).text).toBe(JSON.stringify({ Query: JSON.parse(JSON.stringify(inner)) }, null, 2));
      }),
    );
  });

  test("knows the place of every value", () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const tree = parsePayload(bytesOf(JSON.stringify({ Query: JSON.stringify([value]), rest: value })));
        const formatted = formatPayload(tree);
        expect(formatted.text.split("\n").length).toBe(formatted.lines);
        for (let row = 0; row < tree.length; row++) {
          const key = tree.key(tree.isInString(row) ? tree.parent(row) : row);
          const place = placeOfRow(tree, formatted, row);
          const shown = sliced(formatted.text, place);
          const label = key === null ? "" : `${JSON.stringify(key)}: `;
          expect(shown.startsWith(label)).toBe(true);
          const own = formatPayload(parsePayload(tree.lexemeBytes(row))).text;
          expect(JSON.parse(shown.slice(label.length))).toEqual(JSON.parse(own));
          expect(tree.isInString(row) ? tree.parent(row) : row).toBe(rowAtLine(formatted, place.line));
        }
      }),
    );
  });

  test("keeps lexemes and repeated keys, marks the strings it opened", () => {
    const tree = parsePayload(bytesOf('{"n":1.50,"n":"\\u0041","Properties":"{\\"x\\":[]}","e":{}}'));
    const formatted = formatPayload(tree);
    expect(formatted.text).toBe(
      '{\n  "n": 1.50,\n  "n": "\\u0041",\n  "Properties": {\n    "x": []\n  },\n  "e": {}\n}',
    );
    expect(formatted.stringRows.map((row) => [tree.key(row), formatted.lineOfRow[row]])).toEqual([["Properties", 3]]);
    expect(rowAtLine(formatted, 6)).toBe(formatted.stringRows[0]! + 1);
    expect(rowAtLine(formatted, 9)).toBe(NO_NODE);
  });

  test("of a cut payload shows what was read and the broken rest", () => {
    const tree = parsePayload(bytesOf('{"a":[1,"x\n'));
    expect(formatPayload(tree).text).toBe('{\n  "a": [\n    1,\n    "x\uFFFD\n  ]\n}');
  });

  test("of any bytes has a line for each row it names", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        const formatted = formatPayload(parsePayload(bytes));
        expect(formatted.text.split("\n").length).toBe(formatted.lines);
        expect(formatted.rowOfLine.length).toBe(formatted.lines);
      }),
    );
  });

  test("hostile depth does not multiply the text", () => {
    const tree = parsePayload(bytesOf(`${"[".repeat(900)}${'"x",'.repeat(50_000)}`));
    expect(formatPayload(tree).text.length).toBeLessThan(50_000 * 100);
  });
});
