/** The captures that are measured: generated once for each size and seed, then kept in the system's temporary folder. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run, sourceStamp } from "../lib/project.mjs";
import { sizeText } from "./sizes.mjs";

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
  const series = `busy-${bytes}-${seed}-`;
  const path = join(folder, `${series}${sourceStamp(["tests/generator"])}.pcap`);
  const totals = `${path}.json`;
  if (!existsSync(totals)) {
    process.stdout.write(`making a capture of ${sizeText(bytes)} from seed ${seed}: ${path}\n`);
    mkdirSync(folder, { recursive: true });
    // Those of an older generator are of no more use, and large.
    for (const name of readdirSync(folder)) if (name.startsWith(series)) rmSync(join(folder, name), { force: true });
    const script = join(ROOT, "scripts/bench/make-capture.mjs");
    const code = await run(process.execPath, [script, path, String(bytes), String(seed)]);
    if (code !== 0) throw new Error(`the capture could not be made: exit code ${code}`);
  }
  return { path, ...JSON.parse(readFileSync(totals, "utf8")) };
}
