/** Builds the command line when its sources changed. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, sourceStamp } from "./sources.mjs";

const DIST = join(ROOT, "dist-cli");
const SOURCES = ["cli", "src-decoder", "build", "package.json", "package-lock.json"];

/**
 * The bundle of the present sources, a folder. Its name holds their stamp, so that commands that run at the same time, even ones that
 * build at the same time, never see half of it or one of other sources.
 *
 * @returns {Promise<string>} the path of the file to start with
 */
export async function ensureCli() {
  const name = `bridgescope-${sourceStamp(SOURCES)}`;
  const bundle = join(DIST, name);
  const main = join(bundle, "main.cjs");
  if (existsSync(main)) return main;
  const { build } = await import("vite");
  const fresh = join(DIST, `build-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    await build({ root: ROOT, configFile: join(ROOT, "build/cli.vite.config.ts"), build: { outDir: fresh } });
    const { run } = await import("./project.mjs");
    await run(process.execPath, [join(ROOT, "scripts/lib/compile-cli.mjs"), join(fresh, "main.cjs")], { quiet: true });
    // Where another has built the same meanwhile, its folder stays.
    if (!existsSync(main)) renameSync(fresh, bundle);
  } catch (error) {
    if (!existsSync(main)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  for (const old of readdirSync(DIST)) {
    if (old.startsWith("bridgescope-") && old !== name) rmSync(join(DIST, old), { recursive: true, force: true });
  }
  return main;
}
