/** Writes a generated capture: `node make-capture.mjs PATH BYTES SEED`. Its totals go to `PATH.json`, which says that it is whole. */
import { closeSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { importBundled } from "./bundle.mjs";

const [path = "", bytes = "", seed = ""] = process.argv.slice(2);

/** @type {typeof import("../../tests/generator/capture-file.ts")} */
const { generateCapture } = await importBundled("tests/generator/capture-file.ts");
const unfinished = `${path}.${process.pid}`;
const file = openSync(unfinished, "w");
const totals = generateCapture({ format: "pcap", bytes: Number(bytes), seed: Number(seed) }, (chunk) => {
  for (let written = 0; written < chunk.length;) written += writeSync(file, chunk, written);
});
closeSync(file);
renameSync(unfinished, path);
writeFileSync(`${path}.json`, JSON.stringify(totals));
