/** How fast filters and orders answer, and how that compares with tshark's display filters on the same file. */
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";
import { withBundle } from "./bundle.mjs";
import { COMMAND_LINE } from "./command-line.mjs";
import { runMeasured } from "./measured-process.mjs";
import { barRow } from "./report.mjs";
import { MIB } from "./sizes.mjs";
import { filterByTshark, tsharkVersion } from "./tshark.mjs";

/** @typedef {import("./capture.mjs").BenchCapture} BenchCapture */
/** @typedef {import("./report.mjs").Row} Row */
/** @typedef {import("../../tests/bench/query.ts").Answer} Answer */

const SCRIPT = join(ROOT, "scripts/bench/measure-query.mjs");
const MILLION = 1_000_000;
const MOST_COLUMNS_MS = 100;
const MOST_FIRST_ROWS_MS = 30;
const MOST_ORDER_MS = 500;
const LEAST_PAYLOAD_MB = 200;
const MOST_CANCEL_MS = 100;
const TIMES_TSHARK = 50;

/** One of each kind: flags, numbers, texts, enumerations, sets, the paired frame, regular expressions. */
const COLUMN_FILTERS = [
  "pending && age > 1s",
  "name == ExecuteProcess && latency > 5ms",
  'container contains "a1"',
  "id in {3, 7..12} || size > 4KiB",
  "!error && peer.result == 0",
  'resultName contains "NotFound"',
  "activityId matches /^[0-9a-f]+-/",
];

/** Bytes, a regular expression, presence, each way to compare what a path reaches, also through JSON in strings, and what frames say. */
const PAYLOAD_FILTERS = [
  'payload contains "mount"',
  "payload matches /no such file/i",
  "Request.Settings.MountPath",
  'Request.Settings.MountPath contains "x"',
  'Settings.ProcessParameters.CommandArgs contains "sh"',
  "count(Settings.ProcessParameters.CommandArgs) > 2",
  'payload.ContainerId contains "ab"',
  "payload.Result < 0",
  'Query.PropertyTypes == "Statistics"',
  'Request.Settings["io.kubernetes.cri.sandbox-id"]',
  'peer.payload contains "mount"',
  'info contains "mount"',
  "info matches /exit [1-9]/",
];

/** The same question in both languages. */
const BOTH = [
  { filter: "name == ExecuteProcess && size > 700", tshark: 'bridge.method == "ExecuteProcess" && bridge.size > 700' },
  { filter: 'containerId contains "a1"', tshark: 'bridge.container contains "a1"' },
  { filter: 'payload contains "mount"', tshark: 'bridge.payload contains "mount"' },
];

/**
 * @param {BenchCapture} capture for the comparison with tshark
 * @param {BenchCapture} large for the others
 * @param {{ withTshark: boolean }} options
 * @returns {Promise<Row[]>}
 */
export function measureQuery(capture, large, { withTshark }) {
  return withBundle("tests/bench/query.ts", async (bundle) => {
    const rows = await answerRows(bundle, large);
    return withTshark ? [...rows, ...(await compareWithTshark(bundle, capture))] : rows;
  });
}

/**
 * @param {string} bundle
 * @param {BenchCapture} capture
 * @returns {Promise<Row[]>}
 */
