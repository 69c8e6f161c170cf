/** Builds the page into `dist`, and tells whether what is there is of the present sources. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, sourceStamp } from "./sources.mjs";

/** Folder of the built page. */
export const DIST = join(ROOT, "dist");
const CACHE = join(ROOT, ".cache");
/** Lies in `dist` itself, so that it can never speak of another build. */
const STAMP = ".sources";
const SOURCES = [
  "app",
  "src-decoder",
  "public",
  "build",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
  "scripts/lib/page-build.mjs",
];

function stampOfDist() {
  const path = join(DIST, STAMP);
  return existsSync(join(DIST, "index.html")) && existsSync(path) ? readFileSync(path, "utf8") : null;
}

/**
 * Builds beside `dist` and then swaps, so that a build that fails leaves the last good page, and a server or test that
 * reads `dist` meanwhile never sees half of one.
 */
export async function buildPage() {
  const { build } = await import("vite");
  const stamp = sourceStamp(SOURCES);
  const fresh = join(CACHE, `page-${process.pid}`);
  const old = join(CACHE, `old-page-${process.pid}`);
  mkdirSync(CACHE, { recursive: true });
  try {
    await asShipped(() => build({ root: ROOT, logLevel: "warn", build: { outDir: fresh, emptyOutDir: true } }));
    writeFileSync(join(fresh, STAMP), stamp);
    if (existsSync(DIST)) renameSync(DIST, old);
    renameSync(fresh, DIST);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/**
 * A test runner says by `NODE_ENV` that it tests, and the page would be built with the means of development: slower, and not what is shipped.
 *
 * @param {() => Promise<unknown>} build
 */
async function asShipped(build) {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

export async function ensurePage() {
  if (stampOfDist() === sourceStamp(SOURCES)) return;
  process.stdout.write("building the page\n");
  await buildPage();
}
