/**
 * `npm test`: installs what is missing, a browser included, builds the page, then runs all tests in one go. Arguments go to
 * vitest; the exit code is vitest's.
 */
import { ensureBrowser } from "./lib/browser.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { ensurePage } from "./lib/page-build.mjs";
import { fail, run } from "./lib/project.mjs";

await ensureDependencies();
const browser = await ensureBrowser();
if (browser === null) {
  fail(
    "The browser tests need Chrome or Chromium. None was found, and neither playwright nor apt could install one. " +
      "Install one, or set CHROME_PATH to its program.",
  );
}
await ensurePage();

process.exitCode = await run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)], {
  env: { ...process.env, CHROME_PATH: browser },
});
