import { expect, it } from "vitest";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";
import { CaptureReader, MemorySource, sortRowsBy } from "../../src-decoder/index.ts";
import { generateCapture } from "../generator/capture-file.ts";

const host = usePages();

/** Adds a column by typing its name into the picker. */
async function addColumn(visit: TestPage, name: string): Promise<void> {
  await visit.command("Add columns: any field");
  await visit.page.getByPlaceholder(/^Field, or a path/).fill(name);
  await visit.page
    .getByRole("option", { name: new RegExp(`^${name.replaceAll(".", "\\.")}`) })
    .first()
    .click();
  await visit.page.keyboard.press("Escape");
}

const filled = async (visit: TestPage, id: string): Promise<string[]> =>
  (await visit.column(id)).filter((text) => text !== "");

it("any field and any path into payloads becomes a column, is sorted by, kept under a name, and taken away", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  await addColumn(visit, "Settings.ProcessParameters.CommandArgs");
  await addColumn(visit, "source");
  const path = "field-Settings_2e_ProcessParameters_2e_CommandArgs";
  await expect.poll(() => filled(visit, path)).toContain("/bin/echo… from uvm");
  await expect.poll(() => filled(visit, "field-source")).toContain("wire");

  await visit.header("CommandArgs").getByRole("button").first().click();
  await expect.poll(() => visit.header("CommandArgs").getAttribute("aria-sort")).toBe("ascending");
  await expect.poll(async () => (await visit.column(path))[0]).toMatch(/^\S/);
  // All rows are there, and nothing is left in the filter that says so.
  await expect.poll(() => visit.page.getByLabel("Rows shown").count()).toBe(0);
  // Long values end in their middle: their beginning is whole.
  const sorted = (await filled(visit, path)).map((text) => text.slice(0, 9));
  expect(sorted).toEqual(sorted.toSorted((a, b) => (a < b ? -1 : 1)));

  await visit.command("Save the columns under a name");
  await visit.page.getByLabel("Name of the column set").fill("Commands");
  await visit.page.keyboard.press("Enter");
  await visit.page.reload();
  await visit.openSample("A healthy boot");
  await expect.poll(() => filled(visit, path)).toContain("/bin/echo… from uvm");

  const chooseSet = async (name: string): Promise<void> => {
    await visit.page.getByRole("button", { name: "Columns" }).click();
    await visit.page.getByRole("menuitem", { name: "Column sets" }).press("ArrowRight");
    await visit.page.getByRole("menuitem", { name }).press("Enter");
  };
  await chooseSet("Usual columns");
  await expect.poll(() => visit.header("CommandArgs").count()).toBe(0);
  await chooseSet("Commands");
  await expect.poll(() => visit.header("CommandArgs").count()).toBe(1);
  await visit
    .header("CommandArgs")
    .getByRole("button", { name: /column menu/ })
    .click();
  await visit.page.getByRole("menuitem", { name: "Hide column" }).click();
  await expect.poll(() => visit.header("CommandArgs").count()).toBe(0);
});

it("an order goes with its column, as nobody would see what rows are ordered by", async () => {
  const visit = await host.open();
  await visit.openSample("One request hangs");
  await addColumn(visit, "TimeoutInMs");
  const head = visit.header("TimeoutInMs");
  await head.getByRole("button").first().click();
  await expect.poll(() => visit.column("number").then(([first]) => first)).not.toBe("1");
  await head.getByRole("button", { name: /column menu/ }).click();
  await visit.page.getByRole("menuitem", { name: "Hide column" }).click();
  await expect.poll(() => visit.column("number").then(([first]) => first)).toBe("1");
  // Another column takes no order along.
  await visit.header("Size").getByRole("button").first().click();
  await expect.poll(() => visit.column("number").then(([first]) => first)).not.toBe("1");
  await visit
    .header("Container")
    .getByRole("button", { name: /column menu/ })
    .click();
  await visit.page.getByRole("menuitem", { name: "Hide column" }).click();
  await expect.poll(() => visit.header("Container").count()).toBe(0);
  expect((await visit.column("number"))[0]).not.toBe("1");
});

it("a cell's value becomes a column by its menu, and the column's cells filter", async () => {
  const visit = await host.open();
  await visit.openSample("One request hangs");
  await addColumn(visit, "ExitCode");
  await expect.poll(() => filled(visit, "field-ExitCode")).toContain("0");
  const cell = visit.rows.locator('[data-column="field-ExitCode"]', { hasText: /^0$/ }).first();
  await cell.click({ button: "right" });
  await visit.page.getByRole("menuitem", { name: "Apply as filter", exact: true }).click();
  await expect.poll(async () => [...new Set(await visit.column("field-ExitCode"))]).toEqual(["0"]);
});

