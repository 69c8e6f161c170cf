import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "../../src-decoder/bytes/same-bytes.ts";
import { NO_STRING, StringTable } from "../../src-decoder/bytes/string-table.ts";

const encoder = new TextEncoder();

describe("StringTable", () => {
  it("numbers equal texts equally, from bytes and from strings, and tells different ones apart", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme", maxLength: 300 }), fc.boolean())), (entries) => {
        const table = new StringTable();
        const model = new Map<string, number>();
        for (const [text, asBytes] of entries) {
          const bytes = encoder.encode(`<${text}>`);
          const number = asBytes ? table.internBytes(viewOf(bytes), 1, bytes.length - 1) : table.intern(text);
          expect(number).not.toBe(NO_STRING);
          expect(model.get(text) ?? number).toBe(number);
          model.set(text, number);
          expect(table.get(number)).toBe(text);
        }
        expect(table.size).toBe(model.size + 1);
      }),
    );
  });

  it("keeps the empty string apart from what is absent", () => {
    const table = new StringTable();
    expect(table.intern("")).not.toBe(NO_STRING);
    expect(table.get(NO_STRING)).toBeUndefined();
    expect(table.find("never seen")).toBe(NO_STRING);
  });

  it("grows past its first size", () => {
    const table = new StringTable();
    const numbers = Array.from({ length: 5000 }, (_, i) =>
      table.internBytes(viewOf(encoder.encode(`id ${i}`)), 0, `id ${i}`.length),
    );
    expect(new Set(numbers).size).toBe(5000);
    expect(table.internBytes(viewOf(encoder.encode("id 4321")), 0, 7)).toBe(numbers[4321]);
  });
});
