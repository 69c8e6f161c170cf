import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

const input = (visit: TestPage): Locator => visit.page.getByRole("combobox", { name: "Filter" });
const options = (visit: TestPage): Locator =>
  visit.page.getByRole("listbox", { name: "Completions" }).getByRole("option");
const active = (visit: TestPage): Locator => visit.page.locator('[role="option"][aria-selected="true"]');
const chip = (visit: TestPage, name: string): Locator =>
  visit.page.getByRole("group", { name: "Parts of the filter" }).getByRole("button", { name: new RegExp(`^${name}`) });
const caretOf = (visit: TestPage): Promise<number | null> =>
  input(visit).evaluate((field: HTMLInputElement) => field.selectionStart);
const rowsShown = (visit: TestPage): Promise<string> => visit.page.getByLabel("Rows shown").innerText();

async function openHang(...profile: Parameters<typeof host.open>): Promise<TestPage> {
  const visit = await host.open(...profile);
  await visit.openSample("One request hangs");
  return visit;
}

describe("completion", () => {
  it("goes by the keyboard alone: fields, operators, values of the capture with their counts", async () => {
    const visit = await openHang();
    const { keyboard } = visit.page;
    await keyboard.press("/");
    await keyboard.type("na");
    await options(visit).filter({ hasText: "name" }).first().waitFor();
    // What is begun needs no guess at another word.
    expect(await visit.page.locator("#filter-fault").innerText()).not.toContain("Did you mean");
    await expect.poll(() => input(visit).getAttribute("aria-invalid")).toBe("false");
    await keyboard.press("Tab");
    expect(await input(visit).inputValue()).toBe("name ");
    await keyboard.press("ArrowDown");
    expect(await active(visit).innerText()).toContain("==");
    await keyboard.press("Enter");
    expect(await input(visit).inputValue()).toBe("name == ");
    await options(visit).filter({ hasText: "ExecuteProcess" }).filter({ hasText: "40" }).waitFor();
    expect(await options(visit).first().innerText()).toContain("ExecuteProcess");
    await keyboard.press("ArrowDown");
    expect(await input(visit).getAttribute("aria-activedescendant")).toBe(await active(visit).getAttribute("id"));
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowUp");
    await keyboard.press("Enter");
    expect(await input(visit).inputValue()).toBe("name == ExecuteProcess ");
    await expect.poll(() => rowsShown(visit)).toBe("40 of 97");
    // Esc closes the list first, then clears.
    await options(visit).first().waitFor();
    await keyboard.press("Escape");
    expect(await options(visit).count()).toBe(0);
    expect(await input(visit).inputValue()).toBe("name == ExecuteProcess ");
    await keyboard.press("Escape");
    expect(await input(visit).inputValue()).toBe("");
  });

  it("knows paths into payloads, what the protocol says of their values, and those that the capture has", async () => {
    const visit = await openHang();
    await visit.page.keyboard.press("/");
    await visit.page.keyboard.type("RequestTy");
    await visit.page.keyboard.press("Tab");
    expect(await input(visit).inputValue()).toBe("Request.RequestType ");
    await visit.page.keyboard.type("== ");
    const seen = options(visit).filter({ hasText: '"Add"' });
    await expect.poll(async () => (await seen.innerText()).split("\n").length).toBe(4);
    expect(await seen.innerText()).toMatch(/\w{3,} \w+/u);

    await input(visit).fill("");
    await visit.page.keyboard.type("Settings.ProcessParameters.Environment.");
    const name = options(visit).filter({ hasText: "Settings.ProcessParameters.Environment.PATH" });
    await name.waitFor();
    // A dot whose name is in the list is nothing wrong yet.
    await visit.page.locator("#filter-fault").getByText("A name follows the dot.", { exact: true }).waitFor();
    await expect.poll(() => input(visit).getAttribute("aria-invalid")).toBe("false");
    await expect.poll(() => visit.page.locator(".filter-colours .filter-wrong").count()).toBe(0);
    await name.click();
    expect(await input(visit).inputValue()).toBe("Settings.ProcessParameters.Environment.PATH ");
  });
});

