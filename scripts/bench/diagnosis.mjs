/** What diagnosis adds to decoding, and how soon "what was outstanding then" is answered. */
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";
import { withBundle } from "./bundle.mjs";
import { runMeasured } from "./measured-process.mjs";
import { barRow } from "./report.mjs";
import { sizeText } from "./sizes.mjs";

/** @typedef {import("./capture.mjs").BenchCapture} BenchCapture */
/** @typedef {import("./report.mjs").Row} Row */

const SCRIPT = join(ROOT, "scripts/bench/measure-diagnosis.mjs");
/** The best of this many runs counts: others on the machine only ever make it slower. */
const RUNS = 3;
const MOST_SHARE = 0.25;
const MOST_OUTSTANDING_MS = 5;

/**
 * In a process of its own, so that all begin alike, and that has not bundled anything: the bundler's threads would be measured too.
 *
 * @param {string} bundle
 * @param {BenchCapture} capture
 * @returns {Promise<import("../../tests/bench/diagnosis.ts").DiagnosisCost>}
 */
async function measure(bundle, capture) {
  return JSON.parse((await runMeasured([SCRIPT, bundle, capture.path])).output);
}

/**
 * @param {BenchCapture} capture for the share of the decode time
 * @param {BenchCapture} large for the moments
 * @returns {Promise<Row[]>}
 */
export function measureDiagnosis(capture, large) {
  return withBundle("tests/bench/diagnosis.ts", (bundle) => measureWith(bundle, capture, large));
}

/**
 * @param {string} bundle
 * @param {BenchCapture} capture
 * @param {BenchCapture} large
 * @returns {Promise<Row[]>}
 */
async function measureWith(bundle, capture, large) {
  let decoding = Infinity;
  let diagnosing = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const cost = await measure(bundle, capture);
    decoding = Math.min(decoding, cost.decoding);
    diagnosing = Math.min(diagnosing, cost.diagnosing);
  }
  const { exchanges, outstanding } = await measure(bundle, large);
  return [
    { what: `diagnosis of ${sizeText(capture.bytes)}`, value: `${diagnosing.toFixed(0)} ms of CPU time` },
    barRow("  added to decoding", diagnosing / decoding, {
      most: MOST_SHARE,
      show: (share) => `${(100 * share).toFixed(0)} %`,
    }),
    barRow(`  outstanding at a moment, of ${exchanges} exchanges, 95th percentile`, outstanding, {
      most: MOST_OUTSTANDING_MS,
      show: (ms) => `${ms.toFixed(2)} ms`,
    }),
  ];
}
