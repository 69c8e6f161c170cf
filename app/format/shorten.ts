/**
 * Shortens a long value in its middle: `7761...6c2e`. Ids differ at either end, seldom only in the middle.
 * Values of up to `keep * 2 + 3` characters stay whole.
 */
export function shortenMiddle(text: string, keep = 4): string {
  return text.length <= keep * 2 + 3 ? text : `${text.slice(0, keep)}...${text.slice(-keep)}`;
}
