import { describe, expect, it } from "vitest";
import { byteSize, count, counted, shareRead } from "../../../app/format/numbers.ts";
import { cutMiddle, shortContainerName, visible } from "../../../app/format/ids.ts";

describe("numbers", () => {
  it("groups digits and counts things", () => {
    expect(count(5845)).toBe("5,845");
    expect(counted(1, "frame")).toBe("1 frame");
    expect(counted(0, "frame")).toBe("0 frames");
    expect(counted(2, "entry", "entries")).toBe("2 entries");
  });

  it.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1.00 KiB"],
    [126_992, "124 KiB"],
    [1_073_741_824, "1.00 GiB"],
    [2 ** 60, "1,048,576 TiB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(byteSize(bytes)).toBe(text));
});

describe("long values", () => {
  it("end in the middle", () => expect(shortContainerName("7761aaaaaaaaaaaa6c2e")).toBe("7761a…a6c2e"));
  it("are no words", () => expect(shortContainerName("")).toBe("no container"));
  it("hide nothing and turn nothing around", () => {
    expect(visible("\u202Eevil\u0000\n\t\u0085x")).toBe("\\u202eevil\\u0000\\n\\t\\u0085x");
    expect(visible("plain שלום 日本 😀")).toBe("plain שלום 日本 😀");
    // Each end is a stretch of its own, so that the beginning stands at the left.
    expect(cutMiddle("שלום-7362626f0001", 9)).toBe("\u2068שלום\u2069…0001");
  });
  it.each([
    [12, "abcdefghijkl"],
    [11, "abcde…hijkl"],
    [8, "abcd…jkl"],
    [4, "ab…l"],
    // The cell itself ends it.
    [3, "abcdefghijkl"],
  ])("of twelve characters in room for %d are %s", (room, text) => expect(cutMiddle("abcdefghijkl", room)).toBe(text));
  it("are not cut within a character", () => expect(cutMiddle("ab😀cdefgh😀ij", 7)).toBe("ab…ij"));
  it("are not cut within an escape", () => {
    const text = visible("abc\u202e0123456789\u202exyz");
    expect(cutMiddle(text, 13)).toBe("abc…xyz");
    expect(cutMiddle(text, 19)).toBe("abc\\u202e…\\u202exyz");
    // Where there is no room for a whole one, it tells more than nothing.
    expect(cutMiddle(visible("\u202egnp.exe\u202c"), 11)).toBe("\\u202e…\\u202c");
  });
  it("stay whole where shortening would gain nothing", () =>
    expect(shortContainerName("12345678901")).toBe("12345678901"));
});

it("a share that was read is told in whole percents, and never as none", () => {
  expect(shareRead({ bytesRead: 169, bytesTotal: 1000 })).toBe("16 % read");
  expect(shareRead({ bytesRead: 1, bytesTotal: 1000 })).toBe("under 1 % read");
});
