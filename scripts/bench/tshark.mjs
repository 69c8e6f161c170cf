/** The same frames by tshark with a Lua dissector. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../lib/project.mjs";

const DISSECTOR = join(ROOT, "tests/bench/bridge.lua");
/** Port of the bridge in generated captures. */
const BRIDGE_PORT = 20_000;
/** Bytes: a number for each packet of a large capture. */
const MOST_OUTPUT = 256 * 1024 * 1024;

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
export async function runTshark(path) {
  const { seconds, output } = await dissect(path, [], ["-q", "-z", "io,stat,0,COUNT(bridge.id)bridge.id"]);
  return { seconds, frames: Number(/<>[^|]*\|\s*(\d+)\s*\|/.exec(output)?.[1]) };
}

/**
 * A display filter over the dissector's fields, which then says what payloads hold too.
 *
 * @param {string} path
 * @param {string} filter
 * @returns {Promise<{ seconds: number, packets: number[] }>} numbers of the packets that it shows, from 1
 */
export async function filterByTshark(path, filter) {
  const shown = ["-Y", filter, "-T", "fields", "-e", "frame.number"];
  const { seconds, output } = await dissect(path, ["-X", "lua_script1:payload"], shown);
  return { seconds, packets: output.trim().split("\n").filter(Boolean).map(Number) };
}

/**
 * @param {string} path
 * @param {readonly string[]} more arguments of the dissector
 * @param {readonly string[]} output
 * @returns {Promise<{ seconds: number, output: string }>}
 */
function dissect(path, more, output) {
  const start = performance.now();
  const script = ["-X", `lua_script:${DISSECTOR}`, "-X", `lua_script1:${BRIDGE_PORT}`, ...more];
  return new Promise((resolve, reject) => {
    execFile("tshark", ["-n", ...script, "-r", path, ...output], { maxBuffer: MOST_OUTPUT }, (error, stdout) => {
      const seconds = (performance.now() - start) / 1000;
      if (error !== null) reject(error);
      else resolve({ seconds, output: stdout });
    });
  });
}
