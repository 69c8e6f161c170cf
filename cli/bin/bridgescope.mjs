#!/usr/bin/env node
/** Starts the command line from its bundle, and makes that first where it is missing or stale. */
import { pathToFileURL } from "node:url";
import { ensureCli } from "../../scripts/lib/cli-build.mjs";

let bundle;
try {
  bundle = await ensureCli();
} catch (error) {
  const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  process.stderr.write(`bridgescope: ${missing ? "not installed: run npm ci first" : String(error)}\n`);
  process.exit(1);
}
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = await main(process.argv.slice(2));
