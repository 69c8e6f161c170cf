/** `node compile-cli.mjs MAIN` runs a fresh bundle once, so that later runs find it compiled: the functions that this run needs. */
import { join } from "node:path";
import { loadCli } from "./cli-bundle.mjs";
import { ROOT } from "./sources.mjs";

const { main, keepCompiled } = loadCli(process.argv[2] ?? "");
await main([
  "summary",
  ...["pcap", "pcapng"].map((format) => join(ROOT, `tests/captures/guest-crash/guest-crash.${format}`)),
]);
keepCompiled();
