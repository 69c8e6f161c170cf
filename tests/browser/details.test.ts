import { beforeEach, describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import { frame } from "../bridge/framing.ts";
import { commentedCapture } from "../captures/commented.ts";
import { loadTruth, readBytes } from "../captures/load.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();
const HEADER_BYTES = 16;

let visit: TestPage;
let details: Locator;

beforeEach(async () => {
  visit = await host.open();
  await visit.openSample("A healthy boot");
  details = visit.page.getByRole("region", { name: "Details of the selected frame" });
});

/** Selects the request of this id; ids of `boot-exec` count up with its requests. */
async function selectRequest(id: number): Promise<void> {
  await visit.filter(`id == ${id} && direction == host-to-guest`);
  await visit.page.keyboard.press("Home");
  await details.getByText(String(id), { exact: true }).first().waitFor();
}

/** A request's bytes as they were sent. */
function sentBytes(id: number): Uint8Array {
  const message = loadTruth("boot-exec/boot-exec.truth.json").messages.find(
    (sent) => sent.id === id && sent.direction === "h2g",
  )!;
  const { streamOffset, size } = message;
  return readBytes("boot-exec/boot-exec.h2g.bin").subarray(streamOffset, streamOffset + size);
}

/** Monaco's lines as text; it writes spaces that do not break. */
async function editorText(): Promise<string> {
  const lines = await details.locator(".view-lines .view-line").allInnerTexts();
  return lines.join("\n").replaceAll("\u00a0", " ");
}

const withoutSpace = (text: string): string => text.replaceAll(/\s/g, "");

/** Offsets in the frame of the bytes that are marked. */
const marked = (): Promise<number[]> =>
  details
    .getByRole("gridcell", { selected: true })
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-byte"))));

describe("the payload as text", () => {
  it("is formatted in the editor, with the JSON in strings opened as structure", async () => {
    await selectRequest(6);
    await details.locator(".monaco-editor").waitFor();
    await expect.poll(editorText).toContain('"ProcessParameters": {');
    const text = await editorText();
    expect(text).toContain('"/bin/echo",');
    expect(text).toContain('"hello from uvm"');
    expect(text).toContain('"StdOut": 1073741825');
  });

  it("can be seen exactly as it was sent", async () => {
    await selectRequest(6);
    await details.getByRole("radio", { name: "Original" }).click();
    const sent = Buffer.from(sentBytes(6).subarray(HEADER_BYTES)).toString("utf8");
    // The editor wraps the one long line.
    await expect.poll(async () => withoutSpace(await editorText())).toBe(withoutSpace(sent));
  });

  it("cannot be changed, and can be searched", async () => {
    await selectRequest(6);
    await expect.poll(editorText).toContain("ContainerId");
    const before = await editorText();
    await details.locator(".view-lines").click();
    await visit.page.keyboard.type("zzz");
    expect(await editorText()).toBe(before);
    await visit.page.keyboard.press("Control+f");
    await visit.page.keyboard.type("traceparent");
    await expect.poll(() => details.locator(".find-widget").innerText()).toContain("1 of 1");
    // Esc closes what is open, and where nothing is leads back to the table.
    const isInTable = (): Promise<boolean> => visit.grid.evaluate((grid) => grid === document.activeElement);
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => details.locator(".find-widget.visible").count()).toBe(0);
    expect(await isInTable()).toBe(false);
    await visit.page.keyboard.press("Escape");
    await expect.poll(isInTable).toBe(true);
  });

  it("follows the selection", async () => {
    await selectRequest(6);
    await expect.poll(editorText).toContain("hello from uvm");
    await visit.clearFilter();
    await visit.page.keyboard.press("p");
    await expect.poll(editorText).toContain('"ProcessId": 24');
  });
});