describe("the bar", () => {
  it("says what a filter means, and keeps the last good one while another is wrong", async () => {
    const visit = await openHang();
    await visit.page.keyboard.press("/");
    await visit.page.keyboard.type("pending");
    await visit.page.getByText("Frames where the frame is pending.").first().waitFor();
    await expect.poll(() => rowsShown(visit)).toBe("5 of 97");
    const before = await visit.grid.boundingBox();
    await visit.page.keyboard.type(" && size > 5s && error");
    const fault = visit.page.locator("#filter-fault");
    await fault.getByText("A size cannot be compared with 5s.").waitFor();
    expect(await fault.innerText()).toContain("64KiB");
    expect(await visit.page.locator(".filter-colours .filter-wrong").allInnerTexts()).toEqual(["5s"]);
    expect(await input(visit).getAttribute("aria-invalid")).toBe("true");
    expect(await rowsShown(visit)).toBe("5 of 97");
    // Nothing on the page moves for what is said.
    expect(await visit.grid.boundingBox()).toEqual(before);
    // The colours lie over the text as it scrolls.
    await visit.page.setViewportSize({ width: 1024, height: 700 });
    await visit.page.keyboard.type(` && container == "${"a".repeat(90)}"`);
    await expect
      .poll(() =>
        input(visit).evaluate((field) => {
          const layer = document.querySelector(".filter-colours");
          const shift = layer === null ? 0 : new DOMMatrix(getComputedStyle(layer).transform).m41;
          return field.scrollLeft > 0 && Math.abs(field.scrollLeft + shift) < 1;
        }),
      )
      .toBe(true);
  });

  it("stays at the fault by Enter, and goes on to the rows once that is mended", async () => {
    const visit = await openHang();
    const { page } = visit;
    const caret = (): Promise<number | null> =>
      page.evaluate(() => {
        const field = document.activeElement;
        return field instanceof HTMLInputElement && field.id === "filter" ? field.selectionStart : null;
      });
    await visit.filter("pending");
    // With the fault on the page already, and before it could be.
    for (const waits of [true, false]) {
      await page.keyboard.press("/");
      // At once: what is typed so far is applied where the hand rests, and `latency` alone is a filter.
      await page.keyboard.insertText("latency > abc");
      if (waits) await page.locator("#filter-fault").waitFor();
      await page.keyboard.press("Enter");
      await expect.poll(caret).toBe("latency > ".length);
      expect(await rowsShown(visit)).toBe("5 of 97");
    }
    await page.keyboard.press("Shift+End");
    await page.keyboard.type("5s");
    await page.keyboard.press("Enter");
    await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
    await expect.poll(() => page.locator("#filter").getAttribute("aria-invalid")).toBe("false");
  });

  it("remembers saved filters and the history between visits", async () => {
    const visit = await openHang();
    const { page } = visit;
    await visit.filter("size > 1000");
    await visit.filter("pending");
    await visit.filter("size > 1000");
    await page.getByRole("button", { name: "Saved and recent filters" }).click();
    await page.getByRole("menuitem", { name: "Save the filter" }).click();
    await page.getByRole("textbox", { name: "Name of the filter" }).fill("Large ones");
    await page.keyboard.press("Enter");

    await page.reload();
    await visit.openSample("One request hangs");
    await page.getByRole("button", { name: "Saved and recent filters" }).click();
    await page.getByRole("menuitem", { name: "Rename and delete" }).click();
    const name = page.getByRole("textbox", { name: "Name of size > 1000" });
    await name.fill("Large");
    await name.press("Enter");
    expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
    await name.fill(" ");
    await name.press("Enter");
    await page.getByRole("alert").getByText("A filter without a name cannot be found again.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Saved and recent filters" }).click();
    await page.getByRole("menuitem", { name: /^Large\s/u }).click();
    expect(await input(visit).inputValue()).toBe("size > 1000");
    // The same under the same name changes nothing; another filter takes the place of the first.
    const save = async (says: string): Promise<void> => {
      await visit.command("Save the filter under a name");
      await page.getByRole("textbox", { name: "Name of the filter" }).fill("Large");
      await page.getByText(says, { exact: true }).waitFor();
      await page.keyboard.press("Escape");
    };
    await save("The filter has this name already.");
    await visit.filter("size > 2000");
    await save("Another filter has this name; it is replaced.");
    await visit.filter("size > 1000");

    await visit.clearFilter();
    await input(visit).focus();
    await page.keyboard.press("ArrowUp");
    expect(await input(visit).inputValue()).toBe("size > 1000");
    await page.keyboard.press("ArrowUp");
    expect(await input(visit).inputValue()).toBe("size > 2000");
    await page.keyboard.press("ArrowUp");
    expect(await input(visit).inputValue()).toBe("pending");
    await page.keyboard.press("ArrowUp");
    expect(await input(visit).inputValue()).toBe("pending");
    for (let at = 0; at < 3; at++) await page.keyboard.press("ArrowDown");
    expect(await input(visit).inputValue()).toBe("");

    await page.getByRole("button", { name: "Saved and recent filters" }).click();
    await page.getByRole("menuitem", { name: "Rename and delete" }).click();
    // A name that is being changed takes nothing from the click that follows.
    await name.fill("Huge");
    await page.getByRole("button", { name: "Delete Large" }).click();
    await page.getByText("None. Save the filter").waitFor();
  });
});

