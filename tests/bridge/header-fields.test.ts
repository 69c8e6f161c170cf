import { describe, expect, it } from "vitest";
import { headerFields } from "../../src-decoder/bridge/header-fields.ts";

describe("the header's fields", () => {
  it("cover its sixteen bytes, and the type all of its bits", () => {
    const fields = headerFields(0x1010_0b01, 125, 7, 0);
    expect(fields.map(({ key, offset, length }) => [key, offset, length])).toEqual([
      ["type", 0, 4],
      ["size", 4, 4],
      ["id", 8, 8],
    ]);
    let next = 31;
    for (const { high, low } of fields[0]?.bits ?? []) {
      expect(high).toBe(next);
      next = low - 1;
    }
    expect(next).toBe(-1);
  });

  it("say what the values mean", () => {
    const [type, size, id] = headerFields(0x1010_0b01, 125, 7, 0);
    expect(type).toMatchObject({ text: "0x10100b01", meaning: "NegotiateProtocol request" });
    expect(type?.bits.map(({ text, meaning }) => `${text} ${meaning}`)).toEqual([
      "0x1 request",
      "0x01 ComputeSystem",
      "0x00b NegotiateProtocol",
      "0x01 version 1",
    ]);
    expect(size).toMatchObject({ text: "125", meaning: "16 of header and 109 of payload" });
    expect(id).toMatchObject({ text: "7", meaning: "its response repeats it" });
  });

  it.each([
    [0x2010_0b01, "NegotiateProtocol response"],
    [0x3010_0101, "Notification notification"],
    [0x2000_0000, "error response of a sidecar, which gives no procedure"],
    [0x1010_1f01, "0x01f request"],
    [0xf123_4567, "0x345 message"],
  ])("name the type 0x%x", (type, meaning) => {
    expect(headerFields(type, 16, 0, 0)[0]?.meaning).toBe(meaning);
  });

  it.each([
    [3, "less than the 16 bytes of a header"],
    [65_536, "16 of header and 65520 of payload"],
    [65_537, "16 of header and 65521 of payload; the host accepts at most 65536"],
  ])("judge a size of %i", (size, meaning) => {
    expect(headerFields(0x2010_0b01, size, 0, 0)[1]?.meaning).toBe(meaning);
  });

  it("keep all digits of an id", () => {
    expect(headerFields(0x1010_0b01, 16, 0xffff_ffff, 0xffff_ffff)[2]?.text).toBe("18446744073709551615");
  });
});
