/** The built page in a real browser, for tests and measurements: a server on a free port, a browser, and files handed to the page. */
import { chromium } from "playwright-core";
import { findBrowser } from "./browser.mjs";
import { DIST, ensurePage } from "./page-build.mjs";
import { createStaticServer, listen } from "./static-server.mjs";

/** The browser itself makes no requests of its own, so that each one seen is the page's. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * @typedef {object} PageHost
 * @property {string} origin address of the page, without a slash at its end
 * @property {import("playwright-core").Browser} browser
 * @property {() => Promise<void>} close
 */

/**
 * Serves the built page, building it where it is stale, and starts a browser.
 *
 * @returns {Promise<PageHost>}
 */
export async function hostPage() {
  const executablePath = await findBrowser();
  if (executablePath === null) throw new Error("no Chrome or Chromium found; set CHROME_PATH to one");
  await ensurePage();
  const server = createStaticServer(DIST);
  const port = await listen(server, 0);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  return {
    origin: `http://127.0.0.1:${port}`,
    browser,
    close: async () => {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Drops files on the page as a person does. The files stay on the disk, whatever their size, as they do in a real drop.
 *
 * @param {import("playwright-core").Page} page
 * @param {readonly string[]} paths
 */
export async function dropFiles(page, paths) {
  const handle = await page.evaluateHandle(() =>
    Object.assign(document.createElement("input"), { type: "file", multiple: true }),
  );
  await handle.setInputFiles([...paths]);
  await handle.evaluate((input) => {
    const dataTransfer = new DataTransfer();
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }),
      );
    }
  });
  await handle.dispose();
}
