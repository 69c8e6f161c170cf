/** Whose a key is, wherever the focus is. */
import type { Locator } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { usePages, type TestPage } from "./harness.ts";

const host = usePages();
let visit: TestPage;
let details: Locator;

/** Frame 13 of the sample executes `/bin/echo` in the utility VM; its pair is frame 15. */
beforeEach(async () => {
  visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
  await visit.openSample("A healthy boot");
  await visit.goToFrame(13);
  details = visit.page.getByRole("region", { name: "Details of the selected frame" });
  await details.locator(".monaco-editor .view-line").first().waitFor();
});

const press = (key: string): Promise<void> => visit.page.keyboard.press(key);
const copied = (): Promise<string> => visit.page.evaluate(() => navigator.clipboard.readText());
const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => node.contains(document.activeElement));

/** Opens what lies over the page by its key, and closes it. */
async function openAndClose(key: string, name: string): Promise<void> {
  const overlay = visit.page.getByRole("dialog", { name });
  await press(key);
  await expect.poll(() => hasFocus(overlay)).toBe(true);
  await press("Escape");
  await overlay.waitFor({ state: "detached" });
}

describe("the payload's text", () => {
  beforeEach(() => details.locator(".view-line").first().click());

  it("leaves the page its keys", async () => {
    const { page } = visit;
    const editor = details.locator(".monaco-editor").first();
    await expect.poll(() => hasFocus(editor)).toBe(true);
    await press("p");
    await expect.poll(visit.selectedFrame).toBe(15);
    await press("k");
    await expect.poll(visit.selectedFrame).toBe(14);
    await press("Alt+ArrowLeft");
    await expect.poll(visit.selectedFrame).toBe(15);
    await press("m");
    await visit.status.getByText("1 marked").waitFor();
    expect(await hasFocus(editor)).toBe(true);

    for (const { key, opens } of [
      { key: "Control+k", opens: page.getByRole("dialog", { name: "All commands" }) },
      { key: "?", opens: page.getByRole("dialog", { name: "Keys" }) },
      { key: "F1", opens: page.getByRole("dialog", { name: "Protocol reference" }) },
      { key: "Shift+F1", opens: page.getByRole("dialog", { name: "Protocol reference" }) },
    ]) {
      await details.locator(".view-line").first().click();
      await press(key);
      await opens.waitFor();
      await expect.poll(() => hasFocus(opens)).toBe(true);
      await press("Escape");
      await opens.waitFor({ state: "detached" });
    }
    expect(await page.locator(".quick-input-widget:visible").count()).toBe(0);

    await details.locator(".view-line").first().click();
    await press("/");
    await expect.poll(() => hasFocus(page.locator("#filter"))).toBe(true);
  });

  it("keeps what reading takes: moving, selecting, copying, finding", async () => {
    const { page } = visit;
    await press("Control+Home");
    await press("ArrowDown");
    await press("Home");
    await press("Shift+End");
    await press("Control+c");
    await expect.poll(copied).toBe('"ContainerId": ');
    await press("PageDown");
    await press("End");
    expect(await visit.selectedFrame()).toBe(13);
    const lines = details.locator(".view-line");
    expect(await lines.count()).toBeGreaterThan(3);
    await press("Control+Home");
    await press("Control+Shift+BracketLeft");
    await expect.poll(() => lines.count()).toBeLessThan(3);

    await press("Control+f");
    await page.keyboard.type("mfp");
    await expect.poll(() => details.locator(".find-widget textarea").first().inputValue()).toBe("mfp");
    expect(await visit.selectedFrame()).toBe(13);
  });

  it("leaves the page its keys while the editor's find is open, but for those that find", async () => {
    const { page } = visit;
    const find = details.locator(".find-widget textarea").first();
    const open = async (key: string, overlay: Locator): Promise<void> => {
      await find.focus();
      await press(key);
      await expect.poll(() => hasFocus(overlay)).toBe(true);
      await press("Escape");
      await overlay.waitFor({ state: "detached" });
    };
    await press("Control+f");
    await page.keyboard.type("id");
    await expect.poll(() => find.inputValue()).toBe("id");
    await open("Control+g", page.getByRole("dialog", { name: /^Go to/u }));
    await open("Control+k", page.getByRole("dialog", { name: "All commands" }));
    const matches = details.locator(".find-widget .matchesCount");
    await find.focus();
    const before = await matches.innerText();
    await press("F3");
    await expect.poll(() => matches.innerText()).not.toBe(before);
    await press("Control+f");
    await page.keyboard.type("name");
    await expect.poll(() => find.inputValue()).toBe("name");
    expect(await page.locator("#find").count()).toBe(0);
    expect(await page.locator(".quick-input-widget:visible").count()).toBe(0);
  });

  it("has F3 only where the page finds nothing", async () => {
    const { page } = visit;
    const widget = details.locator(".find-widget.visible");
    await press("F3");
    await widget.waitFor();
    await press("Escape");
    await widget.waitFor({ state: "detached" });

    await press("f");
    await page.keyboard.type("ContainerId");
    await page.getByRole("status", { name: "Hits" }).getByText("hits").waitFor();
    for (const [key, forward] of [
      ["F3", true],
      ["Shift+F3", false],
    ] as const) {
      const frame = (await visit.selectedFrame()) ?? 0;
      await details.locator(".view-line").first().click();
      await press(key);
      await expect.poll(async () => ((await visit.selectedFrame()) ?? 0) > frame).toBe(forward);
    }
    expect(await widget.count()).toBe(0);
  });
});

