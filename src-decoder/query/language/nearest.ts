/** The most letters that may differ for "did you mean". */
const MOST_EDITS = 3;
/** Fewer letters begin too many words. */
const SHORTEST_BEGINNING = 3;
/** Longer words are no slips of a key. */
const LONGEST_WORD = 64;

/** The candidate that a word was probably meant to be: the same in other letters, before the shortest that it begins, before one that differs little; null where none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > LONGEST_WORD) return null;
  const lower = word.toLowerCase();
  let begun: string | null = null;
  let best: string | null = null;
  let bestEdits = Math.min(MOST_EDITS, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    const begins = lower.length >= SHORTEST_BEGINNING && other.startsWith(lower);
    if (begins && (begun === null || other.length < begun.length)) begun = candidate;
    const count = edits(lower, other);
    if (count < bestEdits) {
      best = candidate;
      bestEdits = count;
    }
  }
  // One letter that differs is a slip of a key more often than the beginning of a longer word.
  return bestEdits <= 1 ? best : (begun ?? best);
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
