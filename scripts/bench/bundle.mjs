/** TypeScript of the project for a script: Node 20 does not run it, so it is bundled first. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { ROOT } from "../lib/project.mjs";

/**
 * @param {string} file relative to the project's folder
 * @returns {Promise<any>} its module
 */
export async function importBundled(file) {
  const folder = join(ROOT, ".cache", `${basename(file, ".ts")}-${process.pid}`);
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, "build/cli.vite.config.ts"),
      build: { ssr: file, outDir: folder },
    });
    return await import(pathToFileURL(join(folder, "main.mjs")).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