describe("fields and bytes", () => {
  beforeEach(() => details.getByRole("tab", { name: "Fields" }).click());

  it("lead back to the table by Esc, with the filter as it was", async () => {
    const { page } = visit;
    await visit.filter("kind == request");
    const leave = async (from: Locator): Promise<void> => {
      await from.click();
      await press("Escape");
      await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
      expect(await page.locator("#filter").inputValue()).toBe("kind == request");
    };
    await leave(details.getByRole("treeitem").first());
    await leave(details.locator("[data-byte]").first());
    await leave(details.getByRole("tab", { name: "Bytes" }));
    await leave(details.locator("[data-byte]").first());
    await leave(details.getByRole("tab", { name: "JSON" }));
    await leave(details.locator(".view-line").first());
    await press("Escape");
    await expect.poll(() => page.locator("#filter").inputValue()).toBe("");
  });

  it("copy by Ctrl+C the value that is chosen, and the bytes", async () => {
    await details.getByRole("treeitem", { name: /^ContainerId/ }).click();
    await press("Control+c");
    await expect.poll(copied).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    await details.locator('[role=gridcell][data-byte="0"]').click();
    for (let byte = 1; byte < 4; byte++) await press("Shift+ArrowRight");
    await press("Control+c");
    // The type of an ExecuteProcess request.
    await expect.poll(copied).toBe("01 05 10 10");
  });
});

