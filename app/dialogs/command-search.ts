/** Finding commands by what is typed: the best first, whatever group it is of. */

/** How a word that was typed stands in a title, from best to worst. */
const WHOLE_WORD = 0;
const BEGINNING = 1;
const INSIDE = 2;
const ABSENT = 3;

/**
 * Those of the commands whose titles have all the words of `query`: whole words before beginnings before insides, of these the title of which the
 * words are most, then the order they came in. Letters that are only scattered over a title count where no title has the words.
 */
export function bestFirst<T extends { readonly title: string }>(commands: readonly T[], query: string): readonly T[] {
  const sought = wordsOf(query);
  if (sought.length === 0) return commands;
  const found = commands
    .map((command) => ({ command, fit: fitOf(command.title, sought) }))
    .filter(({ fit }) => fit !== ABSENT)
    .toSorted((a, b) => a.fit - b.fit || a.command.title.length - b.command.title.length)
    .map(({ command }) => command);
  const letters = sought.join("");
  return found.length > 0 ? found : commands.filter(({ title }) => hasInOrder(title.toLowerCase(), letters));
}

/** As well as the word fits that fits worst. */
function fitOf(title: string, sought: readonly string[]): number {
  const words = wordsOf(title);
  return Math.max(
    ...sought.map((word) => {
      if (words.includes(word)) return WHOLE_WORD;
      if (words.some((candidate) => candidate.startsWith(word))) return BEGINNING;
      return words.some((candidate) => candidate.includes(word)) ? INSIDE : ABSENT;
    }),
  );
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function hasInOrder(text: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
