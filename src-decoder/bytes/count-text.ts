/** Counts as sentences for people have them. */

/** `1,234,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 request`, `3 requests`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A message by its name, as `ModifySettings` and `Create 5`. */
const NAME_FIRST = /^(?:[A-Z][a-z]+[A-Z]|[A-Z][a-z]+ \d)/;

/** For a sentence that goes on in the middle of another; a name at its beginning stays as it is. */
export function lowerFirst(text: string): string {
  if (NAME_FIRST.test(text)) return text;
  return text.charAt(0).toLowerCase() + text.slice(1);
}
