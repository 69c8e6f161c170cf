/** Looks at four bytes at once. */

const ONES = 0x0101_0101;
const HIGHEST_BITS = 0x8080_8080;

/**
 * Not 0 where one of the four bytes of `word` is the byte that `four` holds four times: with those made 0, it is such bytes that borrow
 * when 1 is taken from each.
 */
export function placesOf(word: number, four: number): number {
  const differing = word ^ four;
  return (differing - ONES) & ~differing & HIGHEST_BITS;
}