describe("undo in the bar", () => {
  it("takes back what was typed, completed and thrown away, and gives it again", async () => {
    const visit = await openHang();
    const { keyboard } = visit.page;
    await keyboard.press("/");
    await keyboard.type("name == Exe && id == 3");
    for (let at = 0; at < " && id == 3".length; at++) await keyboard.press("ArrowLeft");
    await options(visit).filter({ hasText: "ExecuteProcess" }).first().waitFor();
    await keyboard.press("Tab");
    const completed = "name == ExecuteProcess && id == 3";
    expect(await input(visit).inputValue()).toBe(completed);
    await keyboard.press("Control+z");
    expect(await input(visit).inputValue()).toBe("name == Exe && id == 3");
    expect(await caretOf(visit)).toBe("name == Exe".length);
    await keyboard.press("Control+z");
    expect(await input(visit).inputValue()).toBe("name == Exe && id == ");
    await keyboard.press("Control+y");
    await keyboard.press("Control+Shift+Z");
    expect(await input(visit).inputValue()).toBe(completed);
    await expect.poll(() => rowsShown(visit)).toBe("0 of 97");

    // Esc throws away what is wrong, too.
    await keyboard.press("End");
    await keyboard.type(" &&& slow");
    await visit.page.locator("#filter-fault").waitFor();
    const wrong = await input(visit).inputValue();
    while ((await input(visit).inputValue()) !== "") await keyboard.press("Escape");
    await keyboard.press("Control+z");
    expect(await input(visit).inputValue()).toBe(wrong);
    await visit.page.locator("#filter-fault").waitFor();
  });

  it("takes back what a chip and the button that clears wrote, and does as the browser's menu asks", async () => {
    const visit = await openHang();
    const { page } = visit;
    await visit.filter("size > 100");
    const shown = await rowsShown(visit);
    await chip(visit, "Pending").click();
    await expect.poll(() => input(visit).inputValue()).toBe("size > 100 && pending");
    await expect.poll(() => rowsShown(visit)).toBe("5 of 97");
    await visit.clearFilter();
    await page.keyboard.press("/");
    await page.keyboard.press("Control+z");
    expect(await input(visit).inputValue()).toBe("size > 100 && pending");
    await input(visit).evaluate((field) =>
      field.dispatchEvent(new InputEvent("beforeinput", { inputType: "historyUndo", cancelable: true, bubbles: true })),
    );
    expect(await input(visit).inputValue()).toBe("size > 100");
    await expect.poll(() => rowsShown(visit)).toBe(shown);
  });
});

