/** Writes a generated capture: `node make-capture.mjs PATH BYTES SEED`. Its totals go to `PATH.json`, which says that it is whole. */
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { ROOT } from "../lib/project.mjs";

const [path = "", bytes = "", seed = ""] = process.argv.slice(2);

/** The generator is TypeScript, which Node 20 does not run: it is bundled first. */
const bundle = join(ROOT, ".cache", `generator-${process.pid}`);
try {
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: "error",
    build: {
      ssr: "tests/generator/capture-file.ts",
      outDir: bundle,
      rolldownOptions: { output: { entryFileNames: "[name].mjs" } },
    },
  });
  /** @type {typeof import("../../tests/generator/capture-file.ts")} */
  const { generateCapture } = await import(pathToFileURL(join(bundle, "capture-file.mjs")).href);
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, "w");
  const totals = generateCapture({ format: "pcap", bytes: Number(bytes), seed: Number(seed) }, (chunk) => {
    for (let written = 0; written < chunk.length;) written += writeSync(file, chunk, written);
  });
  closeSync(file);
  renameSync(unfinished, path);
  writeFileSync(`${path}.json`, JSON.stringify(totals));
} finally {
  rmSync(bundle, { recursive: true, force: true });
}
