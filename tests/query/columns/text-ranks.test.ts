import { expect, test } from "vitest";
import { StringTable } from "../../../src-decoder/bytes/string-table.ts";
import { TextOrder, textRanks } from "../../../src-decoder/query/columns/text-ranks.ts";

/** Texts in no order, as a multiplication by an odd number deals them; more than one run, and not a whole number of them. */
function manyTexts(count: number): StringTable {
  const texts = new StringTable();
  for (let i = 0; i < count; i++) texts.intern(`${i % 7 === 0 ? "é" : "pid "}${Math.imul(i, 0x9e37_79b1) >>> 0}`);
  return texts;
}

test("ranks of many texts are their places in a plain sort", async () => {
  const texts = manyTexts(100_003);
  const plain = Array.from({ length: texts.size - 1 }, (_, index) => texts.get(index + 1)!).toSorted();
  const ranks = await textRanks(texts, () => Promise.resolve(true));
  expect(plain.findIndex((text, place) => ranks?.[texts.find(text)] !== place + 1)).toBe(-1);
});

test("ranks are found in turns, and not where they are not wanted any more", async () => {
  let turns = 0;
  const pause = (): Promise<boolean> => Promise.resolve(++turns < 9);
  expect(await textRanks(manyTexts(100_003), pause)).toBeNull();
  expect(turns).toBe(9);
  expect(await textRanks(new StringTable(), pause)).toEqual(new Uint32Array(1));
});

test("an order that is made while texts come is that of all of them", () => {
  const all = manyTexts(150_001);
  const texts = new StringTable();
  const order = new TextOrder(texts);
  for (let number = 1; number < all.size; number++) {
    texts.intern(all.get(number)!);
    if (number % 5000 === 0) expect([...order.turns(false)].length).toBeLessThan(20);
  }
  expect([...order.turns(true)].length).toBeGreaterThan(0);
  const plain = Array.from({ length: all.size - 1 }, (_, index) => all.get(index + 1)!).toSorted();
  const ranks = order.ranks();
  expect(plain.findIndex((text, place) => ranks[texts.find(text)] !== place + 1)).toBe(-1);
});
