/** Begin and end of the first matches by turns; empty ones are left out. The expression must have the flag `g`. */
export function matchesIn(regex: RegExp, text: string, most: number): Uint32Array {
  const bounds: number[] = [];
  for (const match of text.matchAll(regex)) {
    if (match[0] === "") continue;
    bounds.push(match.index, match.index + match[0].length);
    if (bounds.length >= 2 * most) break;
  }
  return Uint32Array.from(bounds);
}
