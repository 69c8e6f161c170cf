import { expect, it, describe } from "vitest";
import type { Page, Route } from "playwright-core";
import { seriousFaults } from "./axe.ts";
import { usePages } from "./harness.ts";

const host = usePages();

const title = (page: Page): Promise<string> => page.locator(".reference-article h1").innerText();
const named = (page: Page) => page.locator(".reference-named");

describe("the protocol reference", () => {
  it("opens by its address without a capture, on the row that the address names", async () => {
    const { page } = await host.open();
    await page.goto(`${host.origin}/#reference/result-codes/0xC037010E`);
    await expect.poll(() => title(page)).toBe("Result codes");
    expect(await named(page).innerText()).toContain("HrVmcomputeSystemNotFound");
    expect(await named(page).isVisible()).toBe(true);

    // A path as filters write it leads to the object that it ends in.
    await page.goto(`${host.origin}/#reference/ExecuteProcess/request/Settings.ProcessParameters.CommandArgs`);
    await expect.poll(() => title(page)).toBe("ProcessParameters");
    expect(await named(page).innerText()).toContain("CommandArgs");

    await page.goto(`${host.origin}/#reference/nonsense/%`);
    await expect.poll(() => title(page)).toBe("No such page");
  });

  it("gives the JSON schema of a message's payload", async () => {
    const { page } = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(`${host.origin}/#reference/WaitForProcess/request`);
    await page.getByRole("button", { name: "Copy JSON schema" }).click();
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain("json-schema.org");
    expect(JSON.parse(await copied())).toMatchObject({
      description: "Waits until a process has ended.",
      properties: { TimeoutInMs: { type: "integer", maximum: 4294967295 } },
      required: expect.arrayContaining(["ProcessId", "TimeoutInMs"]),
    });
  });

  it("is searched and read by the keyboard alone, and leads back to the capture that is open", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await visit.goToFrame(11);
    await page.keyboard.press("F1");
    const search = page.getByRole("combobox", { name: "Search the reference" });
    await expect.poll(() => search.evaluate((input) => input === document.activeElement)).toBe(true);

    await page.keyboard.type("lun lcowmapped");
    const found = page.getByRole("listbox").getByRole("option");
    await expect.poll(() => found.first().innerText()).toContain("LcowMappedVirtualDisk");
    await page.keyboard.press("Enter");
    await expect.poll(() => title(page)).toBe("LcowMappedVirtualDisk");
    expect(page.url()).toMatch(/#reference\/objects\/LcowMappedVirtualDisk\/Lun$/);

    await search.fill("H01");
    await expect.poll(() => found.first().innerText()).toContain("diagnosis rule");
    await search.fill("no such thing here");
    await page.getByText(/Nothing in the reference/).waitFor();
    // The first Esc clears the search, the second closes.
    await page.keyboard.press("Escape");
    await page.getByRole("navigation", { name: "Pages of the reference" }).waitFor();

    await page.goBack();
    await expect.poll(() => title(page)).toBe("The protocol");
    await page.goForward();
    await expect.poll(() => title(page)).toBe("LcowMappedVirtualDisk");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(visit.selectedFrame).toBe(11);
    // The keys work at the table again.
    await page.keyboard.press("j");
    await expect.poll(visit.selectedFrame).toBe(12);
  });

  it("gives way to files that are dropped on it, and to files that are chosen", async () => {
    const visit = await host.open();
    const { page } = visit;
    const capture = host.capture("hang-sequential/hang-sequential.pcap");
    await page.getByRole("heading", { name: "Open a capture of the HCS-GCS bridge" }).waitFor();
    // Asked for long before, as a dialog that opens meanwhile is not seen.
    const chooser = page.waitForEvent("filechooser");
    for (const open of [
      () => visit.dropWithoutWaiting(capture),
      async () => {
        await page.keyboard.press("Control+o");
        await (await chooser).setFiles(capture);
      },
    ]) {
      await page.keyboard.press("F1");
      await expect.poll(() => title(page)).not.toBe("");
      await open();
      await visit.finished();
      expect(await page.getByRole("dialog").count()).toBe(0);
      expect(new URL(page.url()).hash).toBe("");
    }
  });

  it("gives way to what the palette does on the page, and stays for what it does over it", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await visit.goToFrame(3);
    await page.keyboard.press("F1");
    const reference = page.getByRole("dialog", { name: "Protocol reference" });
    await reference.waitFor();
    await visit.command("Dark theme");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await reference.count()).toBe(1);
    await visit.command("Mark the frame");
    await reference.waitFor({ state: "detached" });
    await visit.grid.locator('[data-frame="3"][data-marked]').waitFor();
    // The keys are the table's again.
    await page.keyboard.press("j");
    await expect.poll(visit.selectedFrame).toBe(4);
  });

  it("is closed by Esc while its code is still on its way", async () => {
    const { page } = await host.open();
    const held: Route[] = [];
    await page.route("**/ReferencePane-*.js", (route) => void held.push(route));
    await page.keyboard.press("F1");
    // It shows a moment later, so that it never flashes; the keys are its own at once.
    await page.getByText("Loading the reference.").waitFor({ state: "attached" });
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    for (const route of held) await route.continue();
    // Nor is a key lost that follows its opening at once.
    await page.keyboard.press("F1");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  });

  it("opens from the strip and from a field", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await visit.goToFrame(11);
    await page.getByRole("button", { name: "Reference of the selected message" }).click();
    await expect.poll(() => title(page)).toBe("ModifySettings request");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    await page.getByRole("tab", { name: "Fields" }).click();
    await page.getByRole("treeitem", { name: /^RequestType/ }).click();
    await page.getByRole("button", { name: "Open in the reference" }).click();
    await expect.poll(() => title(page)).toBe("ModificationRequest");
    expect(await named(page).innerText()).toContain("RequestType");
  });
});

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  it("the reference has no serious fault of accessibility", async () => {
    const { page } = await host.open({ colorScheme });
    for (const path of ["", "/ModifySettings/request/Request", "/result-codes/0xC037010E"]) {
      await page.goto(`${host.origin}/#reference${path}`);
      await page.locator(".reference-article h1").waitFor();
      expect(await seriousFaults(page)).toEqual([]);
    }
    await page.getByRole("combobox").fill("port");
    await page.getByRole("option").first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
