import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { formatId, formatType, isBridgeType, messageKind, typeParts } from "../../src-decoder/bridge/header.ts";

describe("message types", () => {
  test("the top nibble is the kind", () => {
    expect([0x10100b01, 0x20100b01, 0x30100101, 0x00100b01, 0x40100b01, 0xf0100b01].map(messageKind)).toEqual([
      "request",
      "response",
      "notification",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  test("parts of ModifyServiceSettings and of a type no one knows", () => {
    expect(typeParts(0x20200101)).toEqual({
      kind: "response",
      category: 2,
      categoryName: "ComputeService",
      procedure: 1,
      version: 1,
    });
    expect(typeParts(0xf7bcd9a2)).toEqual({
      kind: "unknown",
      category: 0x7b,
      categoryName: null,
      procedure: 0xcd9,
      version: 0xa2,
    });
  });

  test.each([
    [0x10100b01, true],
    [0x20200101, true],
    [0x30100101, true],
    [0x10101f01, true],
    [0x20000000, true],
    [0x10000000, false],
    [0x20000001, false],
    [0x40100b01, false],
    [0x00100b01, false],
    [0x10300b01, false],
    [0x11100b01, false],
    [0x10100b02, false],
    [0x7b22636f, false],
  ])("%i is a bridge type: %s", (type, expected) => {
    expect(isBridgeType(type)).toBe(expected);
  });

  test("the parts hold every bit of the type", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (type) => {
        const { category, procedure, version } = typeParts(type);
        const kind = type >>> 28;
        expect(((kind << 28) | (category << 20) | (procedure << 8) | version) >>> 0).toBe(type);
        expect(formatType(type)).toBe(`0x${type.toString(16).padStart(8, "0")}`);
      }),
    );
  });
});

describe("ids", () => {
  test("are exact over all 64 bits", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 64n) - 1n), (id) => {
        expect(formatId(Number(id & 0xffff_ffffn), Number(id >> 32n))).toBe(id.toString());
      }),
    );
  });
});