async function answerRows(bundle, capture) {
  const lists = [COLUMN_FILTERS, PAYLOAD_FILTERS].map((list) => JSON.stringify(list));
  const { output } = await runMeasured([SCRIPT, bundle, "measureQueries", capture.path, ...lists]);
  /** @type {import("../../tests/bench/query.ts").QueryCost} */
  const cost = JSON.parse(output);
  /** @param {readonly Answer[]} answers */
  const perMillion = (answers) => answers.map((each) => ({ ...each, ms: (each.ms * MILLION) / cost.frames }));
  const megabytes = cost.payloadBytes / 1e6;
  return [
    { what: "questions to an open capture", value: `${cost.frames} frames, ${megabytes.toFixed(0)} MB of payloads` },
    slowest("  filter over columns, a million frames", perMillion(cost.columns), MOST_COLUMNS_MS),
    slowest("  first rows of it", cost.firstRows, MOST_FIRST_ROWS_MS),
    slowest("  sort, a million frames", perMillion(cost.orders), MOST_ORDER_MS),
    slowest("    by what payloads hold, read ahead", perMillion(cost.payloadOrders), MOST_ORDER_MS),
    ...perMillion(cost.readAhead).map(({ question, ms }) => ({
      what: `      to read ahead${question === "info" ? ", which the page does beside the reading" : ", or to wait for where it is asked at once"}: ${question}`,
      value: `${ms.toFixed(0)} ms`,
    })),
    { what: "  filter over payloads", value: "" },
    ...cost.payloads.map(({ question, ms }) =>
      barRow(`    ${question}`, megabytes / (ms / 1000), {
        least: LEAST_PAYLOAD_MB,
        show: (speed) => `${speed.toFixed(0)} MB/s`,
      }),
    ),
    slowest("    longest until it can be ended", cost.cancel, MOST_CANCEL_MS),
  ];
}

/**
 * @param {string} what
 * @param {readonly Answer[]} answers
 * @param {number} most
 * @returns {Row}
 */
function slowest(what, answers, most) {
  const [first] = answers.toSorted((a, b) => b.ms - a.ms);
  return barRow(`${what}; slowest: ${first?.question ?? "none"}`, first?.ms ?? Infinity, {
    most,
    show: (ms) => `${ms.toFixed(1)} ms`,
  });
}

/**
 * Ours is what a filter takes once the capture is open, as people filter again and again; tshark opens it each time, so what the command
 * line takes with opening is told too.
 *
 * @param {string} bundle
 * @param {BenchCapture} capture
 * @returns {Promise<Row[]>}
 */
async function compareWithTshark(bundle, capture) {
  const version = tsharkVersion();
  if (version === null) return [];
  const filters = BOTH.map(({ filter }) => filter);
  const { output } = await runMeasured([SCRIPT, bundle, "measureHits", capture.path, JSON.stringify(filters)]);
  /** @type {import("../../tests/bench/query.ts").Hits[]} */
  const hits = JSON.parse(output);
  /** @type {Row[]} */
  const rows = [
    {
      what: `filters of an open capture, and of tshark ${version} -Y`,
      value: `${(capture.bytes / MIB).toFixed(0)} MiB`,
    },
  ];
  for (const [index, { filter, tshark }] of BOTH.entries()) {
    const { ms = Infinity, packets = [] } = hits[index] ?? {};
    const theirs = await filterByTshark(capture.path, tshark);
    checkSame(filter, packets, theirs.packets);
    const whole = await runMeasured([
      ...COMMAND_LINE,
      "frames",
      capture.path,
      "--filter",
      filter,
      "--columns",
      "number",
    ]);
    rows.push(
      barRow(`  ${filter}`, (theirs.seconds * 1000) / ms, {
        least: TIMES_TSHARK,
        show: (times) => `${times.toFixed(0)} times as fast`,
      }),
      { what: "    in the open capture, and by tshark", value: `${ms.toFixed(1)} ms, ${theirs.seconds.toFixed(1)} s` },
      {
        what: "    by the command line, with opening",
        value: `${whole.seconds.toFixed(1)} s, ${(theirs.seconds / whole.seconds).toFixed(1)} times as fast`,
      },
    );
  }
  return rows;
}

/**
 * A fast wrong answer is none.
 *
 * @param {string} filter
 * @param {readonly number[]} ours numbers of packets
 * @param {readonly number[]} theirs
 */
function checkSame(filter, ours, theirs) {
  const found = new Set(theirs);
  const missed = ours.filter((packet) => !found.has(packet)).length;
  if (missed > 0 || ours.length !== found.size) {
    throw new Error(
      `${filter}: ${ours.length} packets, ${missed} of which tshark does not find; it finds ${found.size}`,
    );
  }
}
