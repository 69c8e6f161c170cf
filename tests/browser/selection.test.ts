import { expect, it } from "vitest";
import { usePages, type TestPage } from "./harness.ts";

const host = usePages();

/** Numbers of the selected rows that are drawn, from the top. */
function selectedFrames({ grid }: TestPage): Promise<number[]> {
  return grid
    .locator('[data-frame][aria-selected="true"]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-frame"))));
}

function focusedFrame({ grid }: TestPage): Promise<number> {
  return grid.locator("[data-focused]").evaluate((row) => Number(row.getAttribute("data-frame")));
}

it("selects rows by mouse and keys as lists of files do, and keeps them through filters", async () => {
  const visit = await host.open();
  const { page, grid } = visit;
  await visit.openSample("A healthy boot");
  const row = (number: number) => grid.locator(`[data-frame="${number}"]`);
  const expectSelected = (numbers: readonly number[]) => expect.poll(() => selectedFrames(visit)).toEqual(numbers);
  expect(await grid.getAttribute("aria-multiselectable")).toBe("true");

  await row(3).click();
  await row(6).click({ modifiers: ["Shift"] });
  await expectSelected([3, 4, 5, 6]);
  await row(9).click({ modifiers: ["ControlOrMeta"] });
  await row(4).click({ modifiers: ["ControlOrMeta"] });
  await expectSelected([3, 5, 6, 9]);
  expect(await focusedFrame(visit)).toBe(4);
  await expect.poll(() => visit.status.innerText()).toMatch(/4 frames selected/);

  await visit.filter("number in {1..5, 9, 12}");
  await expectSelected([3, 5, 9]);
  await expect.poll(() => visit.status.innerText()).toMatch(/3 frames selected/);
  await visit.clearFilter();
  await expectSelected([3, 5, 6, 9]);
  await grid.focus();
  await page.keyboard.press("Escape");
  await expectSelected([4]);

  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+J");
  await expectSelected([4, 5, 6]);
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await expectSelected([3, 4]);
  await page.keyboard.press("Control+ArrowUp");
  await page.keyboard.press("Control+ArrowUp");
  await page.keyboard.press("Control+Space");
  await expectSelected([1, 3, 4]);
  await page.keyboard.press("Control+a");
  await expect.poll(() => visit.status.innerText()).toMatch(/163 frames selected/);
  await page.keyboard.press("j");
  await expectSelected([2]);
});

it("goes on beside the selected frame where a filter hides it, not at the place that it had", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  for (const [filter, key, expected] of [
    ["number > 50", "j", 51],
    ["number < 40 || number > 50", "k", 39],
    ["number > 50", "k", 51],
    ["number < 20", "j", 1],
    ["number > 100", "Shift+ArrowDown", 101],
  ] as const) {
    await visit.goToFrame(42);
    await visit.filter(filter);
    await page.keyboard.press(key);
    await expect.poll(visit.selectedFrame, { message: `${filter}, ${key}` }).toBe(expected);
    await visit.clearFilter();
  }
  await visit.goToFrame(150);
  await visit.filter("number > 10 && number != 150");
  await expect.poll(() => visit.shownFrames()).toContain(151);
});

