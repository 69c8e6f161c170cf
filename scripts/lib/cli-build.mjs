/** Builds the command line when its sources changed. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, sourceStamp } from "./project.mjs";

const DIST = join(ROOT, "dist-cli");
const SOURCES = ["cli", "src-decoder", "build", "package.json", "package-lock.json"];

/**
 * The bundle of the present sources. Its name holds their stamp, so that commands that run at the same time, even ones that
 * build at the same time, never see half a file or one of other sources.
 *
 * @returns {Promise<string>} its path
 */
export async function ensureCli() {
  const name = `bridgescope-${sourceStamp(SOURCES)}.mjs`;
  const bundle = join(DIST, name);
  if (existsSync(bundle)) return bundle;
  const { build } = await import("vite");
  const fresh = join(DIST, `build-${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    await build({ root: ROOT, configFile: join(ROOT, "build/cli.vite.config.ts"), build: { outDir: fresh } });
    renameSync(join(fresh, "main.mjs"), bundle);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  for (const old of readdirSync(DIST)) {
    if (old.startsWith("bridgescope-") && old !== name) rmSync(join(DIST, old), { force: true });
  }
  return bundle;
}
