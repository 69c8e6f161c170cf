/** TypeScript of the project for a script: Node 20 does not run it, so it is bundled first. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { ROOT } from "../lib/project.mjs";

/**
 * Bundles a module for as long as `use` takes.
 *
 * @template T
 * @param {string} file relative to the project's folder
 * @param {(path: string) => Promise<T>} use is given the path of the bundle
 * @returns {Promise<T>} what it gives
 */
export async function withBundle(file, use) {
  const folder = join(ROOT, ".cache", `${basename(file, ".ts")}-${process.pid}`);
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, "build/cli.vite.config.ts"),
      build: { ssr: file, outDir: folder },
    });
    return await use(join(folder, "main.cjs"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file relative to the project's folder
 * @returns {Promise<any>} its module
 */
export function importBundled(file) {
  return withBundle(file, (path) => import(pathToFileURL(path).href));
}