describe("the palette", () => {
  it("does what fits best to what is typed, whatever its group", async () => {
    const { page } = visit;
    const first = async (typed: string): Promise<void> => {
      await press("Control+k");
      await page.getByPlaceholder("What to do").fill(typed);
      await press("Enter");
      await page.getByPlaceholder("What to do").waitFor({ state: "detached" });
    };
    const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset["theme"]);
    await first("dark");
    await expect.poll(theme).toBe("dark");
    await first("light");
    await expect.poll(theme).toBe("light");
    await first("wait");
    await page.getByRole("tab", { name: "Waiting", selected: true }).waitFor();
    await first("exchange");
    await page.getByRole("grid", { name: "Exchanges" }).waitFor();
    await visit.filter("kind == request");
    await first("filter");
    await expect.poll(() => hasFocus(page.locator("#filter"))).toBe(true);
    await first("help");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await press("Escape");
    await first("serach");
    await expect.poll(() => hasFocus(page.locator("#find"))).toBe(true);
  });

  it("names commands as the menu of the rows does where several are selected, and finds them by either name", async () => {
    const { page } = visit;
    const options = page.getByRole("option");
    const found = async (typed: string): Promise<string> => {
      await page.getByPlaceholder("What to do").fill(typed);
      return (await options.first().innerText()).split("\n")[0] ?? "";
    };
    await press("Shift+ArrowDown");
    await press("Shift+ArrowDown");
    await visit.status.getByText("3 frames selected").waitFor();
    await press("Control+k");
    expect(await found("copy the rows as text")).toBe("Copy the rows as text");
    expect(await found("copy the row as text")).toBe("Copy the rows as text");
    expect(await found("show only these")).toBe("Show only these 3 frames");
    await press("Escape");
    await press("ArrowDown");
    await press("Control+k");
    expect(await found("copy the rows as text")).toBe("Copy the row as text");
  });

  it("begins with what was run last, and runs it again by Enter", async () => {
    const { page } = visit;
    const options = page.getByRole("option");
    const theme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset["theme"]);
    await visit.command("Switch between frames and exchanges");
    await visit.command("Dark theme");
    await expect.poll(theme).toBe("dark");
    await visit.command("Light theme");
    await expect.poll(theme).toBe("light");
    await press("Control+k");
    // The theme that is set would change nothing.
    await expect.poll(async () => (await options.allInnerTexts())[0]).toBe("Dark theme");
    expect((await options.allInnerTexts())[1]).toMatch(/^Switch between frames and exchanges/);
    await press("Enter");
    await expect.poll(theme).toBe("dark");
  });
});

