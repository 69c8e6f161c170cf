#!/usr/bin/env -S node --v8-pool-size=1
/**
 * Starts the command line from its bundle, and makes that first where it is missing or stale. One thread is enough for Node's compiler: more of
 * them take the processor from what is being read.
 */
import { loadCli } from "../../scripts/lib/cli-bundle.mjs";
import { ensureCli } from "../../scripts/lib/cli-build.mjs";

let bundle;
try {
  bundle = await ensureCli();
} catch (error) {
  const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  process.stderr.write(`bridgescope: ${missing ? "not installed: run npm ci first" : String(error)}\n`);
  process.exit(1);
}
const code = await loadCli(bundle).main(process.argv.slice(2));
// Left to itself, Node waits for its compiler's threads and gives memory back piece by piece. `main` has seen standard output written to its
// end; what standard error still holds, where its writes are not done at once, goes out first.
if (process.stderr.writableLength > 0) await new Promise((resolve) => process.stderr.write("", resolve));
process.exit(code);
