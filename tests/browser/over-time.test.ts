import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

const filterText = (visit: TestPage): Promise<string> =>
  visit.page.getByRole("combobox", { name: "Filter" }).inputValue();

async function open(colorScheme: "light" | "dark"): Promise<TestPage> {
  const visit = await host.open({ colorScheme, permissions: ["clipboard-read", "clipboard-write"] });
  await visit.openSample("A healthy boot");
  await visit.page.keyboard.press("4");
  return visit;
}

describe("numbers over time", () => {
  it("filter by click, drag, keys and table, of all frames or of one call", async () => {
    const visit = await open("light");
    const { page } = visit;
    await page.getByRole("radio", { name: "Over time" }).click();
    const span = page.getByRole("slider", { name: /^Span of time/ });
    await span.waitFor({ state: "attached" });
    const { x, y, width } = (await page.locator(".over-time-canvas").boundingBox())!;
    await page.mouse.click(x + 3, y + 60);
    await expect.poll(() => filterText(visit)).toMatch(/^time >= 0s && time < 0\.0\d+s$/);
    await page.mouse.move(x + width * 0.5, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.75, y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => filterText(visit)).toMatch(/^time >= 2\.8\d+s && time < 4\.\d+s$/);
    await span.focus();
    await page.keyboard.press("Home");
    expect(await span.getAttribute("aria-valuetext")).toMatch(
      /^0\.0+ to 0\.0\d+: \d+ requests, \d+ errors, .* from the host/,
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => filterText(visit)).toMatch(/^time >= 0s && time < 0\.0\d+s$/);

    await page.getByRole("radio", { name: "By call" }).click();
    await page.getByRole("button", { name: "ModifySettings over time" }).click();
    await page.getByRole("radio", { name: "Table" }).click();
    const table = page.getByRole("table", { name: "Numbers over time" });
    await table.getByRole("rowheader").first().getByRole("button").click();
    await expect.poll(() => filterText(visit)).toMatch(/^name == ModifySettings && time >= 0s && time < 0\.0\d+s$/);
    await page.getByRole("button", { name: "Copy as CSV" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^fromNs,toNs,requests,errors,hostBytes,guestBytes\r\n0,/);
    await page.getByRole("combobox", { name: "What is counted" }).selectOption({ label: "All frames" });
    await expect.poll(() => table.getByRole("row").count()).toBeGreaterThan(5);
  });
});

describe.each(["light", "dark"] as const)("accessibility, %s", (colorScheme) => {
  it("of numbers over time", async () => {
    const visit = await open(colorScheme);
    await visit.page.getByRole("radio", { name: "Over time" }).click();
    await visit.page.getByRole("slider", { name: /^Span of time/ }).waitFor({ state: "attached" });
    expect(await seriousFaults(visit.page)).toEqual([]);
    await visit.page.getByRole("radio", { name: "Table" }).click();
    await visit.page.getByRole("table", { name: "Numbers over time" }).waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });
});
