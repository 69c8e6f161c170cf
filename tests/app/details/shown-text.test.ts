import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { OriginalPlaces } from "../../../app/panes/details/text/original-places.ts";
import { shownText } from "../../../app/panes/details/text/shown-text.ts";

describe("what the editor is given of a text", () => {
  test("is all of it where it is small", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "é") }), (text) => {
        expect(shownText(text, 0)).toEqual({ text, lines: text.split("\n").length, rest: 0, cut: [], hasMore: false });
      }),
    );
  });

  test("is bounded, in whole lines, and no character is lost without being counted", () => {
    const text = Array.from({ length: 300_000 }, (_, line) => `line ${line}`).join("\n");
    const first = shownText(text, 0);
    expect(first.text.length).toBeLessThan(300_000);
    expect(text.startsWith(`${first.text}\n`)).toBe(true);
    expect(first.text.length + 1 + first.rest).toBe(text.length);
    expect(first.lines).toBe(first.text.split("\n").length);
    expect(first.hasMore).toBe(true);
    expect(shownText(text, 1).text.length).toBeGreaterThan(2 * first.text.length);
    expect(shownText(text, 9).text).toBe(text);
  });

  test("cuts lines that are too long to wrap, and says where", () => {
    const text = `{\n"a": "${"x".repeat(100_000)}",\n"b": 1\n}`;
    const shown = shownText(text, 0);
    expect(shown.cut).toEqual([{ line: 2, rest: 8 + 100_000 - 20_000 }]);
    expect(shown.text.split("\n")[2]).toBe('"b": 1');
    expect(shownText(text, 1).text).not.toBe(text);
    expect(shownText(text, 2).text).toBe(text);
    expect(shownText(`"${"x".repeat(2_000_000)}"`, 9).hasMore).toBe(false);
  });
});

test("places in the text as it was sent and its bytes lead to each other", () => {
  const texts = fc.array(fc.constantFrom("a", "\n", "é", "€", "😀", '"'), { maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.nat(), (characters, nth) => {
      const text = characters.join("");
      const bytes = new TextEncoder().encode(text);
      const places = new OriginalPlaces(bytes);
      const at = characters.length === 0 ? 0 : nth % characters.length;
      const before = characters.slice(0, at).join("");
      const offset = new TextEncoder().encode(before).length;
      const lines = before.split("\n");
      const place = { line: lines.length, column: lines.at(-1)!.length + 1 };
      expect(places.placeOf(offset, bytes.length)).toMatchObject(place);
      expect(places.offsetAt(place.line, place.column)).toBe(offset);
    }),
  );
});
