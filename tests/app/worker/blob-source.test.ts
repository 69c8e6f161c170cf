import fc from "fast-check";
import { expect, test } from "vitest";
import { blobSource } from "../../../app/worker/blob-source.ts";

const SIZE = 300_000;
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => (at * 31 + (at >> 8)) % 256);

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
      const source = blobSource(openFile().file);
      for (const { offset, length } of wanted) {
        const read = await source.read(offset, length);
        expect(Buffer.compare(read, bytes.subarray(offset, offset + length))).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
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
