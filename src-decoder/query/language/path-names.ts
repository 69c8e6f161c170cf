/**
 * Paths into payloads as one text: names with dots between, `Settings.ProcessParameters.CommandArgs`, and in brackets and quotes a name that
 * is no plain word, `annotations["io.kubernetes.cri.sandbox-id"]`.
 */
import { quote, readQuoted } from "./quoted.ts";

/** A name that the lexer reads as one word, and that no dot cuts in two. */
const PLAIN_NAME = /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*$/u;

const SEPARATOR = /[.[]/gu;

/** Writes names behind the beginning of a path, which has at least one word. */
export function writePath(beginning: string, names: readonly string[]): string {
  return names.reduce((path, name) => path + (PLAIN_NAME.test(name) ? `.${name}` : `[${quote(name)}]`), beginning);
}

/** The names of a path, without the `payload` that it may begin with: none for the payload as a whole. */
export function pathNames(path: string): string[] {
  const names: string[] = [];
  for (let at = 0; at < path.length;) {
    const quoted = path[at] === "[" ? readQuoted(path, at + 1, []) : null;
    if (quoted !== null) {
      names.push(quoted.text);
      at = quoted.end + 1;
    } else {
      const start = path[at] === "." ? at + 1 : at;
      SEPARATOR.lastIndex = start + 1;
      at = SEPARATOR.exec(path)?.index ?? path.length;
      names.push(path.slice(start, at));
    }
  }
  return names[0] === "payload" ? names.slice(1) : names;
}

/** Whether a name may be written without quotes. */
export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}