it("a field of the payload sorts and colours the rows by its menu", async () => {
  const visit = await host.open();
  const { page, grid } = visit;
  await visit.openSample("A healthy boot");
  await visit.goToFrame(13);
  await page.getByRole("tab", { name: "Fields" }).click();
  const choose = async (item: string): Promise<void> => {
    await page
      .getByRole("treeitem", { name: /^\[0\] "\/bin\/echo"/ })
      .first()
      .click({ button: "right" });
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await choose("Sort by this field");
  await expect.poll(() => visit.header("CommandArgs").getAttribute("aria-sort")).toBe("ascending");
  const path = "field-Settings_2e_ProcessParameters_2e_CommandArgs";
  await expect.poll(async () => (await visit.column(path))[0]).toMatch(/^\S/);

  await choose("Colour rows with this value");
  const dialog = page.getByRole("dialog", { name: "Colour rules" });
  expect(await dialog.getByLabel("Name of rule 1").inputValue()).toBe("/bin/echo");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => grid.locator('[data-frame="13"][data-tint]').count()).toBe(1);
  expect(await grid.locator('[data-frame="18"][data-tint]').count()).toBe(0);
});

it("a rule may ask for the selected frame, and follows it", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  const tinted = visit.page.locator("[data-frame][data-tint]");
  await visit.command("Colour rules: tint rows by filters");
  await visit.page.getByRole("checkbox", { name: "Use exec" }).check();
  await visit.page.getByLabel("Filter of exec").fill("id == ${selected.id}");
  await visit.page.keyboard.press("Escape");
  const ids = async (): Promise<string[]> =>
    [...new Set(await tinted.locator('[data-column="id"]').allInnerTexts())].map((text) => text.trim());
  for (const number of [13, 18]) {
    await visit.goToFrame(number);
    const id = await visit.grid.locator(`[data-frame="${number}"] [data-column="id"]`).innerText();
    await expect.poll(ids).toEqual([id]);
    expect(await tinted.count()).toBe(2);
  }
});

it("the values of an exchange's response sort by the columns that they stand in", async () => {
  const visit = await host.open();
  await visit.openSample("One request hangs");
  await visit.page.keyboard.press("x");
  await expect.poll(() => visit.header("Resp.").count()).toBe(1);
  const heads = await visit.page.getByRole("columnheader").count();
  for (const [label, id] of [
    ["Resp.", "response"],
    ["Result", "result"],
    ["Latency", "latency"],
    ["Resp. size", "response-size"],
  ] as const) {
    if ((await visit.header(label).count()) === 0) continue;
    await visit.rows.locator(`[data-column="${id}"]`).nth(1).click({ button: "right" });
    await visit.page.getByRole("menuitem", { name: "Sort by this field" }).click();
    await expect.poll(() => visit.header(label).getAttribute("aria-sort")).toBe("ascending");
    expect(await visit.page.getByRole("columnheader").count()).toBe(heads);
  }
});

it("rows are tinted by rules, whose filters are judged as they are typed", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  // Behind the dialog the grid has no role.
  const tinted = visit.page.locator("[data-frame][data-tint]");
  await visit.command("Colour rules: tint rows by filters");
  await visit.page.getByRole("checkbox", { name: "Use exec" }).check();
  await expect.poll(() => tinted.count()).toBeGreaterThan(0);
  await visit.page.getByLabel("Filter of exec").fill("name ==");
  await visit.page.locator(".colour-rule-fault").waitFor();
  await expect.poll(() => tinted.count()).toBe(0);
  await visit.page.getByLabel("Filter of exec").fill("name == ModifySettings");
  await visit.page.locator(".colour-rule-fault").waitFor({ state: "detached" });
  await expect
    .poll(() => tinted.first().locator('[data-column="name"]').innerText())
    .toMatch(/^ModifySettings\s*exec$/);
  await visit.page.getByLabel("Filter of exec").fill("marked");
  await expect.poll(() => tinted.count()).toBe(0);
  await visit.page.keyboard.press("Escape");
  await addColumn(visit, "marked");
  await visit.goToFrame(7);
  await visit.page.keyboard.press("m");
  const marked = visit.grid.locator('[data-frame="7"][data-tint]');
  await expect.poll(() => marked.locator('[data-column="field-marked"]').innerText()).toBe("yes");
  await visit.header("Marked").getByRole("button").first().click();
  await visit.header("Marked").getByRole("button").first().click();
  await expect.poll(async () => (await visit.shownFrames())[0]).toBe(7);
  await visit.page.keyboard.press("m");
  await expect.poll(async () => (await visit.shownFrames())[0]).toBe(1);
  await expect.poll(() => tinted.count()).toBe(0);

  await visit.command("Colour rules: tint rows by filters");
  await visit.page.getByLabel("Filter of exec").fill("name == ModifySettings");
  await visit.page.keyboard.press("Escape");
  await visit.page.reload();
  await visit.openSample("A healthy boot");
  await expect.poll(() => tinted.count()).toBeGreaterThan(0);
});

