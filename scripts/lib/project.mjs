/** What all scripts share: where the project is, how to run a tool of it, and when something built is stale. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Of a digest, so many hexadecimal digits are kept. */
const DIGITS = 16;

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Runs a program in the project's folder with this process's output and no input.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 * @returns {Promise<number>} its exit code; 127 where it could not be started, 1 where a signal ended it
 */
export function run(program, args, { env = process.env, timeoutMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      shell,
      stdio: ["ignore", "inherit", "inherit"],
      timeout: timeoutMs,
    });
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs npm: the one that started this script where there is one, else the one on the path.
 *
 * @param {readonly string[]} args
 */
export function runNpm(args) {
  const npm = process.env["npm_execpath"];
  if (npm?.endsWith(".js") === true) return run(process.execPath, [npm, ...args]);
  return run("npm", args, { shell: process.platform === "win32" });
}

/**
 * A digest of names, sizes and change times of files and of all files below folders. Whatever is edited, added or removed
 * changes it, and taking it costs a few milliseconds.
 *
 * @param {readonly string[]} paths relative to the project's folder; those that are not there count as absent
 */
export function sourceStamp(paths) {
  const hash = createHash("sha256").update(process.version);
  for (const { path, stats } of filesBelow(paths)) hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
  return hash.digest("hex").slice(0, DIGITS);
}

/**
 * A digest of names and contents of files and of all files below folders: equal in all checkouts of the same sources.
 *
 * @param {readonly string[]} paths relative to the project's folder; those that are not there count as absent
 */
export function contentStamp(paths) {
  const hash = createHash("sha256");
  for (const { path, stats } of filesBelow(paths)) {
    hash.update(`${path}\0${stats.size}\n`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest("hex").slice(0, DIGITS);
}

/**
 * @param {readonly string[]} paths relative to the project's folder
 * @returns {Generator<{ path: string, stats: import("node:fs").Stats }>} the files among them and below them, always in the same order
 */
function* filesBelow(paths) {
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const absolute = join(ROOT, path);
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) {
      for (const name of readdirSync(absolute).toSorted()) waiting.push(`${path}/${name}`);
    } else {
      yield { path, stats };
    }
  }
}

/**
 * Ends the script with one line that says why.
 *
 * @param {string} reason
 * @returns {never}
 */
export function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
