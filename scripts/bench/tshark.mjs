/** The same frames by tshark with a Lua dissector. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";

const DISSECTOR = join(ROOT, "tests/bench/bridge.lua");
/** Port of the bridge in generated captures. */
const BRIDGE_PORT = 20_000;

/** @returns {string | null} its version; null where it is not installed */
export function tsharkVersion() {
  const { status, stdout } = spawnSync("tshark", ["--version"], { encoding: "utf8" });
  return status === 0 ? (/TShark.*?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "?") : null;
}

/**
 * Counting one field of the dissector is the fastest of the ways tried that make it see every frame and fill in its fields: it reads once
 * and prints one number. `-z io,stat,0,bridge`, `-Y bridge.id -w /dev/null` and `-T fields` take 1.1, 1.1 and 2.1 times as long.
 *
 * @param {string} path
 * @returns {Promise<{ seconds: number, frames: number }>}
 */
export function runTshark(path) {
  const start = performance.now();
  const script = ["-X", `lua_script:${DISSECTOR}`, "-X", `lua_script1:${BRIDGE_PORT}`];
  const count = ["-q", "-z", "io,stat,0,COUNT(bridge.id)bridge.id"];
  return new Promise((resolve, reject) => {
    execFile("tshark", ["-n", ...script, "-r", path, ...count], (error, stdout) => {
      const seconds = (performance.now() - start) / 1000;
      const frames = Number(/<>[^|]*\|\s*(\d+)\s*\|/.exec(stdout)?.[1]);
      if (error !== null) reject(error);
      else resolve({ seconds, frames });
    });
  });
}
