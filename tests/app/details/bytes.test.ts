import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesAs } from "../../../app/panes/details/frame/byte-forms.ts";
import { inspectNumbers, invalidUtf8 } from "../../../app/panes/details/model/byte-text.ts";
import { FrameBlocks, LACKING, NOT_READ } from "../../../app/panes/details/frame/frame-blocks.ts";
import { movedFocus } from "../../../app/panes/details/bytes/hex-keys.ts";
import { loadPayload } from "../../../app/panes/details/frame/payload.ts";
import { payloadNotices } from "../../../app/panes/details/text/payload-notices.ts";
import type { FrameBytes } from "../../../app/worker/contract/details.ts";
import { goSlice, hexText } from "../../../src-decoder/index.ts";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const answer =
  (text: string, gaps: FrameBytes["gaps"] = []) =>
  (): Promise<FrameBytes> =>
    Promise.resolve({ bytes: bytesOf(text), gaps });

describe("bytes as text", () => {
  test("hex has sixteen a line", () => {
    expect(hexText(Uint8Array.from({ length: 17 }, (_, i) => i))).toBe(
      "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n10",
    );
  });

  test("no form gives out a value for a byte that the capture lacks", () => {
    const read = { bytes: bytesOf("ab\0\0c"), gaps: [{ offset: 2, length: 2 }] };
    expect(bytesAs("hex", read, 16)).toBe("61 62 -- -- 63");
    expect(bytesAs("text", read, 16)).toBe("ab[bytes 18..19 are not in the capture]c");
    expect(bytesAs("Go byte slice", read, 16)).toBe(
      "// bytes 18..19 are not in the capture\n[]byte{0x61, 0x62, 0x00, 0x00, 0x63}",
    );
  });

  test("a Go slice holds each byte once, on one line or on several", () => {
    expect(goSlice(Uint8Array.of(1, 255))).toBe("[]byte{0x01, 0xff}");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const found = goSlice(bytes).match(/0x[0-9a-f]{2}/g) ?? [];
        expect(found.map(Number)).toEqual([...bytes]);
      }),
    );
  });

  test("numbers are little-endian and as wide as the bytes allow", () => {
    expect(inspectNumbers(Uint8Array.of(1, 5, 0x10)).map(({ label, text }) => `${label} ${text}`)).toEqual([
      "u8 1",
      "u16 1,281",
    ]);
    expect(inspectNumbers(new Uint8Array(8).fill(255)).at(-1)?.text).toBe("18,446,744,073,709,551,615");
  });

  test("U+FFFD that was sent is not counted as invalid", () => {
    expect(invalidUtf8(bytesOf("a\uFFFDb"))).toBe(0);
    expect(invalidUtf8(Uint8Array.of(0x61, 0xff, 0xef, 0xbf, 0xbd, 0xc3))).toBe(2);
  });
});

describe("keys in the bytes", () => {
  test.each([
    ["ArrowRight", 15, 16],
    ["ArrowDown", 15, 31],
    ["ArrowDown", 90, 90],
    ["ArrowUp", 5, 5],
    ["PageDown", 90, 99],
    ["End", 0, 99],
    ["ArrowLeft", 0, 0],
    ["ArrowRight", -1, 0],
    ["x", 3, null],
  ])("%s from %i", (key, from, to) => {
    expect(movedFocus(key, from, 16, 4, 100)).toBe(to);
  });
});

describe("blocks of a frame", () => {
  const KIB = 1024;

  test("are read once when wanted, and bytes that the capture lacks are told apart", async () => {
    const asked: number[] = [];
    const blocks = new FrameBlocks((offset, length) => {
      asked.push(offset);
      const gaps = offset === 64 * KIB ? [{ offset: KIB, length: 2 }] : [];
      return Promise.resolve({ bytes: new Uint8Array(length).fill(7), gaps });
    }, 200 * KIB);
    let told = 0;
    blocks.subscribe(() => told++);
    expect(blocks.byteAt(70 * KIB)).toBe(NOT_READ);
    blocks.want(63 * KIB, 66 * KIB);
    blocks.want(63 * KIB, 66 * KIB);
    await Promise.resolve();
    await Promise.resolve();
    expect(asked).toEqual([0, 64 * KIB]);
    expect(told).toBe(2);
    expect([65 * KIB - 1, 65 * KIB, 65 * KIB + 1, 65 * KIB + 2].map((at) => blocks.byteAt(at))).toEqual([
      7,
      LACKING,
      LACKING,
      7,
    ]);
    expect(blocks.byteAt(199 * KIB)).toBe(NOT_READ);
  });

  test("bytes that cannot be read are not lacking, and not asked for again and again", async () => {
    let asked = 0;
    const blocks = new FrameBlocks(() => {
      asked++;
      return Promise.reject(new Error("gone"));
    }, 100);
    blocks.want(0, 100);
    await new Promise((resolve) => setTimeout(resolve));
    blocks.want(0, 100);
    expect(blocks.byteAt(5)).toBe(NOT_READ);
    expect(asked).toBe(1);
  });
});

/** Of no known message. */
const TYPE = 0;

describe("loading a payload", () => {
  test("ends where the capture ends, not in zeros", async () => {
    const text = '{"a":1,"b":"\0\0\0\0\0';
    const payload = await loadPayload(TYPE, text.length, answer(text, [{ offset: 12, length: 5 }]));
    expect(payload?.original).toBe('{"a":1,"b":"');
    expect(payload === null ? [] : payloadNotices(payload)).toEqual([
      {
        text: "The capture lacks 5 bytes of the payload, from byte 12 on: only what stands before is read.",
        range: null,
      },
    ]);
  });

  test("ends at a hole, whatever stands behind it", async () => {
    const text = '{"a":"x\0\0\0y","b":1}';
    const payload = await loadPayload(TYPE, text.length, answer(text, [{ offset: 7, length: 3 }]));
    expect(payload?.original).toBe('{"a":"x');
    expect(payload?.hole).toEqual({ offset: 7, length: 3 });
  });

  test("tells one fault for a string that is cut and the JSON in it, and bytes behind the value", async () => {
    const cut = '{"Query":"{\\"a\\":';
    const one = await loadPayload(TYPE, cut.length, answer(cut));
    expect(one === null ? [] : payloadNotices(one).map((notice) => notice.text)).toEqual([
      "Not whole JSON: the text ends where a value is expected. What stands before byte 17 was read.",
    ]);
    const two = await loadPayload(TYPE, 9, answer("{}\n\u0001{}   "));
    expect(two === null ? [] : payloadNotices(two).map((notice) => notice.range)).toEqual([{ start: 3, end: 9 }]);
  });

  test("an empty payload is not read at all", async () => {
    const payload = await loadPayload(TYPE, 0, () => Promise.reject(new Error("must not be called")));
    expect(payload?.bytes.length).toBe(0);
  });
});
