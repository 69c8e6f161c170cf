/** Runs a Node program and measures the whole of it: time from start to end, and the most memory it held. */
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
 * @param {readonly string[]} args of node
 * @returns {Promise<{ seconds: number, peakBytes: number, output: string }>}
 */
export function runMeasured(args) {
  return new Promise((resolve, reject) => {
    const preload = `data:text/javascript,${encodeURIComponent(REPORT)}`;
    const start = performance.now();
    const child = spawn(process.execPath, ["--import", preload, ...args], {
      env: ENVIRONMENT,
      stdio: ["ignore", "pipe", "inherit", "pipe"],
    });
    const text = { output: "", peak: "" };
    child.stdio[1]?.on("data", (chunk) => (text.output += chunk));
    child.stdio[3]?.on("data", (chunk) => (text.peak += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peakBytes: Number(text.peak) * 1024, output: text.output });
      else reject(new Error(`node ${args.join(" ")}: exit code ${code}`));
    });
  });
}
