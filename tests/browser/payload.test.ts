import { describe, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import { seriousFaults } from "./axe.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

/** Time enough between two looks for a hover to open, ms. */
const HOVERING = { interval: 1500 };
const host = usePages();
const ZERO = "00000000-0000-0000-0000-000000000000";

function frame(type: number, id: number, payload: string): Buffer {
  const body = Buffer.from(payload);
  const header = Buffer.alloc(16);
  header.writeUInt32LE(type, 0);
  header.writeUInt32LE(16 + body.length, 4);
  header.writeBigUInt64LE(BigInt(id), 8);
  return Buffer.concat([header, body]);
}

const detailsOf = (visit: TestPage): Locator =>
  visit.page.getByRole("region", { name: "Details of the selected frame" });

/** The last line of the editor that has a text. */
const lineWith = (within: Locator, text: string): Locator =>
  within.locator(".view-line", { hasText: text }).last().locator("span span").first();

/** Points at a text until its hover is there: a pointer that rests while the text moves under it asks for nothing. */
async function pointAt(page: Page, text: Locator, hover: Locator): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    if (await hover.isVisible()) return true;
    await page.mouse.move(0, 0);
    await text.hover();
    return hover.isVisible();
  };
  await expect.poll(isThere, HOVERING).toBe(true);
}

/** Frame 13 of the sample executes `/bin/echo` in the utility VM. */
async function openExec(colorScheme: "light" | "dark" = "light"): Promise<TestPage> {
  const visit = await host.open({ colorScheme });
  await visit.openSample("A healthy boot");
  await visit.goToFrame(13);
  await detailsOf(visit).locator(".monaco-editor").waitFor();
  return visit;
}

