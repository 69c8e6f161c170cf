/** What diagnosis adds to decoding, and how soon "what was outstanding then" is answered. */
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";
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
 * @param {BenchCapture} capture
 * @returns {Promise<import("../../tests/bench/diagnosis.ts").DiagnosisCost>}
 */
async function measure(capture) {
  return JSON.parse((await runMeasured([SCRIPT, capture.path])).output);
}

/**
 * @param {BenchCapture} capture for the share of the decode time
 * @param {BenchCapture} large for the moments
 * @returns {Promise<Row[]>}
 */
export async function measureDiagnosis(capture, large) {
  let decoding = Infinity;
  let diagnosing = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const cost = await measure(capture);
    decoding = Math.min(decoding, cost.decoding);
    diagnosing = Math.min(diagnosing, cost.diagnosing);
  }
  const { exchanges, outstanding } = await measure(large);
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
