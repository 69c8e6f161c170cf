/** What all scripts share: where the project is and how to run a tool of it. */
import { spawn } from "node:child_process";
import { ROOT } from "./sources.mjs";

export { ROOT };

/**
 * Runs a program in the project's folder with this process's output and no input.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean, quiet?: boolean }} [options] `quiet`: without its output
 * @returns {Promise<number>} its exit code; 127 where it could not be started, 1 where a signal ended it
 */
export function run(program, args, { env = process.env, timeoutMs = 0, shell = false, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env,
      shell,
      stdio: quiet ? "ignore" : ["ignore", "inherit", "inherit"],
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
 * Ends the script with one line that says why.
 *
 * @param {string} reason
 * @returns {never}
 */
export function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