describe("a payload in the details", () => {
  it("marks fields and bytes both ways through a nested string, and says what they mean", async () => {
    const visit = await openExec();
    const details = detailsOf(visit);
    const foot = details.getByRole("region", { name: "The chosen field" });
    await details.getByRole("tab", { name: "Fields" }).click();
    const tree = details.getByRole("tree", { name: "Fields" });
    // From the byte of a value three levels deep to the field: CommandArgs[1] is text in the string ProcessParameters.
    const cells = details.locator("[role=gridcell][data-byte]");
    await tree.focus();
    await visit.page.keyboard.press("End");
    const item = details.getByRole("treeitem", { name: /hello from uvm/ });
    for (let press = 0; press < 40 && !(await item.isVisible()); press++) await visit.page.keyboard.press("ArrowUp");
    await item.click();
    const marked = details.getByRole("gridcell", { selected: true });
    await expect.poll(() => marked.count()).toBeGreaterThan(14);
    expect(await foot.innerText()).toContain("Settings.ProcessParameters.CommandArgs[1]");
    expect(await foot.innerText()).toContain("Program and arguments one by one");
    const bytes = await marked.evaluateAll((elements) => elements.map((cell) => cell.textContent));
    // The quotes of the value are escaped on the wire, and belong to it.
    expect(Buffer.from(bytes.join(""), "hex").toString()).toBe(String.raw`\"hello from uvm\"`);

    // And from bytes to the field, by the pointer and by the caret.
    const first = Number(await marked.first().getAttribute("data-byte"));
    await cells.locator(`xpath=self::*[@data-byte="${first - 3}"]`).click();
    await expect.poll(() => foot.innerText()).toContain("CommandArgs");
    await expect.poll(() => foot.innerText()).not.toContain("CommandArgs[1]");
    for (let press = 0; press < 4; press++) await visit.page.keyboard.press("ArrowRight");
    await expect.poll(() => foot.innerText()).toContain("CommandArgs[1]");
    await expect.poll(() => item.getAttribute("aria-selected")).toBe("true");
  });

  it("tells a field's meaning on hover in the editor, in strings too, and filters by it from its menu", async () => {
    const visit = await openExec();
    const { page } = visit;
    const details = detailsOf(visit);
    const hover = page.locator(".monaco-hover").filter({ hasText: "VsockStdioRelaySettings.StdOut" });
    await pointAt(page, lineWith(details, "StdOut"), hover);
    expect(await hover.innerText()).toContain("Port for standard output.");
    expect(await hover.innerText()).toContain("Stream 1 of this bridge");
    expect(await hover.innerText()).toContain("uint32");

    await lineWith(details, "WorkingDirectory").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Apply as filter", exact: true }).click();
    await visit.page.getByLabel("Rows shown").waitFor();
    expect(await page.locator("#filter").inputValue()).toBe('Settings.ProcessParameters.WorkingDirectory == "/"');
    await expect.poll(() => visit.shownFrames()).toContain(13);
    expect(await visit.shownFrames()).not.toContain(14);

    // The same by keys, from the tree.
    await details.getByRole("tab", { name: "Fields" }).click();
    const tree = details.getByRole("tree", { name: "Fields" });
    await tree.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menu", { name: "Value" }).waitFor();
    await page.getByRole("menuitem", { name: "Filter: and", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.locator("#filter").inputValue())
      .toMatch(/WorkingDirectory == "\/" and .+|WorkingDirectory == "\/" && .+/);
    await expect.poll(() => visit.shownFrames()).toContain(13);
  });

  it("underlines what is not as the protocol says, with the reason, and shows a large payload in parts", async () => {
    const stacks = "goroutine 1 [running]:\n".repeat(100_000);
    const bytes = Buffer.concat([
      frame(0x10100601, 1, `{"ContainerId":"${ZERO}","ActivityId":"${ZERO}","ProcessID":24,"TimeoutInMs":"5"}`),
      frame(0x10100c01, 2, `{"ContainerId":"${ZERO}","ActivityId":"${ZERO}"}`),
      frame(
        0x10100501,
        3,
        `{"ContainerId":"${ZERO}","ActivityId":"${ZERO}","Settings":{"ProcessParameters":"${stacks.replaceAll("\n", "\\n")}"}}`,
      ),
    ]);
    const visit = await host.open();
    const { page } = visit;
    await visit.drop(host.file("faulty.h2g.bin", bytes));
    const details = detailsOf(visit);
    await visit.goToFrame(1);
    await details.locator(".squiggly-warning").first().waitFor();
    const timeout = lineWith(details, "TimeoutInMs");
    const hover = page.locator(".monaco-hover").filter({ hasText: "TimeoutInMs" });
    await pointAt(page, timeout, hover);
    await expect
      .poll(() => page.locator(".monaco-hover:visible").allInnerTexts())
      .toContainEqual(expect.stringContaining("How long the guest waits"));
    await details.getByRole("tab", { name: "Fields" }).click();
    await details.getByRole("tree", { name: "Fields" }).focus();
    await page.keyboard.press("End");
    const missing = details.getByRole("treeitem", { name: /ProcessId missing/ });
    await missing.waitFor();
    await details.getByRole("tab", { name: "JSON" }).click();

    await visit.goToFrame(3);
    const note = details.getByRole("note").filter({ hasText: "of text are here" });
    await note.waitFor();
    expect(await note.innerText()).toContain("1 line ends early");
    const before = await note.innerText();
    await note.getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => note.innerText()).not.toBe(before);
    await note.getByRole("button", { name: "All bytes" }).click();
    await details.getByRole("grid", { name: "Bytes of the frame" }).waitFor();
  });
});

it("bytes that are selected by keys are followed to the end that moves", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("An answer too large");
  await visit.filter("size > 100000");
  await visit.rows.first().click();
  const details = detailsOf(visit);
  await details.getByRole("tab", { name: "Bytes" }).click();
  const bytes = details.getByRole("grid", { name: "Bytes of the frame" });
  await details.locator('[role=gridcell][data-byte="0"]').click();
  for (let press = 0; press < 6; press++) await page.keyboard.press("Shift+PageDown");
  const isSeen = async (): Promise<boolean> => {
    const grid = (await bytes.boundingBox())!;
    const id = await bytes.getAttribute("aria-activedescendant");
    const box = id === null ? null : await page.locator(`[id="${id}"]`).boundingBox();
    return box !== null && box.y >= grid.y && box.y + box.height <= grid.y + grid.height + 1;
  };
  await expect.poll(isSeen).toBe(true);
  expect(await bytes.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(200);
});

