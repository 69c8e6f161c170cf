/** Which completions go with what is typed, and in which order. */

const MOST_ITEMS = 100;

/** How a variable begins. */
export const VARIABLE = "${selected.";

const PEER = "peer.";

interface Ranked {
  readonly kind: string;
  readonly text: string;
}

/** A name in brackets as one behind a dot: people begin either. */
function comparable(text: string): string {
  return text.replaceAll(/\[["']?/gu, ".").replaceAll(/["']\]/gu, "");
}

/** How well an item goes with what is typed, less is better; null where it does not. */
function fitOf(text: string, wanted: string): number | null {
  // Within a variable, and behind the mark of the paired frame, any part of a name may be begun.
  const opening = [VARIABLE, PEER].find((each) => wanted.startsWith(each));
  if (opening !== undefined) {
    return text.startsWith(opening) ? fitOf(text.slice(opening.length), wanted.slice(opening.length)) : null;
  }
  const plain = comparable(text.toLowerCase().replace(/^"/u, ""));
  if (plain === wanted) return 0;
  if (plain.startsWith(wanted)) return 1;
  const at = plain.indexOf(wanted);
  if (at < 0) return null;
  return /[^\p{L}\p{N}]/u.test(plain[at - 1] ?? "") ? 2 : 3;
}

/** Items that go with what is typed, best first: names by length, values by their counts; all where nothing is typed. */
export function rank<T extends Ranked>(items: readonly T[], typed: string): T[] {
  const wanted = comparable(typed.toLowerCase().replace(/^["']/u, "")).replace(/\.$/u, "");
  if (wanted === "") return items.slice(0, MOST_ITEMS);
  // Of the paired frame nothing is typed yet.
  if (typed.toLowerCase() === PEER) return items.filter(({ text }) => text.startsWith(PEER)).slice(0, MOST_ITEMS);
  return items
    .flatMap((candidate) => {
      const fit = fitOf(candidate.text, wanted);
      return fit === null ? [] : [{ candidate, fit }];
    })
    .toSorted((a, b) => a.fit - b.fit || lengthOf(a.candidate) - lengthOf(b.candidate))
    .slice(0, MOST_ITEMS)
    .map(({ candidate }) => candidate);
}

function lengthOf({ kind, text }: Ranked): number {
  return kind === "field" || kind === "payload" ? text.length : 0;
}
