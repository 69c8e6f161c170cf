import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesIn } from "../../../app/worker/regex-matches.ts";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { compileFind, findPlaces, type FindSpec, type MatchRunner } from "../../../src-decoder/index.ts";

const runner: MatchRunner = {
  matches: (source, flags, text, most) => Promise.resolve(matchesIn(new RegExp(source, `${flags}g`), text, most)),
};
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of each place. */
async function hits(spec: Partial<FindSpec>, payload: Uint8Array): Promise<string[]> {
  const { places } = await findPlaces({ text: "", mode: "text", matchCase: false, ...spec }, payload, runner);
  return Array.from(places.ranges(), ([from, to]) => utf8.decode(payload.subarray(from, to)));
}

test("text is found as it is written, in any case or in its own, and as JSON escapes it", async () => {
  const payload = bytesOf(String.raw`{"é":"Echo","a":"{\"b\":\"say \\\"echo\\\" ECHO\"}"}`);
  expect(await hits({ text: "echo" }, payload)).toEqual(["Echo", "echo", "ECHO"]);
  expect(await hits({ text: "echo", matchCase: true }, payload)).toEqual(["echo"]);
  expect(await hits({ text: '"echo"', matchCase: true }, payload)).toEqual([String.raw`\\\"echo\\\"`]);
  expect(await hits({ text: "é" }, payload)).toEqual(["é"]);
});

test("bytes and expressions are found where they stand, one behind the other too", async () => {
  const payload = bytesOf('{"k":"aaab😀ab"}');
  expect(await hits({ text: "61 62", mode: "bytes" }, payload)).toEqual(["ab", "ab"]);
  expect(await hits({ text: "a", mode: "bytes" }, payload)).toEqual([]);
  expect(await hits({ text: "[ab]+", mode: "regex" }, payload)).toEqual(["aaab", "ab"]);
  expect(await hits({ text: "a|b|x*", mode: "regex" }, payload)).toEqual(["aaab", "ab"]);
  expect(await hits({ text: "😀", mode: "regex" }, payload)).toEqual(["😀"]);
  expect(await hits({ text: "(", mode: "regex" }, payload)).toEqual([]);
});

test.each<[Partial<FindSpec>, number, boolean]>([
  [{ text: "ab" }, 1000, true],
  [{ text: "ab" }, 1001, false],
  [{ text: "6162", mode: "bytes" }, 1000, true],
  [{ text: "6162", mode: "bytes" }, 3000, false],
  [{ text: "ab", mode: "regex" }, 1000, true],
  [{ text: "ab", mode: "regex" }, 1001, false],
])(
  "of %j in a payload that has %i hits the first thousand are told, and whether these are all",
  async (spec, count, all) => {
    const payload = bytesOf("ab,".repeat(count));
    const found = await findPlaces({ text: "", mode: "text", matchCase: true, ...spec }, payload, runner);
    expect(found.isAll).toBe(all);
    expect([...found.places.ranges()]).toEqual(Array.from({ length: 1000 }, (_, at) => [3 * at, 3 * at + 2]));
  },
);

test("a place is where the decoded text has the match, whatever bytes there are", async () => {
  const part = fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.string({ unit: "grapheme", maxLength: 3 }).map(bytesOf));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const payload = Uint8Array.from(parts.flatMap((bytes) => [...bytes, 0x23]));
      // The bytes between two hits decode to what the text has between them.
      const { places } = await findPlaces({ text: "#", mode: "regex", matchCase: true }, payload, runner);
      const wanted = Array.from(payload).flatMap((byte, at) => (byte === 0x23 ? [at] : []));
      expect([...places]).toEqual(wanted);
    }),
  );
});

test("a payload has places exactly where the search finds it", async () => {
  const spec = fc.record({
    text: fc.constantFrom("a", "A", "ab", '"', "61", "é", "a|é", "b+"),
    mode: fc.constantFrom("text", "regex", "bytes"),
    matchCase: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      spec,
      fc.string({ unit: fc.constantFrom("a", "A", "b", "é", '"', "\\", "6") }),
      async (what, text) => {
        const payload = bytesOf(text);
        const found = compileFind(what, null);
        const { places, isAll } = await findPlaces(what, payload, runner);
        expect(isAll).toBe(true);
        expect(places.size > 0).toBe(found.ok && found.filter.testPayload(0, wholeRun(payload)));
      },
    ),
  );
});
