/** Finds a Chrome or Chromium for the browser tests, and installs one where there is none. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT, run } from "./project.mjs";

const COMMANDS = ["chromium", "google-chrome-stable", "google-chrome", "chromium-browser", "chrome", "microsoft-edge"];

/** Where installers put them on systems whose search path does not name them. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) =>
    join(process.env[name] ?? "C:\\", "Google", "Chrome", "Application", "chrome.exe"),
  ),
];

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const APT_LIMIT_MS = 10 * 60_000;

/**
 * Whether a browser is there and starts. Chrome on Windows opens a window when asked for its version, so there it is
 * enough that the file exists.
 *
 * @param {string} path
 */
function works(path) {
  if (!existsSync(path)) return false;
  if (process.platform === "win32") return true;
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** @returns {string[]} candidates among installed programs, best first */
function installedBrowsers() {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES];
}

/** @returns {Promise<string>} where playwright-core would put its Chromium */
async function playwrightBrowser() {
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}

/**
 * The browser to test with: `CHROME_PATH`, else an installed one, else one that playwright installed before.
 *
 * @returns {Promise<string | null>}
 */
export async function findBrowser() {
  const chosen = process.env["CHROME_PATH"];
  if (chosen !== undefined && chosen !== "") {
    if (works(chosen)) return chosen;
    process.stderr.write(`CHROME_PATH is ${chosen}, which does not start; looking for another browser\n`);
  }
  return [...installedBrowsers(), await playwrightBrowser()].find((path) => works(path)) ?? null;
}

/** The ways to get one, in the order tried. */
const INSTALLERS = [
  {
    name: "playwright",
    install: () =>
      run(process.execPath, [join(ROOT, "node_modules/playwright-core/cli.js"), "install", "chromium"], {
        timeoutMs: DOWNLOAD_LIMIT_MS,
      }),
  },
  { name: "apt", install: installByApt },
];

async function installByApt() {
  const rights = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const [program = "apt-get", ...rest] = [...rights, "apt-get", ...args];
    const code = await run(program, rest, { env, timeoutMs: APT_LIMIT_MS });
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * As `findBrowser`, and installs one where there is none.
 *
 * @returns {Promise<string | null>} null where nothing could be had
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== null) return found;
  for (const { name, install } of INSTALLERS) {
    process.stdout.write(`no Chrome or Chromium found; installing Chromium by ${name}\n`);
    await install();
    const installed = await findBrowser();
    if (installed !== null) return installed;
  }
  return null;
}