describe("chips", () => {
  it("of what exchanges never are lead to the frames", async () => {
    const visit = await host.open();
    await visit.openSample("A healthy boot");
    await visit.page.keyboard.press("x");
    await chip(visit, "Notifications").click();
    await visit.page.getByText("A notification has no answer, and is no exchange.").waitFor();
    await visit.page.getByText(/^\d+ frames match\.$/u).waitFor();
    // Frames that there are not are no way out; of payloads it is not known.
    await visit.filter("id == 12345");
    await visit.page.getByText("No frame matches, either.").waitFor();
    expect(await visit.page.getByRole("button", { name: "Look among frames" }).count()).toBe(0);
    await visit.filter('payload contains "no such text"');
    await visit.page.getByRole("button", { name: "Look among frames" }).waitFor();
    await visit.filter("notification");
    await visit.page.getByRole("button", { name: "Look among frames" }).click();
    await expect.poll(() => visit.rows.count()).toBeGreaterThan(0);
  });

  it("switch parts of the filter, and show which are on", async () => {
    const visit = await openHang();
    await chip(visit, "Pending").click();
    await chip(visit, "Slow").click();
    await expect.poll(() => input(visit).inputValue()).toBe("pending || slow");
    await visit.filter("(pending || slow) && size < 260");
    expect(await chip(visit, "Pending").getAttribute("aria-pressed")).toBe("true");
    expect(await chip(visit, "Errors").getAttribute("aria-pressed")).toBe("false");
    await chip(visit, "Slow").click();
    await expect.poll(() => input(visit).inputValue()).toBe("pending && size < 260");
    await chip(visit, "Pending").click();
    await expect.poll(() => input(visit).inputValue()).toBe("size < 260");
  });

  it("hold the rows to the selected frame's container, and follow the selection", async () => {
    const visit = await openHang();
    expect(await chip(visit, "This container").isDisabled()).toBe(true);
    await visit.goToFrame(7);
    await chip(visit, "This container").click();
    await expect.poll(() => input(visit).inputValue()).toBe("container == ${selected.container}");
    await expect.poll(() => rowsShown(visit)).toBe("7 of 97");
    await visit.page.getByText("the rows follow the selection.").first().waitFor();
    // A frame of another container, which these rows do not show.
    await visit.goToFrame(14);
    expect(await rowsShown(visit)).not.toBe("7 of 97");
    // What a path reaches in its payload is known too: of these waits none has a limit.
    await visit.goToFrame(27);
    await visit.filter("TimeoutInMs == 4294967295");
    await expect.poll(() => rowsShown(visit)).toBe("20 of 97");
    await visit.filter("number < 3");
    await expect.poll(() => rowsShown(visit)).toBe("2 of 97");
    await visit.filter("TimeoutInMs == ${selected.TimeoutInMs}");
    await expect.poll(() => rowsShown(visit)).toBe("20 of 97");
    // One without the value leaves the rows as they are, and is no fault of the filter.
    await visit.filter("process == ${selected.process} || number < 3");
    await visit.goToFrame(10);
    const before = await rowsShown(visit);
    await visit.goToFrame(1);
    await visit.page.waitForTimeout(300);
    expect(await rowsShown(visit)).toBe(before);
    expect(await input(visit).getAttribute("aria-invalid")).toBe("false");
    // The first frame has an empty id, which is no container's.
    await expect.poll(() => chip(visit, "This container").isDisabled()).toBe(true);
  });
});

