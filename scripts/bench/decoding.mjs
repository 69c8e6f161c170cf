/** How fast and in how much memory the command line decodes. Times are of whole processes, from start to end. */
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";
import { COMMAND_LINE } from "./command-line.mjs";
import { peakMemoryOf, runMeasured } from "./measured-process.mjs";
import { barRow } from "./report.mjs";
import { MIB, sizeText } from "./sizes.mjs";
import { runTshark, tsharkVersion } from "./tshark.mjs";

/** @typedef {import("./capture.mjs").BenchCapture} BenchCapture */
/** @typedef {import("./report.mjs").Row} Row */

const PLAIN_PASS = join(ROOT, "scripts/bench/plain-pass.mjs");
/** The best of this many runs counts: others on the machine only ever make it slower. */
const RUNS = 3;
const TIMES_TSHARK = 15;
const PEAK_BYTES = 300 * MIB;

/** @param {readonly string[]} args */
async function bestOf(args) {
  let best = await runMeasured(args);
  for (let run = 1; run < RUNS; run++) {
    const next = await runMeasured(args);
    if (next.seconds < best.seconds) best = next;
  }
  return best;
}

/**
 * Decodes once and counts: a fast wrong answer is none. Also makes the bundle where it is stale, which must not count.
 *
 * @param {BenchCapture} capture
 */
async function checkCounts(capture) {
  const { output } = await runMeasured([...COMMAND_LINE, "summary", capture.path, "--format", "json"]);
  const { packets, frames } = JSON.parse(output);
  if (packets !== capture.packets || frames !== capture.frames) {
    const wanted = `${capture.packets} packets, ${capture.frames} frames`;
    throw new Error(`${capture.path} has ${wanted}; bridgescope found ${packets} and ${frames}`);
  }
}

/**
 * @param {BenchCapture} capture
 * @param {{ withTshark: boolean }} options
 * @returns {Promise<Row[]>}
 */
export async function measureDecoding(capture, { withTshark }) {
  await checkCounts(capture);
  const summary = await bestOf([...COMMAND_LINE, "summary", capture.path]);
  const plain = await bestOf([PLAIN_PASS, capture.path]);
  const start = await bestOf([...COMMAND_LINE, "--version"]);
  const { seconds } = summary;
  const peak = await peakMemoryOf([...COMMAND_LINE, "summary", capture.path]);
  const rows = [
    { what: "capture", value: `${sizeText(capture.bytes)}, ${capture.packets} packets, ${capture.frames} frames` },
    { what: "bridgescope summary", value: `${seconds.toFixed(2)} s` },
    { what: "  of which start and end of the process", value: `${start.seconds.toFixed(2)} s` },
    { what: "  bytes", value: `${(capture.bytes / MIB / seconds).toFixed(0)} MiB/s` },
    { what: "  frames", value: `${Math.round(capture.frames / seconds)} /s` },
    { what: "  packets", value: `${Math.round(capture.packets / seconds)} /s` },
    { what: "  peak memory", value: sizeText(peak) },
    { what: "plain pass over the packet headers", value: `${plain.seconds.toFixed(2)} s` },
    { what: "  bridgescope takes", value: `${(seconds / plain.seconds).toFixed(1)} times as long` },
  ];
  return withTshark ? [...rows, ...(await compareWithTshark(capture, seconds))] : rows;
}

/**
 * @param {BenchCapture} capture
 * @param {number} seconds that bridgescope takes
 * @returns {Promise<Row[]>}
 */
async function compareWithTshark(capture, seconds) {
  const version = tsharkVersion();
  if (version === null) return [{ what: "tshark", value: "not installed" }];
  const tshark = await runTshark(capture.path);
  if (tshark.frames !== capture.frames) throw new Error(`tshark found ${tshark.frames} of ${capture.frames} frames`);
  return [
    { what: `tshark ${version} with a Lua dissector`, value: `${tshark.seconds.toFixed(2)} s` },
    barRow("  bridgescope is faster by", tshark.seconds / seconds, {
      least: TIMES_TSHARK,
      show: (times) => `${times.toFixed(1)} times`,
    }),
  ];
}

/**
 * @param {BenchCapture} capture
 * @returns {Promise<Row[]>}
 */
export async function measureMemory(capture) {
  const { seconds } = await runMeasured([...COMMAND_LINE, "summary", capture.path]);
  const peakBytes = await peakMemoryOf([...COMMAND_LINE, "summary", capture.path]);
  return [
    { what: `bridgescope summary of ${sizeText(capture.bytes)}`, value: `${seconds.toFixed(1)} s` },
    barRow("  peak memory", peakBytes, { most: PEAK_BYTES, show: sizeText }),
  ];
}
