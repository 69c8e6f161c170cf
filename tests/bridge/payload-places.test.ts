import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPayload, parsePayload, placeOfBytes, type TextPlace } from "../../src-decoder/index.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What stands at a place of one line. */
function textAt(text: string, { line, column, endLine, endColumn }: TextPlace): string {
  expect(endLine).toBe(line);
  return (text.split("\n")[line - 1] ?? "").slice(column - 1, endColumn - 1);
}

function shown(payload: string, part: string): string {
  const tree = parsePayload(bytesOf(payload));
  const formatted = formatPayload(tree);
  const start = bytesOf(payload.slice(0, payload.indexOf(part))).length;
  const place = placeOfBytes(tree, formatted, start, start + bytesOf(part).length);
  return place === null ? "nothing" : textAt(formatted.text, place);
}

test("part of a key or value is that part, wherever the line stands", () => {
  const payload = '{"first":{"né":"a 😀 bee","n":[1,234567]},"last":true}';
  for (const part of ["bee", "😀 b", "345", "irs", "ru", "é"]) expect(shown(payload, part)).toBe(part);
});

test("through JSON in a string too, where the text has fewer escapes than was sent", () => {
  const payload = String.raw`{"s":"{\"k\":\"plain\",\"e\":\"a\\\\b\"}"}`;
  expect(shown(payload, "lain")).toBe("lain");
  expect(shown(payload, String.raw`a\\\\`)).toBe(String.raw`a\\`);
});

test("from one value to another is from the first to the last", () => {
  const tree = parsePayload(bytesOf('{"a":1,"b":2}'));
  const place = placeOfBytes(tree, formatPayload(tree), 5, 12);
  expect(place).toEqual({ line: 2, column: 8, endLine: 3, endColumn: 9 });
});

test("any bytes of any payload have a place in the text, or none", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat({ max: 80 }), fc.integer({ min: 1, max: 40 }), (json, start, length) => {
      const tree = parsePayload(bytesOf(json));
      const formatted = formatPayload(tree);
      const place = placeOfBytes(tree, formatted, start, start + length);
      if (place === null) return;
      const lines = formatted.text.split("\n");
      expect(place.endLine).toBeLessThanOrEqual(lines.length);
      expect(place.endColumn).toBeLessThanOrEqual((lines[place.endLine - 1] ?? "").length + 1);
      expect(place.line < place.endLine || place.column <= place.endColumn).toBe(true);
    }),
  );
});