describe("fields and bytes", () => {
  it.each([900, 640])("hint once at what can be done, in a window %i px high", async (height) => {
    await visit.page.setViewportSize({ width: 1440, height });
    await selectRequest(6);
    const hints = details.getByText(/^(?:Choose a field|Point at a byte)/).filter({ visible: true });
    for (const tab of ["Fields", "Bytes"]) {
      await details.getByRole("tab", { name: tab }).click();
      await details.getByRole("grid", { name: "Bytes of the frame" }).waitFor();
      expect(await hints.count()).toBe(1);
    }
  });

  it("shows the bytes as they were sent", async () => {
    await selectRequest(6);
    await details.getByRole("tab", { name: "Bytes" }).click();
    const sent = sentBytes(6);
    const cells = details.locator("[role=gridcell][data-byte]");
    await expect.poll(async () => (await cells.first().innerText()).trim()).not.toBe("");
    const shown = await cells.allInnerTexts();
    expect(shown.length).toBeGreaterThan(100);
    expect(shown).toEqual(Array.from(sent.subarray(0, shown.length), (byte) => byte.toString(16).padStart(2, "0")));
  });

  it.each([
    { field: /^Type/, bytes: [0, 1, 2, 3] },
    { field: /^Size/, bytes: [4, 5, 6, 7] },
    { field: /^ID/, bytes: [8, 9, 10, 11, 12, 13, 14, 15] },
  ])("marks the bytes of the header field $field", async ({ field, bytes }) => {
    await selectRequest(6);
    await details.getByRole("tab", { name: "Fields" }).click();
    await details.getByRole("treeitem", { name: field }).first().click();
    await expect.poll(marked).toEqual(bytes);
  });

  it("shows sixteen bytes a row at the widths that a first visitor finds", async () => {
    await selectRequest(6);
    await details.getByRole("tab", { name: "Bytes" }).click();
    const bytes = details.getByRole("grid", { name: "Bytes of the frame" });
    await expect.poll(() => bytes.getAttribute("aria-colcount")).toBe("16");
    const overflow = await bytes.evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth);
    expect(overflow).toBe(0);
  });

  it("marks the field of a byte that is clicked", async () => {
    await selectRequest(6);
    await details.getByRole("tab", { name: "Fields" }).click();
    await details.locator('[role=gridcell][data-byte="5"]').click();
    const field = details.getByRole("treeitem", { selected: true });
    await expect.poll(() => field.innerText()).toContain("Size");
  });

  it("marks the value of the payload that the bytes belong to, and the other way round", async () => {
    await selectRequest(6);
    await details.getByRole("tab", { name: "Fields" }).click();
    const item = details.getByRole("treeitem", { name: /ContainerId/ });
    await item.click();
    const sent = Buffer.from(sentBytes(6)).toString("latin1");
    const value = '"00000000-0000-0000-0000-000000000000"';
    const at = sent.indexOf(value);
    const range = await marked();
    expect(range).toContain(at);
    expect(range).toContain(at + value.length - 1);
    await details.locator(`[role=gridcell][data-byte="${at + 5}"]`).click();
    await expect.poll(() => item.getAttribute("aria-selected")).toBe("true");
  });
});

describe("the strip above", () => {
  it("leads to the paired frame and says how long it took", async () => {
    await selectRequest(7);
    const request = await visit.selectedFrame();
    await visit.clearFilter();
    expect(await details.innerText()).toMatch(/after 5\.0\d* s/);
    await details.getByText("answered by").locator("xpath=..").getByRole("button").click();
    await expect.poll(visit.selectedFrame).toBeGreaterThan(request);
    expect(await details.innerText()).toContain("answers");
    // The container and the process show their frames.
    await visit.goToFrame(16);
    await details.getByText("process", { exact: true }).locator("xpath=..").getByRole("button", { name: "24" }).click();
    const filter = visit.page.getByRole("combobox", { name: "Filter" });
    await expect.poll(() => filter.inputValue()).toMatch(/^container == "[0-]+" && process == 24$/);
    await expect.poll(async () => (await visit.shownFrames()).length).toBeLessThan(10);
  });
});

describe("comments of the capture file", () => {
  it("stand in the row and over the payload, and filter the table", async () => {
    const said = "<b>the guest</b> stops here";
    const comments = new Map([[115, [said]]]);
    const bytes = await commentedCapture("hang-handler/hang-handler.nsec.pcap", comments, "recorded on node 7");
    await visit.drop(host.file("commented.pcapng", bytes));
    await visit.page.getByRole("button", { name: "Sources: commented.pcapng" }).click();
    await visit.page.getByText("recorded on node 7", { exact: true }).waitFor();
    await visit.page.getByRole("menuitem", { name: "Show frames of 1 packet comment" }).click();
    await visit.page.getByLabel("Rows shown").waitFor();
    const [number] = await visit.shownFrames();
    expect(await visit.rows.count()).toBe(1);
    await visit.rows.getByText("comment", { exact: true }).waitFor();
    await visit.goToFrame(number!);
    const list = details.getByRole("list", { name: "Comments in the capture file" });
    expect(await list.innerText()).toMatch(/packet 116\s+<b>the guest<\/b> stops here/);
  });
});

describe("characters that nobody sees", () => {
  it("are marked in the payload: an id that differs by one looks like another", async () => {
    const payload = JSON.stringify({ ContainerId: "a\u200bb", ActivityId: "c\u00add" });
    const bytes = Buffer.concat([frame(0x1010_0901, 1n, "{}"), frame(0x1010_0901, 2n, payload)]);
    await visit.drop(host.file("unseen.h2g.bin", bytes));
    await visit.page.keyboard.press("End");
    await expect.poll(editorText).toContain("a\u200bb");
    await expect.poll(() => details.locator(".view-overlays .unicode-highlight").count()).toBe(2);
  });
});
