import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import { usePages } from "./harness.ts";

const host = usePages();

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  it("start screen", async () => {
    const { page } = await host.open({ colorScheme });
    await page.getByRole("button", { name: "A healthy boot" }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("capture with each view of the details", async () => {
    const visit = await host.open({ colorScheme });
    await visit.openSample("One request hangs");
    await visit.goToFrame(43);
    await visit.page.locator(".monaco-editor").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
    for (const tab of ["Fields", "Bytes"]) {
      await visit.page.getByRole("tab", { name: tab }).click();
      expect(await seriousFaults(visit.page)).toEqual([]);
    }
  });

  it("exchanges, dialogs and a filter that does not parse", async () => {
    const visit = await host.open({ colorScheme });
    await visit.openSample("One request hangs");
    await visit.page.keyboard.press("x");
    expect(await seriousFaults(visit.page)).toEqual([]);
    for (const key of ["?", "Control+k", "g"]) {
      await visit.page.keyboard.press(key);
      await visit.page.getByRole("dialog").waitFor();
      expect(await seriousFaults(visit.page)).toEqual([]);
      await visit.page.keyboard.press("Escape");
      await visit.page.getByRole("dialog").waitFor({ state: "detached" });
      // The focus goes back in a task of its own, and would take it from a filter that a key opened before that.
      await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
    }
    await visit.page.keyboard.press("Control+k");
    await visit.page.getByPlaceholder("What to do").fill("no such thing");
    await visit.page.getByText("No command has these words").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
    await visit.page.keyboard.press("/");
    await visit.page.keyboard.type("size == ");
    await visit.page.locator("#filter-fault").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });

  it("card of a file that cannot be read", async () => {
    const visit = await host.open({ colorScheme });
    await visit.dropWithoutWaiting(host.file("list.txt", Buffer.from("milk and bread\n".repeat(99))));
    await visit.page.getByRole("alert").first().waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });
});

describe("the keyboard alone", () => {
  it("opens a sample, and reaches the table, the tabs and the fields", async () => {
    const visit = await host.open();
    const { page } = visit;
    await page.getByRole("button", { name: "A healthy boot" }).waitFor();
    const reached = async (): Promise<string> =>
      page.evaluate(() => {
        const active = document.activeElement;
        return `${active?.getAttribute("role") ?? active?.tagName} ${active?.getAttribute("aria-label") ?? active?.textContent ?? ""}`;
      });
    const tabTo = async (wanted: RegExp): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        if (wanted.test(await reached())) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${wanted}; it stands at ${await reached()}`);
    };
    await tabTo(/^BUTTON A healthy boot/);
    await page.keyboard.press("Enter");
    await visit.finished();
    await tabTo(/^grid Frames/);
    await page.keyboard.press("ArrowDown");
    await expect.poll(visit.selectedFrame).toBe(1);
    await tabTo(/^tab JSON/);
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tree", { name: "Fields" }).waitFor();
    await tabTo(/^tree Fields/);
    await page.keyboard.press("ArrowDown");
    await page.getByRole("treeitem", { selected: true }).waitFor();
  });
});

describe("colours that the system forces", () => {
  it("leave the payload readable and the timeline drawn", async () => {
    const visit = await host.open({ forcedColors: "active" });
    const { page } = visit;
    await visit.openSample("One request hangs");
    await visit.goToFrame(42);
    const line = page.locator(".view-line", { hasText: "ContainerId" }).locator("span span").first();
    await line.waitFor();
    const paper = page.locator(".monaco-editor .monaco-editor-background").first();
    const background = await paper.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await line.evaluate((element) => getComputedStyle(element).color)).not.toBe(background);

    await page.keyboard.press("2");
    const canvas = page.locator("canvas.timeline-canvas");
    const colours = (): Promise<number> =>
      canvas.evaluate((element: HTMLCanvasElement) => {
        const pixels = element.getContext("2d")?.getImageData(0, 0, element.width, element.height).data ?? [];
        return new Set(new Uint32Array(pixels instanceof Uint8ClampedArray ? pixels.buffer : [])).size;
      });
    // All in one colour it would be a black box; letters alone give some shades.
    await expect.poll(colours).toBeGreaterThan(8);
  });
});