describe("what had the focus", () => {
  const overlays = [
    { key: "Control+k", name: "All commands" },
    { key: "F1", name: "Protocol reference" },
  ];

  it.each(overlays)("has it again after $name, wherever it was", async ({ key, name }) => {
    const { page } = visit;
    await details.getByRole("tab", { name: "Fields" }).click();
    await press("1");
    await page.getByRole("tab", { name: /^Findings/ }).click();
    for (const holder of [
      details.getByRole("tree", { name: "Fields" }),
      details.getByRole("grid", { name: "Bytes of the frame" }),
      page.getByRole("tab", { name: /^Findings/ }),
      page.getByRole("button", { name: "Columns" }),
      visit.header("Name").getByRole("button").first(),
      visit.grid,
    ]) {
      await holder.focus();
      await openAndClose(key, name);
      await expect.poll(() => holder.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });

  it("is a half-written filter with its caret", async () => {
    const filter = visit.page.getByRole("combobox", { name: "Filter" });
    await press("/");
    await visit.page.keyboard.type("name == Ex");
    await press("ArrowLeft");
    await openAndClose("Control+k", "All commands");
    // It comes back right after the dialog is gone, and a test types sooner than people.
    await expect.poll(() => hasFocus(filter)).toBe(true);
    await visit.page.keyboard.type("te");
    expect(await filter.inputValue()).toBe("name == Etex");
  });

  it("goes to the table where a control takes itself away", async () => {
    const { page } = visit;
    await visit.grid.focus();
    await press("Control+d");
    await visit.status.getByRole("button", { name: "Show again" }).press("Enter");
    await expect.poll(() => visit.status.innerText()).not.toContain("ignored");
    await expect.poll(() => hasFocus(visit.grid)).toBe(true);

    await visit.dropWithoutWaiting(host.file("text.txt", Buffer.from("text\n")));
    const dismiss = page.getByRole("button", { name: "Dismiss" });
    await dismiss.press("Enter");
    await dismiss.waitFor({ state: "detached" });
    await expect.poll(() => hasFocus(visit.grid)).toBe(true);
  });

  it("is the button of the menu that a dialog was opened from", async () => {
    const button = visit.page.getByRole("button", { name: "Columns" });
    await button.click();
    await visit.page.getByRole("menuitem", { name: /^More columns/ }).click();
    await visit.page.getByRole("dialog").waitFor();
    await press("Escape");
    await expect.poll(() => hasFocus(button)).toBe(true);
  });

  it("is what a command of the palette is about", async () => {
    await details.getByRole("tab", { name: "Fields" }).click();
    const tree = details.getByRole("tree", { name: "Fields" });
    await tree.focus();
    await visit.command("Keys");
    await press("Escape");
    await expect.poll(() => hasFocus(tree)).toBe(true);
  });
});

describe("what lies over the page", () => {
  it.each([
    ["the keys", "?", "Keys"],
    ["going to a frame", "g", /^Go to/u],
  ])("keeps keys from the table behind it: the dialog of %s", async (_what, key, name) => {
    const dialog = visit.page.getByRole("dialog", { name });
    await press(key);
    await expect.poll(() => hasFocus(dialog)).toBe(true);
    for (const each of ["Control+d", "Control+ArrowDown", "Control+c", "Shift+F10"]) await press(each);
    await press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await visit.selectedFrame()).toBe(13);
    expect(await visit.status.innerText()).not.toContain("ignored");
    expect(await visit.page.getByRole("menu").count()).toBe(0);
  });

  it("keeps them in the menu of a row, which is of that row alone and comes only at the table", async () => {
    const menu = visit.page.getByRole("menu");
    await visit.grid.focus();
    await press("Shift+F10");
    await expect.poll(() => hasFocus(menu)).toBe(true);
    await press("Control+d");
    expect(await visit.selectedFrame()).toBe(13);
    expect(await visit.status.innerText()).not.toContain("ignored");
    await press("Escape");
    await menu.waitFor({ state: "detached" });
    await details.getByRole("tab", { name: "Fields" }).click();
    await press("1");
    for (const beside of [
      visit.page.locator("#filter"),
      visit.page.getByRole("tree", { name: "Findings" }),
      details.getByRole("grid", { name: "Bytes of the frame" }),
    ]) {
      await beside.focus();
      await press("Shift+F10");
      await press("Control+a");
      expect(await visit.page.getByRole("menu", { name: "Row" }).count()).toBe(0);
      await press("Escape");
    }
    expect(await visit.grid.locator("[aria-selected='true']").count()).toBeLessThan(2);
  });

  it("has no keys of the editor that lead elsewhere, in a comparison and its find", async () => {
    const { page } = visit;
    await visit.command("Compare with the paired frame");
    const dialog = page.getByRole("dialog", { name: /^Compar/u });
    await dialog.locator(".view-line").first().click();
    await press("Control+g");
    await press("Control+f");
    const find = dialog.locator(".find-widget.visible textarea").first();
    await expect.poll(() => hasFocus(find)).toBe(true);
    await press("Control+g");
    await page.keyboard.type("id");
    await expect.poll(() => find.inputValue()).toBe("id");
    expect(await page.locator(".quick-input-widget:visible").count()).toBe(0);
    await press("Control+k");
    await page.getByRole("dialog", { name: "All commands" }).waitFor();
  });

  it("gives way to files that are dropped on it, and to files that are chosen", async () => {
    const { page } = visit;
    const capture = host.capture("hang-sequential/hang-sequential.pcap");
    const chooser = page.waitForEvent("filechooser");
    for (const open of [
      () => visit.dropWithoutWaiting(capture),
      async () => {
        await press("Control+o");
        await (await chooser).setFiles(capture);
      },
    ]) {
      await press("?");
      const dialog = page.getByRole("dialog", { name: "Keys" });
      await expect.poll(() => hasFocus(dialog)).toBe(true);
      await open();
      await dialog.waitFor({ state: "detached" });
      await visit.finished();
      await expect.poll(() => hasFocus(visit.grid)).toBe(true);
    }
  });
});
