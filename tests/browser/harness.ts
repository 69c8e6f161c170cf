/**
 * The built page in a real browser, for one test file. Each test opens pages of its own, as a visitor who was never here; a page that
 * logs an error, throws, or asks another host for anything fails its test.
 */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { dropFiles, hostPage } from "../../scripts/lib/page-session.mjs";
import type { PageHost } from "../../scripts/lib/page-session.mjs";
import { readBytes } from "../captures/load.ts";

const SIZE = { width: 1440, height: 900 };

/** A page with the capture table, in the words of a test. */
export class TestPage {
  readonly page: Page;
  /** Addresses of all requests so far. */
  readonly requests: string[] = [];
  /** Errors on the console and uncaught ones. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("console", (message) => void (message.type() === "error" && this.errors.push(message.text())));
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  /** The table of frames, or of exchanges. */
  get grid(): Locator {
    return this.page.getByRole("grid", { name: /^(Frames|Exchanges)$/ });
  }

  /** The rows on screen, from the top. */
  get rows(): Locator {
    return this.grid.locator("[data-frame]");
  }

  get status(): Locator {
    return this.page.getByRole("contentinfo");
  }

  /** Addresses among `requests` that belong to another host. Data and blob addresses are the page's own and reach no network. */
  foreignRequests(origin: string): string[] {
    const own = [`${origin}/`, `blob:${origin}/`, "data:"];
    return this.requests.filter((url) => !own.some((start) => url.startsWith(start)));
  }

  async dropWithoutWaiting(...paths: readonly string[]): Promise<void> {
    await dropFiles(this.page, paths);
  }

  /** Drops files on the window, and waits until they are read. */
  async drop(...paths: readonly string[]): Promise<void> {
    await dropFiles(this.page, paths);
    // Until it is known that they can be read, what was open before stays.
    await this.page.waitForFunction((name) => document.title.includes(name), basename(paths[0] ?? ""));
    await this.finished();
  }

  /** Opens a bundled sample by its title, and waits until it is read. */
  async openSample(title: string): Promise<void> {
    await this.page.getByRole("button", { name: title }).click();
    await this.finished();
  }

  /** Waits until the files are read and their rows shown. */
  async finished(): Promise<void> {
    await this.rows.first().waitFor();
    await this.status.getByText(/\d requests?$/).waitFor();
  }

  /** Runs a command by its title, through the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("Control+k");
    await this.page.getByPlaceholder("What to do").fill(title);
    await this.page.keyboard.press("Enter");
    await this.page.getByPlaceholder("What to do").waitFor({ state: "detached" });
  }

  async goToFrame(number: number): Promise<void> {
    await this.page.keyboard.press("g");
    await this.page.getByRole("textbox", { name: "Frame number" }).fill(String(number));
    await this.page.keyboard.press("Enter");
    await this.grid.locator(`[data-frame="${number}"][aria-selected="true"]`).waitFor();
  }

  /** Applies a filter and waits for its rows. */
  async filter(text: string): Promise<void> {
    await this.page.keyboard.press("/");
    await this.page.getByRole("combobox", { name: "Filter" }).fill(text);
    await this.page.keyboard.press("Enter");
    await this.page.getByLabel("Rows shown").waitFor();
  }

  async clearFilter(): Promise<void> {
    await this.page.getByRole("button", { name: "Clear the filter" }).click();
    await this.page.getByLabel("Rows shown").waitFor({ state: "detached" });
  }

  /** Frame numbers of the rows on screen, from the top. */
  shownFrames(): Promise<number[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-frame"))));
  }

  /** Texts of one column of the rows on screen, from the top. */
  column(id: string): Promise<string[]> {
    return this.rows.locator(`[data-column="${id}"]`).allInnerTexts();
  }

  /** The head of a column by its label. */
  header(label: string): Locator {
    return this.grid.getByRole("columnheader", { name: new RegExp(`^${label}`) });
  }

  /** Number of the selected frame; waits until there is one on screen. For `expect.poll`. */
  readonly selectedFrame = async (): Promise<number> =>
    Number(await this.grid.getByRole("row", { selected: true }).getAttribute("data-frame"));
}

export interface TestHost {
  readonly origin: string;
  /** Opens the page in a browser profile that holds nothing of the tests before; `context` to come back to a profile as it was left. */
  open(options?: BrowserContextOptions, context?: BrowserContext): Promise<TestPage>;
  /** Puts bytes into a file for the time of the test file. */
  file(name: string, bytes: Uint8Array): string;
  /** A file of `size` bytes that begins with `bytes` and takes no more room on the disk than they do. */
  sparseFile(name: string, bytes: Uint8Array, size: number): string;
  /** A capture of `tests/captures` as a file, unpacked. */
  capture(path: string): string;
}

/** Serves the page for the tests of the file that calls this at its top. */
export function usePages(): TestHost {
  let host: PageHost | undefined;
  let opened: TestPage[] = [];
  /** One for each kind of visitor: what the browser compiled for one test need not be compiled for the next. */
  const profiles = new Map<string, Promise<BrowserContext>>();
  const folder = mkdtempSync(join(tmpdir(), "bridgescope-test-"));

  beforeAll(async () => {
    host = await hostPage();
  });
  afterEach(async () => {
    const pages = opened;
    opened = [];
    const errors = pages.flatMap((page) => page.errors);
    const foreign = pages.flatMap((page) => page.foreignRequests(host!.origin));
    for (const { page } of pages) await page.close();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await host?.close();
  });

  const profileFor = (options: BrowserContextOptions): Promise<BrowserContext> => {
    const kind = JSON.stringify(options);
    const profile = profiles.get(kind) ?? host!.browser.newContext({ viewport: SIZE, ...options });
    profiles.set(kind, profile);
    return profile;
  };
  const file = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return {
    get origin() {
      return host!.origin;
    },
    async open(options = {}, context) {
      const { origin } = host!;
      const opening = new TestPage(await (context ?? (await profileFor(options))).newPage());
      if (context === undefined) await forget(opening.page, origin);
      // Two browsers share two cores: what is slow is no failure.
      opening.page.setDefaultTimeout(100_000);
      opened.push(opening);
      await opening.page.goto(origin);
      return opening;
    },
    file,
    sparseFile: (name, bytes, size) => {
      const path = file(name, bytes);
      truncateSync(path, size);
      return path;
    },
    capture: (path) => file(basename(path), readBytes(path)),
  };
}

/** Takes away what the page stored in this profile. */
async function forget(page: Page, origin: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "local_storage,indexeddb,cookies" });
  await session.detach();
}
