/**
 * `npm run bench`: makes busy captures from a seed and measures what the project promises, against its bars. The exit code is 1
 * where a bar is missed. Files are kept in the system's temporary folder for the next run.
 */
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { fail } from "./lib/project.mjs";
import { ensureCapture } from "./bench/capture.mjs";
import { measureDecoding, measureMemory } from "./bench/decoding.mjs";
import { measureDiagnosis } from "./bench/diagnosis.mjs";
import { measurePage } from "./bench/page.mjs";
import { measureQuery } from "./bench/query.mjs";
import { printTable } from "./bench/report.mjs";
import { sizeOf } from "./bench/sizes.mjs";

const USAGE = `usage: npm run bench -- [--size 100MiB] [--large 1GiB] [--seed 1] [--no-tshark] [--no-browser]
  --size        the capture to decode by the command line
  --large       the capture for peak memory and for the page
  --seed        what the captures are made from
  --no-tshark   do not compare with tshark
  --no-browser  do not measure the page`;

function readArguments() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        size: { type: "string", default: "100MiB" },
        large: { type: "string", default: "1GiB" },
        seed: { type: "string", default: "1" },
        tshark: { type: "boolean", default: true },
        browser: { type: "boolean", default: true },
        help: { type: "boolean", default: false },
      },
    });
    if (!/^\d{1,9}$/.test(values.seed)) throw new Error(`--seed ${values.seed}: not a number from 0 to 999999999`);
    return { ...values, size: sizeOf(values.size), large: sizeOf(values.large), seed: Number(values.seed) };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

const wanted = readArguments();
if (wanted.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
await ensureDependencies();

const capture = await ensureCapture(wanted.size, wanted.seed);
const large = await ensureCapture(wanted.large, wanted.seed);
const rows = [
  ...(await measureDecoding(capture, { withTshark: wanted.tshark })),
  ...(await measureMemory(large)),
  ...(await measureDiagnosis(capture, large)),
  ...(await measureQuery(capture, large, { withTshark: wanted.tshark })),
  ...(wanted.browser ? await measurePage(large) : []),
];
printTable(rows);
process.exitCode = rows.some((row) => row.passed === false) ? 1 : 0;
