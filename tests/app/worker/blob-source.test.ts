import fc from "fast-check";
import { expect, test } from "vitest";
import { blobSource } from "../../../app/worker/blob-source.ts";
import { isUnreadable } from "../../../app/worker/unreadable-file.ts";

const SIZE = 300_000;
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => (at * 31 + (at >> 8)) % 256);

const CHUNK = 1 << 16;

/** A file that counts how often it is read. */
function openFile(): { file: File; reads: () => number } {
  const file = new File([bytes], "a.pcap");
  let reads = 0;
  const slice = file.slice.bind(file);
  file.slice = (...range) => {
    reads++;
    return slice(...range);
  };
  return { file, reads: () => reads };
}

test("any reads in any order give the bytes of the file", async () => {
  const reads = fc.array(
    fc.record({ offset: fc.nat({ max: SIZE + 10 }), length: fc.oneof(fc.nat({ max: 500 }), fc.nat({ max: SIZE })) }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(reads, async (wanted) => {
      const source = blobSource(openFile().file, { chunkBytes: CHUNK });
      for (const { offset, length } of wanted) {
        const read = await source.read(offset, length);
        expect(Buffer.compare(read, bytes.subarray(offset, offset + length))).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});

test("who goes through a file, whatever the steps and whoever asks beside, gets its bytes", async () => {
  const step = fc.record({
    length: fc.integer({ min: 33_000, max: 150_000 }),
    back: fc.nat({ max: 3000 }),
    beside: fc.nat({ max: SIZE }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      const source = blobSource(openFile().file, { chunkBytes: CHUNK });
      let at = 0;
      for (const { length, back, beside } of steps) {
        const [read, other] = await Promise.all([source.read(at, length), source.read(beside, 40_000)]);
        expect(Buffer.compare(read, bytes.subarray(at, at + length))).toBe(0);
        expect(Buffer.compare(other, bytes.subarray(beside, beside + 40_000))).toBe(0);
        at = Math.max(0, at + read.length - back);
      }
    }),
    { numRuns: 100 },
  );
});

test("what comes next is on its way while the bytes before it are looked at", async () => {
  const { file, reads } = openFile();
  const source = blobSource(file, { chunkBytes: CHUNK });
  const length = 40_000;
  await source.read(0, length);
  // Nobody who looks at the beginning alone makes more be read.
  expect(reads()).toBe(1);
  await source.read(length - 100, length);
  expect(reads()).toBe(4);
  for (let at = 2 * length; at < SIZE; at += length) await source.read(at - 100, length + 100);
  expect(reads()).toBe(1 + Math.ceil(SIZE / CHUNK));
});

test("a file that cannot be read is told as such, and asked for again where it is read again", async () => {
  const { file } = openFile();
  const slice = file.slice.bind(file);
  let isGone = false;
  file.slice = (...range) => {
    if (isGone) throw new DOMException("gone", "NotReadableError");
    return slice(...range);
  };
  const lost: number[] = [];
  const source = blobSource(file, { chunkBytes: CHUNK, onLost: ({ offset }) => lost.push(offset) });
  await source.read(0, 40_000);
  isGone = true;
  await expect(source.read(40_000, 40_000)).rejects.toSatisfy(isUnreadable);
  await expect(source.read(200_000, 400)).rejects.toThrow(
    "a.pcap can no longer be read: it was changed, or its disk is gone, since it was opened.",
  );
  expect(lost).toContain(200_000);
  isGone = false;
  expect(Buffer.compare(await source.read(40_000, 40_000), bytes.subarray(40_000, 80_000))).toBe(0);
  expect(Buffer.compare(await source.read(200_100, 100), bytes.subarray(200_100, 200_200))).toBe(0);
  await source.read(80_000, 150_000);
});

test("frames that follow each other are read together", async () => {
  const { file, reads } = openFile();
  const source = blobSource(file);
  for (let offset = 0; offset < 100_000; offset += 400) await source.read(offset, 400);
  expect(reads()).toBe(1);
  await source.read(SIZE - 10, 400);
  await source.read(SIZE - 5, 400);
  expect(reads()).toBe(2);
  const places = Array.from({ length: 100 }, (_, i) => 1000 * i);
  const together = await Promise.all(places.map((offset) => source.read(offset, 400)));
  expect(together.map(([first]) => first)).toEqual(places.map((offset) => bytes[offset]));
  expect(reads()).toBe(3);
});