describe("the menu of a value", () => {
  it("opens by its keys in the text, and on a byte, whose field it is of", async () => {
    const visit = await openExec();
    const { page } = visit;
    const details = detailsOf(visit);
    const menu = page.getByRole("menu", { name: "Value" });
    await lineWith(details.locator(".monaco-editor"), '"CommandArgs"').click();
    await page.keyboard.press("Shift+F10");
    await expect.poll(() => menu.innerText()).toContain("CommandArgs");
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });

    await details.getByRole("tab", { name: "Bytes" }).click();
    const byte = (at: number): Locator => details.locator(`[role=gridcell][data-byte="${at}"]`);
    await byte(1).click({ button: "right" });
    await expect.poll(() => menu.innerText()).toContain("type == 0x10100501");
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    // The line feed behind the JSON is of the payload.
    await details.getByRole("grid", { name: "Bytes of the frame" }).focus();
    await page.keyboard.press("Control+End");
    const size = Number(await visit.grid.locator('[data-frame="13"] [data-column="size"]').innerText());
    await byte(size - 1).click();
    await expect.poll(() => details.locator(".hex-inspector").innerText()).toMatch(/Payload/);
  });
});

describe("a frame with a hole", () => {
  it("shows, judges and copies nothing that the capture does not have", async () => {
    const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
    const { page } = visit;
    await visit.drop(host.capture("lossy/busy-drop0.2pct.pcap"));
    await visit.goToFrame(598);
    const details = detailsOf(visit);
    await details.getByText(/The capture lacks [\d,]+ bytes? of the payload, from byte [\d,]+ on/).waitFor();
    const text = await details.locator(".view-lines").innerText();
    expect(text).not.toMatch(/[\0\uFFFD\u2400]/u);
    await details.getByRole("tab", { name: "Bytes" }).click();
    const bytes = details.getByRole("grid", { name: "Bytes of the frame" });
    const lacking = bytes.locator(".hex-lacking");
    await expect.poll(() => lacking.count()).toBeGreaterThan(0);
    // All of them, by keys, and none of the page around.
    await bytes.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^[0-9a-f]{2}( [0-9a-f]{2}){15}\n/);
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split(/\s+/u);
    const size = await visit.grid.locator('[data-frame="598"] [data-column="size"]').innerText();
    expect(copied.length).toBe(Number(size.replaceAll(",", "")));
    expect(copied).toContain("--");
  });
});

describe("comparing payloads", () => {
  it.each(["light", "dark"] as const)("shows what differs, in the %s theme", async (colorScheme) => {
    const visit = await openExec(colorScheme);
    const { page } = visit;
    await visit.command("Mark for comparison");
    await visit.grid.locator('[data-frame="13"]').getByRole("img", { name: "Marked for comparison" }).waitFor();
    await visit.goToFrame(18);
    await page.keyboard.press("d");
    const dialog = page.getByRole("dialog", { name: "Compare payloads" });
    await dialog.locator(".line-insert, .char-insert").first().waitFor();
    expect(await dialog.innerText()).toContain("frame 13");
    expect(await dialog.innerText()).toContain("frame 18");
    await expect.poll(() => dialog.locator(".editor.modified .view-lines").innerText()).toContain("cat");
    await expect.poll(() => dialog.locator(".editor.original .view-lines").innerText()).toContain("echo");
    expect(await seriousFaults(page)).toEqual([]);
    if (colorScheme === "dark") return;

    // The editor has no list of commands of its own; that of the page is above all.
    await dialog.locator(".editor.modified .view-line").first().click();
    await page.keyboard.press("F1");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "All commands" }).waitFor();
    expect(await page.locator(".quick-input-widget").count()).toBe(0);
    await page.keyboard.press("Escape");
    await visit.command("Compare with the previous frame of the same message");
    await dialog.locator(".line-insert, .char-insert").first().waitFor();

    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await visit.command("Compare with the marked frame");
    await dialog.locator(".line-insert, .char-insert").first().waitFor();
    await page.keyboard.press("Escape");
    await visit.command("Compare with the paired frame");
    await expect.poll(() => dialog.innerText()).toContain("ExecuteProcess response");
    await dialog.getByRole("button", { name: "frame 19" }).click();
    await expect.poll(visit.selectedFrame).toBe(19);
  });
});
