/** Runs a Node program and measures the whole of it: time from start to end, or the most memory it held. */
import { spawn } from "node:child_process";

/**
 * Loaded into the child before its own code; tells its peak memory when it ends. Linux counts the peak of the process that started it
 * into `maxRSS`, so there its own status is asked instead.
 */
const REPORT = `
import { readFileSync, writeSync } from "node:fs";
process.on("exit", () => {
  let kibibytes = process.resourceUsage().maxRSS;
  try {
    kibibytes = Number(/VmHWM:\\s*(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {}
  writeSync(3, String(kibibytes));
});`;

/**
 * Where this variable is set, as behind some companies' proxies, each Node process first reads a whole store of certificates, whatever it
 * is going to do: that takes longer than Node's own start, and tells nothing of what is measured.
 */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;

/**
 * As people run it: what tells of its memory would take time of its own.
 *
 * @param {readonly string[]} args of node
 * @returns {Promise<{ seconds: number, output: string }>}
 */
export async function runMeasured(args) {
  const start = performance.now();
  const { output } = await run(args);
  return { seconds: (performance.now() - start) / 1000, output };
}

/**
 * @param {readonly string[]} args of node
 * @returns {Promise<number>} bytes
 */
export async function peakMemoryOf(args) {
  const preload = `data:text/javascript,${encodeURIComponent(REPORT)}`;
  const { report } = await run(["--import", preload, ...args]);
  return Number(report) * 1024;
}

/**
 * @param {readonly string[]} args of node
 * @returns {Promise<{ output: string, report: string }>} what it wrote to standard output, and what `REPORT` told
 */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: ENVIRONMENT, stdio: ["ignore", "pipe", "inherit", "pipe"] });
    const text = { output: "", report: "" };
    child.stdio[1]?.on("data", (chunk) => (text.output += chunk));
    child.stdio[3]?.on("data", (chunk) => (text.report += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`node ${args.join(" ")}: exit code ${code}`));
    });
  });
}
