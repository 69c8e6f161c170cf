/**
 * The captures that are measured: generated once for each size, seed and content of the generator, then kept in the system's temporary
 * folder, where all checkouts of the project find them.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "../lib/project.mjs";
import { entriesBelow } from "../lib/sources.mjs";
import { sizeText } from "./sizes.mjs";

/** A capture that no bench asked for since so long is deleted, as it is large, ms. */
const KEPT_FOR = 24 * 60 * 60 * 1000;

/**
 * @typedef {object} BenchCapture
 * @property {string} path
 * @property {number} bytes
 * @property {number} packets
 * @property {number} frames messages of the bridge
 */

/**
 * @param {number} bytes
 * @param {number} seed
 * @returns {Promise<BenchCapture>}
 */
export async function ensureCapture(bytes, seed) {
  const folder = join(tmpdir(), "bridgescope-bench");
  const path = join(folder, `busy-${bytes}-${seed}-${generatorStamp()}.pcap`);
  const totals = `${path}.json`;
  if (!existsSync(totals)) {
    process.stdout.write(`making a capture of ${sizeText(bytes)} from seed ${seed}: ${path}\n`);
    mkdirSync(folder, { recursive: true });
    deleteUnused(folder);
    const script = join(ROOT, "scripts/bench/make-capture.mjs");
    const code = await run(process.execPath, [script, path, String(bytes), String(seed)]);
    if (code !== 0) throw new Error(`the capture could not be made: exit code ${code}`);
  }
  const now = new Date();
  for (const used of [path, totals]) utimesSync(used, now, now);
  return { path, ...JSON.parse(readFileSync(totals, "utf8")) };
}

/** A digest of the generator's files without its tests: equal in all checkouts of the same. */
function generatorStamp() {
  const hash = createHash("sha256");
  for (const { path, stats } of entriesBelow(["tests/generator"])) {
    if (stats.isDirectory() || path.endsWith(".test.ts")) continue;
    hash.update(`${path}\0${stats.size}\n`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} folder */
function deleteUnused(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > KEPT_FOR) rmSync(file, { force: true });
  }
}
