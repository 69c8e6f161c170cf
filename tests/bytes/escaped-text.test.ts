import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapedText } from "../../src-decoder/bytes/escaped-text.ts";

const whole = (bytes: Uint8Array): string => escapedText(bytes, bytes.length, true);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("escaped text", () => {
  it("keeps what can be read, and shows what cannot", () => {
    expect(whole(utf8("naïve 漢字 \u{1f600}\n\tend"))).toBe("naïve 漢字 \u{1f600}\n\tend");
    expect(whole(utf8("\u001b[31mred\u0000\rback\r\n"))).toBe("\\x1b[31mred\\0\\rback\n");
    expect(whole(utf8("a\u202eb\u200bc\ufeff"))).toBe("a\\u{202e}b\\u{200b}c\\u{feff}");
    expect(whole(Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82))).toBe("a\\xff\\xc3(\\xe2\\x82");
  });

  it("is the same in pieces as whole, wherever characters are cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 4, max: 40 }), (text, size) => {
        const bytes = utf8(text.replaceAll("\r", ""));
        let pieces = "";
        for (let at = 0; at < bytes.length; at += size) {
          const length = Math.min(size, bytes.length - at);
          pieces += escapedText(bytes.subarray(at, at + length + 3), length, at === 0);
        }
        expect(pieces).toBe(whole(bytes));
      }),
    );
  });

  it("takes any bytes, and leaves nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(whole(bytes)).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
    );
  });
});
