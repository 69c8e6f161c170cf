import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

const lines = (visit: TestPage): Locator => visit.page.getByRole("listbox", { name: /^Conversation/ });
const line = (visit: TestPage, text: RegExp | string): Locator =>
  lines(visit).getByRole("option").filter({ hasText: text }).first();
const scope = (visit: TestPage, name: RegExp): Locator => visit.page.getByRole("radio", { name });
const filterText = (visit: TestPage): Promise<string> =>
  visit.page.getByRole("combobox", { name: "Filter" }).inputValue();

/** A page whose clipboard may be read. */
async function open(title: string): Promise<TestPage> {
  const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
  await visit.openSample(title);
  return visit;
}

describe("a process of the real boot", () => {
  it("is told with its stdio, by key, and leads to its frames and back", async () => {
    const visit = await open("A healthy boot");
    const { page } = visit;
    await visit.goToFrame(19);
    await page.keyboard.press("F");
    await scope(visit, /^Process 25$/)
      .and(page.locator('[aria-checked="true"]'))
      .waitFor();
    await line(visit, "stdin 25").getByText("line one\nline two").waitFor();
    await line(visit, /ExecuteProcess 9.*process 25 started/)
      .and(page.locator("[aria-current]"))
      .waitFor();
    expect(await line(visit, /exit 0/).innerText()).toContain("process 25 exited");
    // The list has the focus: Enter selects the frame of the line that arrows went to.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(visit.selectedFrame).toBe(20);
    await line(visit, "stdout 25").click();
    await expect.poll(visit.selectedFrame).toBe(18);

    await page.getByRole("radio", { name: "Hex" }).click();
    await line(visit, "00000010  6f 0a").waitFor();
    await page.getByRole("button", { name: "Copy as text" }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain("stdout 25 < line one\n             stdout 25 < line two\n");
    await page.getByRole("button", { name: "Only this" }).click();
    await expect.poll(() => filterText(visit)).toMatch(/^process == 25|&& process == 25 && bridge == 1$/);
    await expect.poll(() => visit.shownFrames()).toEqual([18, 19, 20, 21]);

    await visit.clearFilter();
    await scope(visit, /^Bridge 1$/).click();
    await line(visit, /ExecuteProcess 9/).waitFor();
    await lines(visit).focus();
    await page.keyboard.press("End");
    await line(visit, /ShutdownForced|FIN from the guest/).waitFor();
    await visit.goToFrame(60);
    await lines(visit).locator("[aria-current]").filter({ hasText: /60$/ }).waitFor();
  });

  it("has an output of any length, a part at a time", async () => {
    const visit = await open("A healthy boot");
    await visit.goToFrame(41);
    await visit.command("Follow what this frame is about");
    await lines(visit).getByRole("option").first().waitFor();
    await lines(visit).focus();
    await visit.page.keyboard.press("End");
    await line(visit, /\n20000\n?/).waitFor();
    expect(await lines(visit).getByRole("option").count()).toBeLessThan(40);
  });
});

describe("a bridge of very many lines", () => {
  it("is shown a section at a time, and goes to where keys and the selection lead", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.drop(host.capture("busy/busy.pcap"));
    await page.keyboard.press("5");
    await page.getByText(/^Lines 1 to 10,000 of /).waitFor();
    await lines(visit).focus();
    await page.keyboard.press("End");
    await page.getByText(/^Lines 10,001 to /).waitFor();
    await line(visit, /11,6\d\d$/).waitFor();
    await visit.goToFrame(5);
    await lines(visit)
      .locator("[aria-current]")
      .filter({ hasText: /^[\d.]+\s*host\s*Create/ })
      .waitFor();
    await page.getByRole("button", { name: "Later", exact: true }).click();
    await page.getByText(/^Lines 10,001 to /).waitFor();
    const size = Number(await lines(visit).getByRole("option").first().getAttribute("aria-posinset"));
    expect(size).toBeGreaterThan(9_990);
    expect(size).toBeLessThan(10_010);
  });
});

describe("a container", () => {
  it("is followed from the timeline, the row's menu and a finding", async () => {
    const visit = await open("One request hangs");
    const { page } = visit;
    await page.keyboard.press("2");
    const lanes = page.getByRole("tree", { name: /^Lanes/ });
    await lanes.focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F");
    await lines(visit).waitFor();
    await page.keyboard.press("Escape");
    await visit.goToFrame(42);
    await visit.grid.locator('[data-frame="42"]').click({ button: "right" });
    await page.getByRole("menuitem", { name: "Follow the container of this frame" }).click();
    await line(visit, /ShutdownGraceful 22.*no answer/)
      .and(page.locator("[aria-current]"))
      .waitFor();
    await line(visit, "9.70 s later").waitFor();
    await page.getByText("Its stdio was connected and carried no byte.").waitFor();
    await page.keyboard.press("1");
    await page.getByRole("button", { name: "Follow this container" }).first().click();
    await lines(visit).focus();
    await page.keyboard.press("Home");
    expect(await line(visit, /container created/).innerText()).toContain("Create 7");
  });
});

describe("without stdio", () => {
  it("says why there is none", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("boot-exec/boot-exec.h2g.bin"), host.capture("boot-exec/boot-exec.g2h.bin"));
    await visit.page.keyboard.press("5");
    await visit.page.getByText("The files carry no times and no connections but the bridge").waitFor();
    expect(await line(visit, /NegotiateProtocol 0/).innerText()).toContain("version 4");
  });
});

describe.each(["light", "dark"] as const)("accessibility, %s", (colorScheme) => {
  it("of a conversation", async () => {
    const visit = await host.open({ colorScheme });
    await visit.openSample("A healthy boot");
    await visit.goToFrame(19);
    await visit.page.keyboard.press("F");
    await line(visit, "stdin 25").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });
});