it("a new rule has the focus in its filter, and is kept only with one", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  const filters = page.getByLabel(/^Filter of /);
  await visit.command("Colour rules: tint rows by filters");
  const before = await filters.count();
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.keyboard.type("name == ModifySettings");
  expect(await filters.count()).toBe(before + 1);
  expect(await filters.last().inputValue()).toBe("name == ModifySettings");
  await page.getByRole("button", { name: "Add a rule" }).click();
  expect(await filters.count()).toBe(before + 2);
  await page.keyboard.press("Escape");

  await visit.command("Colour rules: tint rows by filters");
  expect(await filters.count()).toBe(before + 1);
  expect(await filters.last().inputValue()).toBe("name == ModifySettings");
});

it("a colour rule takes the focus along where keys move it, as far as the ends", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  await visit.command("Colour rules: tint rows by filters");
  const order = (): Promise<(string | null)[]> =>
    page
      .getByRole("checkbox", { name: /^Use / })
      .evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
  const move = async (direction: "up" | "down", times: number): Promise<void> => {
    const button = page.getByRole("button", { name: `notification: ${direction}` });
    await button.focus();
    for (let time = 0; time < times; time++) await page.keyboard.press("Enter");
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  };
  await move("up", 3);
  await expect.poll(order).toEqual(["Use notification", "Use failed", "Use slow", "Use exec"]);
  await move("down", 4);
  await expect.poll(order).toEqual(["Use failed", "Use slow", "Use exec", "Use notification"]);
  // Who deletes by keys goes on with the line that comes up, in the end with what is below the list.
  await page.getByRole("button", { name: "Delete slow" }).focus();
  const focused = (): Promise<string | null> =>
    page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? null,
    );
  for (const next of ["Delete exec", "Delete notification", "Delete failed"]) {
    await page.keyboard.press("Enter");
    await expect.poll(focused).toBe(next);
  }
  await page.keyboard.press("Enter");
  await expect.poll(focused).toMatch(/Add a rule/);
});

it("the rows of a large capture are put in the order of what they say by a worker beside the decoder's", async () => {
  const chunks: Uint8Array[] = [];
  const { frames } = generateCapture({ format: "pcap", bytes: 12 << 20, seed: 1 }, (chunk) =>
    chunks.push(Buffer.from(chunk)),
  );
  const bytes = Buffer.concat(chunks);
  const reader = new CaptureReader([new MemorySource("large.pcap", bytes)]);
  await reader.run();
  const rows = Uint32Array.from({ length: frames }, (_, row) => row);
  const sorted = await sortRowsBy(rows, "info", reader.capture, false, () => Promise.resolve(true));
  const first = [...(sorted ?? [])].slice(0, 10).map((row) => row + 1);

  const visit = await host.open();
  await visit.drop(host.file("large.pcap", bytes));
  await visit.page.evaluate((row) => {
    const counts: number[] = [];
    const count = (): void => {
      counts.push(document.querySelectorAll(row).length);
      requestAnimationFrame(count);
    };
    count();
    Object.assign(window, { counts });
  }, '[role="grid"] [data-frame]');
  await visit.header("Info").getByRole("button").first().click();
  await expect.poll(async () => (await visit.shownFrames()).slice(0, 10)).toEqual(first);
  expect(visit.requests.some((address) => address.includes("info-worker"))).toBe(true);
  // Those of before stay on screen until then.
  const counts: unknown = await visit.page.evaluate(() => Reflect.get(window, "counts"));
  expect(counts).not.toContain(0);
});