it("copies what is selected in every form, acts on all of it, and says what it did", async () => {
  const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page, grid } = visit;
  await visit.openSample("A healthy boot");
  const row = (number: number) => grid.locator(`[data-frame="${number}"]`);
  const toast = page.getByLabel("Copying");
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const menu = async (item: string | RegExp): Promise<void> => {
    await row(5).click({ button: "right" });
    await page.getByRole("menuitem", { name: item }).click();
  };
  const copyAs = async (form: string): Promise<string> => {
    await menu(/^Copy 3 frames as$/u);
    await page.getByRole("menuitem", { name: form, exact: true }).click();
    await toast.getByText(new RegExp(`^Copied 3 frames as .*${form}`, "iu")).waitFor();
    await toast.getByRole("button", { name: "Close the message" }).click();
    return clipboard();
  };

  await row(3).click();
  await row(5).click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+c");
  await toast.getByText("Copied 3 frames as text").waitFor();
  const lines = (await clipboard()).split("\n");
  const shown = await Promise.all([3, 4, 5].map((number) => row(number).locator('[data-column="name"]').innerText()));
  expect(lines.map((line) => line.split("\t")[0])).toEqual(["3", "4", "5"]);
  for (const [index, name] of shown.entries()) expect(lines[index]).toContain(name.trim());
  await toast.getByRole("button", { name: "Close the message" }).click();

  const csv = (await copyAs("CSV")).trimEnd().split("\n");
  // The columns that are shown, as they stand.
  expect(csv[0]).toBe("number,time,direction,name,id,container,process,info,result,latencyNs,size");
  expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual(["3", "4", "5"]);
  const list: unknown = JSON.parse(await copyAs("JSON"));
  expect(list).toMatchObject([{ number: 3 }, { number: 4, complete: true }, { number: 5 }]);
  expect(await copyAs("NDJSON")).toMatch(/^\{"number":3,.*\n\{"number":4,.*\n\{"number":5,.*\n$/u);
  expect(await copyAs("Hex dump")).toMatch(/^# frame 3: .*\n00000000: /u);
  expect(await copyAs("Go byte slice")).toMatch(/^\[\]\[\]byte\{\n\t\/\/ frame 3: /u);
  expect(await copyAs("Filter")).toBe("number in {3..5}");

  await menu(/^Mark 3 frames/u);
  await expect.poll(() => visit.status.innerText()).toContain("3 marked");
  await menu("Show only these 3 frames");
  await expect.poll(() => visit.shownFrames()).toEqual([3, 4, 5]);
  await menu("Count time from the earliest of 3 frames");
  await grid.locator('[data-frame="3"]').getByRole("img", { name: "Time zero" }).waitFor();
  await visit.clearFilter();
  await menu("Leave out these 3 frames");
  await expect.poll(async () => (await visit.shownFrames()).slice(0, 3)).toEqual([1, 2, 6]);
  await visit.clearFilter();
  await menu("Ignore 3 frames");
  await expect.poll(async () => (await visit.shownFrames()).slice(0, 3)).toEqual([1, 2, 6]);
  await expect.poll(visit.selectedFrame).toBe(6);

  await row(7).click({ modifiers: ["ControlOrMeta"] });
  await expect.poll(() => visit.status.innerText()).toMatch(/2 frames selected/);
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: "Compare payloads" });
  await dialog.getByRole("button", { name: "frame 7" }).waitFor();
  await dialog.locator(".line-insert, .line-delete, .char-insert, .char-delete").first().waitFor();
  await page.keyboard.press("Escape");
});

it("selects exchanges with both of their frames, and leaves text fields their keys", async () => {
  const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
  const { page, grid } = visit;
  await visit.openSample("A healthy boot");
  await grid.focus();
  await page.keyboard.press("x");
  await visit.rows.first().click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect.poll(() => visit.status.innerText()).toMatch(/3 exchanges, 6 frames selected, [\d.]+ m?s, [\d.]+ KiB/u);
  await page.keyboard.press("Control+c");
  await page.getByLabel("Copying").getByText("Copied 3 exchanges as text").waitFor();
  await page.keyboard.press("x");
  await expect.poll(() => selectedFrames(visit)).toHaveLength(6);

  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.fill("name == Create");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("name == Create");
  expect(await visit.status.innerText()).toMatch(/\d frames selected/u);
});

it("says why no filter can tell what is selected where it lies in too many ranges", async () => {
  const visit = await host.open();
  const { page, grid } = visit;
  await visit.drop(host.capture("busy/busy.pcap"));
  await visit.finished();
  await visit.filter("direction == host-to-guest");
  await grid.focus();
  await page.keyboard.press("Control+a");
  await expect.poll(() => visit.status.innerText()).toMatch(/5,844 frames selected/u);
  const shown = await page.getByLabel("Rows shown").innerText();
  await visit.rows.first().click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Leave out these 5,844/u }).click();
  await page.getByText(/^The frames lie in \d,\d{3} ranges: a filter takes 1,000\.$/u).waitFor();
  expect(await page.getByLabel("Rows shown").innerText()).toBe(shown);
});
