/** Installs what the lockfile names where it is not there. Needs nothing but Node and npm. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, fail, runNpm } from "./project.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage>} by folder, `node_modules/react`; empty where there is no readable lockfile
 */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * Whether `node_modules` holds what `package-lock.json` names. npm keeps its own account of what it installed, so an
 * install by hand counts as well. Optional packages may be missing: most of them are for other platforms.
 */
function dependenciesInstalled() {
  const installed = lockedPackages("node_modules/.package-lock.json");
  return Object.entries(lockedPackages("package-lock.json")).every(([folder, wanted]) => {
    if (folder === "") return true;
    const found = installed[folder];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity && existsSync(join(ROOT, folder));
  });
}

export async function ensureDependencies() {
  if (dependenciesInstalled()) return;
  process.stdout.write("installing dependencies from package-lock.json\n");
  const code = await runNpm(["ci", "--include=dev", "--no-audit", "--no-fund", "--prefer-offline"]);
  if (code !== 0) fail(`npm ci ended with exit code ${code}; its messages are above`);
}
