import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { usePages } from "./harness.ts";

const host = usePages();

/** How light the page is: 0 black .. 255 white. */
const brightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g) ?? []).map(
      Number,
    );
    return (red + green + blue) / 3;
  });

async function chooseTheme(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("menuitemradio", { name }).click();
}

describe("theme", () => {
  it.each([
    { colorScheme: "light", least: 200, most: 255 },
    { colorScheme: "dark", least: 0, most: 60 },
  ] as const)("follows the system: $colorScheme", async ({ colorScheme, least, most }) => {
    const { page } = await host.open({ colorScheme });
    expect(await brightness(page)).toBeGreaterThanOrEqual(least);
    expect(await brightness(page)).toBeLessThanOrEqual(most);
  });

  it("can be set against the system, and stays so after a reload", async () => {
    const { page } = await host.open({ colorScheme: "light" });
    await chooseTheme(page, /^Dark/);
    await expect.poll(() => brightness(page)).toBeLessThan(60);
    await page.reload();
    expect(await brightness(page)).toBeLessThan(60);
    await chooseTheme(page, /system/i);
    await expect.poll(() => brightness(page)).toBeGreaterThan(200);
  });
});

describe("the editor of payloads", () => {
  it.each([
    { colorScheme: "light", other: /^Dark/ },
    { colorScheme: "dark", other: /^Light/ },
  ] as const)("changes its colours with the page's, from $colorScheme on", async ({ colorScheme, other }) => {
    const visit = await host.open({ colorScheme });
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await visit.goToFrame(13);
    const editor = page
      .getByRole("region", { name: "Details of the selected frame" })
      .locator(".monaco-editor")
      .first();
    const backgrounds = async (): Promise<string[]> => {
      await editor.waitFor();
      return [
        await editor.evaluate((element) => getComputedStyle(element).backgroundColor),
        await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
      ];
    };
    const [before, pageBefore] = await backgrounds();
    expect(before).toBe(pageBefore);

    await chooseTheme(page, other);
    await expect.poll(async () => (await backgrounds())[0]).not.toBe(before);
    const [after, pageAfter] = await backgrounds();
    expect(after).toBe(pageAfter);

    // The same where the system changes, which the page follows.
    await chooseTheme(page, /system/i);
    await expect.poll(backgrounds).toEqual([before, before]);
    await page.emulateMedia({ colorScheme: colorScheme === "light" ? "dark" : "light" });
    await expect.poll(backgrounds).toEqual([after, after]);

    await visit.command("Compare with the paired frame");
    const compared = page.getByRole("dialog", { name: "Compare payloads" }).locator(".monaco-editor").first();
    expect(await compared.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(after);
  });
});

describe("what survives a reload", () => {
  it("is the table's columns, its order and the sizes of the panes", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await visit.header("Process").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Hide column" }).click();
    await visit
      .header("Name")
      .getByRole("button", { name: /column menu/ })
      .click();
    await page.getByRole("menuitem", { name: "Wider" }).click();
    await page.keyboard.press("Escape");
    await visit.header("Size").getByRole("button").first().click();
    const separator = page.getByRole("separator", { name: "Size of the table and the details" });
    await separator.focus();
    await page.keyboard.press("ArrowLeft");
    const look = async (): Promise<unknown> => ({
      columns: await visit.grid.getByRole("columnheader").allInnerTexts(),
      widths: await visit.grid
        .getByRole("columnheader")
        .evaluateAll((heads) => heads.map((head) => Math.round(head.getBoundingClientRect().width))),
      sort: await visit.header("Size").getAttribute("aria-sort"),
      table: Math.round((await visit.grid.boundingBox())!.width),
      first: (await visit.shownFrames())[0],
    });
    await expect.poll(() => visit.header("Size").getAttribute("aria-sort")).toBe("ascending");
    await expect.poll(async () => (await visit.shownFrames())[0]).not.toBe(1);
    const before = await look();
    await page.reload();
    await visit.openSample("A healthy boot");
    await expect.poll(look).toEqual(before);
  });
});

describe("a small window", () => {
  it("puts the details below the table, both usable, nothing cut off at the side", async () => {
    const visit = await host.open({ viewport: { width: 1024, height: 700 } });
    await visit.openSample("A healthy boot");
    await visit.page.keyboard.press("j");
    const table = (await visit.grid.boundingBox())!;
    const details = (await visit.page.getByRole("region", { name: "Details of the selected frame" }).boundingBox())!;
    expect(details.y).toBeGreaterThanOrEqual(table.y + table.height);
    expect(table.height).toBeGreaterThan(150);
    expect(details.height).toBeGreaterThan(150);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  });

  it("zoomed to 200 % scrolls to the payload, and does not scroll at other sizes", async () => {
    const visit = await host.open({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
    await visit.openSample("A healthy boot");
    await visit.page.keyboard.press("j");
    const line = visit.page.locator(".view-lines .view-line").first();
    await line.waitFor();
    await visit.page.evaluate(() => document.body.scrollTo(0, document.body.scrollHeight));
    // The editor draws its lines anew as it is laid out.
    const end = async (): Promise<number> => {
      const box = await line.boundingBox();
      return box === null || box.y < 0 ? Number.NaN : box.y + box.height;
    };
    await expect.poll(end).toBeLessThan(450);
    expect(await visit.page.evaluate(() => document.body.scrollHeight - document.body.clientHeight)).toBeGreaterThan(0);
    await visit.page.setViewportSize({ width: 1024, height: 700 });
    await expect.poll(() => visit.page.evaluate(() => getComputedStyle(document.body).overflow)).toBe("hidden");
  });
});
