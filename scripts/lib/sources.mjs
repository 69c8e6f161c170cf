/**
 * Where the project is, and whether something built is of its present sources. Each start of the command line asks that, so this imports
 * next to nothing: modules for processes or cryptography alone take longer to load than the sources to look at.
 */
import { readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * A digest of sizes and change times of files, and of all files and folders below folders. A name that is added, taken away or changed
 * changes its folder's time, so whatever is edited or moved changes the digest; taking it costs a few milliseconds.
 *
 * @param {readonly string[]} paths relative to the project's folder; those that are not there count as absent
 */
export function sourceStamp(paths) {
  const digest = new Digest();
  for (const character of process.version) digest.add(character.charCodeAt(0));
  for (const { stats } of entriesBelow(paths)) {
    digest.add(stats.isDirectory() ? -1 : stats.size);
    digest.add(stats.mtimeMs);
  }
  return digest.text;
}

/**
 * @param {readonly string[]} paths relative to the project's folder
 * @returns {Generator<{ path: string, stats: import("node:fs").Stats }>} what is there of them and below them, always in the same order
 */
export function* entriesBelow(paths) {
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const absolute = `${ROOT}/${path}`;
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) for (const name of readdirSync(absolute).toSorted()) waiting.push(`${path}/${name}`);
    yield { path, stats };
  }
}

/** Of numbers: 64 bits by two hashes of 32 (FNV-1a over words, with the primes of MurmurHash3). It tells edits apart, not attacks. */
class Digest {
  #one = 0x811c_9dc5;
  #other = 0x9e37_79b9;
  #number = new Float64Array(1);
  #words = new Uint32Array(this.#number.buffer);

  /** @param {number} number */
  add(number) {
    this.#number[0] = number;
    for (const word of this.#words) {
      this.#one = Math.imul(this.#one ^ word, 0x85eb_ca6b);
      this.#one ^= this.#one >>> 13;
      this.#other = Math.imul(this.#other ^ word, 0xc2b2_ae35);
      this.#other ^= this.#other >>> 16;
    }
  }

  /** Sixteen hexadecimal digits. */
  get text() {
    return [this.#one, this.#other].map((hash) => (hash >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