describe("a cell", () => {
  it("is applied as filter, and not, and copied as one", async () => {
    const visit = await openHang({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page } = visit;
    const cell = (frame: number, column: string): Locator =>
      visit.grid.locator(`[data-frame="${frame}"] [data-column="${column}"]`);
    await cell(9, "name").click({ button: "right" });
    expect(await page.getByRole("menuitem", { name: "Filter: and not" }).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("menuitem", { name: "Apply as filter", exact: true }).click();
    await expect.poll(() => input(visit).inputValue()).toBe("name == ExecuteProcess");
    await cell(9, "container").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Filter: and not" }).click();
    await expect
      .poll(() => input(visit).inputValue())
      .toMatch(/^name == ExecuteProcess && !\(container == "\d+[^)]*\)$/u);
    await cell(21, "size").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Copy as filter" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("size == 532");
    // What is done with the row follows what is done with the cell; the other cells are behind it.
    await cell(21, "size").click({ button: "right" });
    const items = await page.getByRole("menu", { name: "Row" }).getByRole("menuitem").allInnerTexts();
    const placeOf = (text: string): number => items.findIndex((item) => item.startsWith(text));
    expect(placeOf("Copy as filter")).toBeGreaterThanOrEqual(0);
    expect(placeOf("Mark the frame")).toBeGreaterThan(placeOf("Copy as filter"));
    expect(placeOf("Other fields")).toBe(items.length - 1);
    await page.getByRole("menuitem", { name: "Other fields" }).click();
    const others = await page.getByRole("menu", { name: "Other fields" }).getByRole("menuitem").allInnerTexts();
    expect(others.some((item) => item.startsWith("Name"))).toBe(true);
    expect(others.some((item) => item.startsWith("Size"))).toBe(false);
    await page.keyboard.press("Escape");
    // The same by the keyboard: every value of the selected row has its menu.
    await visit.clearFilter();
    await visit.goToFrame(9);
    // A pointer that rests on an item takes the focus.
    await page.mouse.move(0, 0);
    await page.keyboard.press("Shift+F10");
    for (const item of [/^Fields/u, /^Name/u]) {
      const wanted = page.getByRole("menuitem", { name: item });
      await wanted.waitFor();
      while (!(await wanted.evaluate((element) => element === document.activeElement))) {
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("ArrowRight");
      // The first item gets the focus a moment after the menu is there.
      await page.getByRole("menu", { name: item }).locator("[role=menuitem]:focus").waitFor();
    }
    await page.keyboard.press("Enter");
    await expect.poll(() => input(visit).inputValue()).toBe("name == ExecuteProcess");
  });
});

describe.each(["light", "dark"] as const)("axe, %s", (colorScheme) => {
  it("finds nothing serious with the list open, on a chip that is on, and in the dialogs", async () => {
    const visit = await openHang({ colorScheme, viewport: { width: 1024, height: 700 } });
    await chip(visit, "Pending").click();
    await visit.page.keyboard.press("/");
    await visit.page.keyboard.press("End");
    await visit.page.keyboard.type(" && name == ");
    await options(visit).filter({ hasText: "40" }).waitFor();
    await visit.page.keyboard.press("ArrowDown");
    expect(await seriousFaults(visit.page)).toEqual([]);
    await visit.page.keyboard.press("Enter");
    await visit.page.getByRole("button", { name: "Saved and recent filters" }).click();
    await visit.page.getByRole("menuitem", { name: "Save the filter" }).click();
    await visit.page.getByRole("textbox", { name: "Name of the filter" }).waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });

  it("offers the question of requests where it lets nothing pass because answers alone have the value", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    await visit.filter('payload contains "sleep" && latency > 1ms');
    const way = visit.page.getByRole("button", { name: 'payload contains "sleep" && peer.latency > 1ms' });
    await way.click();
    await expect.poll(() => visit.rows.count()).toBeGreaterThan(0);
    expect(await visit.column("name")).toContain("ExecuteProcess");
    await visit.filter("latency > 1000s");
    await visit.page.getByRole("heading", { name: /^None of 97 frames matches/ }).waitFor();
    expect(await visit.page.getByText("Of requests ask").count()).toBe(0);
  });

  it("says that no message has a member, and offers the one that was probably meant", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    await visit.filter("TimeoutInMS > 3");
    const says = visit.page.getByText(/No message is known to have TimeoutInMS\./);
    await expect.poll(() => says.count()).toBe(2);
    await visit.page.getByRole("button", { name: "TimeoutInMs > 3", exact: true }).click();
    await expect.poll(() => visit.rows.count()).toBeGreaterThan(0);
    expect(await says.count()).toBe(0);
    await visit.filter("Settings.Zebra");
    await visit.page.getByText("No message is known to have Settings.Zebra.", { exact: true }).waitFor();
    expect(await visit.page.getByText("Did you mean").count()).toBe(0);
  });
});

/** Where the marked text begins; -1 where none is. */
function markedAt({ page }: TestPage): Promise<number> {
  return page.locator(".filter-colours").evaluate((layer) => {
    const mark = layer.querySelector(".filter-wrong");
    if (mark === null) return -1;
    const before = document.createRange();
    before.setStart(layer, 0);
    before.setEndBefore(mark);
    return before.toString().length;
  });
}

it("the mark of a fault is of the text that is there, also while more is typed and behind blanks", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  const { page } = visit;
  await page.keyboard.press("/");
  await page.keyboard.type("name == ");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".filter-wrong").waitFor();
  await page.keyboard.type("F");
  expect(await markedAt(visit)).not.toBe(7);
  await page.keyboard.type("oo && ");
  await page.keyboard.press("Enter");
  await page.getByText("The filter ends too early.", { exact: true }).waitFor();
  await expect.poll(() => markedAt(visit)).toBe("name == Foo &&".length);
  expect(await input(visit).evaluate((field: HTMLInputElement) => field.selectionStart)).toBe(14);
  await input(visit).fill("   pendin");
  await page.keyboard.press("Enter");
  await expect.poll(() => markedAt(visit)).toBe(3);
});
