/** The most letters that may differ for "did you mean". */
const MOST_EDITS = 3;
/** Longer words are no slips of a key. */
const LONGEST_WORD = 64;

/** The candidate that a word was probably meant to be; null where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > LONGEST_WORD) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  let bestEdits = Math.min(MOST_EDITS, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const begins = lower.length >= 3 && other.startsWith(lower);
    const count = begins ? Math.min(1, bestEdits - 1) : edits(lower, other);
    if (count < bestEdits) {
      best = candidate;
      bestEdits = count;
    }
  }
  return best;
}

/** Letters to insert, delete or replace to make one word of the other (Levenshtein's distance). */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j]! + 1, row[j - 1]! + 1));
    }
    above = row;
  }
  return above[b.length]!;
}
