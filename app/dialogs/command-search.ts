/** Finding commands by what is typed: the best first, whatever group it is of. */

/** What a command is found by. */
interface Named {
  readonly title: string;
  /** Words that it is also known by, and other titles of it. */
  readonly words?: readonly string[];
}

/** How a word that was typed stands among the words of a command, from best to worst. */
const WHOLE_WORD = 0;
const BEGINNING = 1;
const INSIDE = 2;
const MISTYPED = 3;
const ABSENT = 4;

/** Of shorter words one letter more or less makes other words. */
const SHORTEST_MISTYPED = 4;

/**
 * Those of the commands that have all the words of `query`, in their titles or among what they are also known by: whole words before beginnings before
 * insides, of these the title of which the words are most, then the order they came in. Words with one typing error count where no command has all the
 * words: Enter runs what is first, which must not be something that nobody meant.
 */
export function bestFirst<T extends Named>(commands: readonly T[], query: string): readonly T[] {
  const sought = wordsOf(query);
  if (sought.length === 0) return commands;
  const fits = commands.map((command) => ({ command, fit: fitOf(command, sought) }));
  const worst = fits.some(({ fit }) => fit < MISTYPED) ? INSIDE : MISTYPED;
  return fits
    .filter(({ fit }) => fit <= worst)
    .toSorted((a, b) => a.fit - b.fit || a.command.title.length - b.command.title.length)
    .map(({ command }) => command);
}

/** As well as the word fits that fits worst. */
function fitOf({ title, words: others = [] }: Named, sought: readonly string[]): number {
  const words = [title, ...others].flatMap(wordsOf);
  return Math.max(
    ...sought.map((word) => {
      if (words.includes(word)) return WHOLE_WORD;
      if (words.some((candidate) => candidate.startsWith(word))) return BEGINNING;
      if (words.some((candidate) => candidate.includes(word))) return INSIDE;
      return words.some((candidate) => isMistyped(word, candidate)) ? MISTYPED : ABSENT;
    }),
  );
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether `typed` is `word` but for one letter that is missing, too many, or swapped with the next; the first is right. */
function isMistyped(typed: string, word: string): boolean {
  if (Math.min(typed.length, word.length) < SHORTEST_MISTYPED || typed[0] !== word[0]) return false;
  let at = 1;
  while (at < typed.length && typed[at] === word[at]) at++;
  const here = typed.slice(at);
  const swapped = `${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
  return here === word.slice(at + 1) || typed.slice(at + 1) === word.slice(at) || here === swapped;
}
