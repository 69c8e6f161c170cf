import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import { usePages, type TestPage } from "./harness.ts";

const host = usePages();

const verdictOf = ({ page }: TestPage) => page.getByRole("region", { name: "Verdict" });
const dockTab = ({ page }: TestPage, name: string) =>
  page.getByRole("tablist", { name: "Conclusions" }).getByRole("tab", { name });

describe("the verdict", () => {
  it("says what happened without a click, and its frame is one click away", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    const verdict = verdictOf(visit);
    await verdict.getByText("Critical: ShutdownGraceful 22 had waited 12 s when the host closed the bridge.").waitFor();
    // With no frame selected, the details have what the findings say of it.
    const happened = visit.page.getByRole("region", { name: "What happened" });
    await happened.getByText("What to do next").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
    await visit.page.keyboard.press("1");
    await visit.page.getByRole("region", { name: "Details of the selected frame" }).waitFor();
    await visit.page.keyboard.press("Escape");
    await happened.getByRole("button", { name: "Frame 42", exact: true }).waitFor();
    await verdict.getByRole("button", { name: "Frame 42", exact: true }).click();
    await visit.page
      .getByRole("region", { name: "Details of the selected frame" })
      .getByText("none, the bridge")
      .waitFor();
    await expect.poll(visit.selectedFrame).toBe(42);
    await visit.grid.locator('[data-frame="42"]').getByRole("img", { name: "Finding: critical" }).waitFor();
  });

  it("is calm about a healthy capture, and says what was checked", async () => {
    const visit = await host.open();
    await visit.openSample("A bridge over two connections");
    await verdictOf(visit).getByText("Nothing wrong here: 23 requests").waitFor();
    await verdictOf(visit)
      .getByRole("button", { name: /^\d+ notes?$|^What was checked$/ })
      .click();
    await visit.page.getByText(/rules looked at 23 requests/).waitFor();
    expect(await visit.grid.getByRole("img", { name: /^Finding/ }).count()).toBe(0);
    expect(await visit.status.getByTitle(/^Shows the findings/).count()).toBe(0);
  });

  it("says what it cannot tell of a capture without times", async () => {
    const visit = await host.open();
    await visit.drop(...["g2h", "h2g"].map((side) => host.capture(`hang-handler/hang-handler.${side}.bin`)));
    await verdictOf(visit)
      .getByText(/^Cannot tell how long anything waited/)
      .waitFor();
    await visit.page.keyboard.press("3");
    const said = visit.page.getByText("5 requests without an answer. The files carry no times");
    await expect.poll(() => said.count()).toBe(1);
    // What would be empty is not there, and the menu says why.
    const heads = await visit.grid.locator(".head-text").allInnerTexts();
    expect(heads).not.toContain("Time");
    expect(heads).toContain("Answer");
    await visit.page.getByRole("button", { name: "Columns", exact: true }).click();
    await visit.page.getByText("The files carry no times: their columns come back").waitFor();
    await visit.page.keyboard.press("Escape");
  });

  it("goes with its capture", async () => {
    const visit = await host.open();
    await visit.openSample("An answer too large");
    await verdictOf(visit).getByText("679,293 bytes").waitFor();
    const marks = visit.grid.getByRole("img", { name: /^Finding/ });
    await expect.poll(() => marks.count()).toBe(1);
    await visit.drop(host.capture("reconnect/reconnect.pcapng"));
    await verdictOf(visit).getByText("Nothing wrong here").waitFor();
    expect(await marks.count()).toBe(0);
  });
});

describe("the dock", () => {
  it("opens and closes by keys and by mouse, and gives the focus back", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("One request hangs");
    expect(await page.getByRole("tabpanel", { name: /Findings/ }).count()).toBe(0);
    await page.keyboard.press("1");
    await expect.poll(() => page.getByRole("tree", { name: "Findings" }).evaluate(isFocused)).toBe(true);
    await page.keyboard.press("4");
    await page.getByRole("table", { name: "Statistics by type" }).waitFor();
    await page.keyboard.press("4");
    await page.getByRole("table", { name: "Statistics by type" }).waitFor({ state: "detached" });
    await expect.poll(() => visit.grid.evaluate(isFocused)).toBe(true);
    await dockTab(visit, "Waiting").click();
    await page.getByRole("table", { name: "Requests that wait" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("table", { name: "Requests that wait" }).waitFor({ state: "detached" });
  });

  it("keeps its tab and its height for the next visit", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("One request hangs");
    await page.keyboard.press("4");
    const table = page.getByRole("table", { name: "Statistics by type" });
    await table.waitFor();
    const height = async (): Promise<number> =>
      Math.round((await page.getByRole("tabpanel", { name: "Statistics" }).boundingBox())!.height);
    const before = await height();
    await page.getByRole("separator", { name: "Height of the dock" }).focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(height).toBeGreaterThan(before);
    const changed = await height();
    await page.reload();
    await visit.openSample("One request hangs");
    await table.waitFor();
    expect(Math.abs((await height()) - changed)).toBeLessThanOrEqual(2);
  });

  it("clears the filter before it closes by Escape from the table", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    await dockTab(visit, "Findings").click();
    await visit.filter("name == Create");
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => visit.page.getByLabel("Rows shown").count()).toBe(0);
    expect(await dockTab(visit, "Findings").getAttribute("aria-selected")).toBe("true");
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => dockTab(visit, "Findings").getAttribute("aria-selected")).toBe("false");
  });

  it("lies over a small window as a sheet, and leaves the table usable", async () => {
    const visit = await host.open({ viewport: { width: 1024, height: 700 } });
    await visit.openSample("One request hangs");
    const before = (await visit.grid.boundingBox())!;
    await visit.page.keyboard.press("1");
    await visit.page.getByRole("tree", { name: "Findings" }).waitFor();
    expect(await visit.grid.boundingBox()).toMatchObject({ width: before.width });
    // It takes the place of the details as a whole: the table goes down to where it begins.
    const details = visit.page.locator("[data-panel]#details");
    expect(await details.isVisible()).toBe(false);
    const sheet = (await visit.page.getByRole("tablist", { name: "Conclusions" }).boundingBox())!;
    const table = (await visit.grid.boundingBox())!;
    expect(Math.abs(sheet.y - (table.y + table.height))).toBeLessThan(4);
    await visit.rows.nth(2).click();
    await expect.poll(visit.selectedFrame).toBe(3);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
    await visit.page.keyboard.press("Escape");
    await details.getByRole("heading", { name: "ModifySettings" }).waitFor();
    await expect.poll(async () => (await details.boundingBox())!.height).toBeGreaterThan(200);
  });
});

describe("findings", () => {
  it("hang under their cause and are walked by keys", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("An answer too large");
    await visit.status.getByRole("button", { name: "1 critical" }).click();
    const items = page.getByRole("tree", { name: "Findings" }).getByRole("treeitem");
    await items.first().waitFor();
    const all = await items.count();
    expect(await items.nth(1).getAttribute("aria-level")).toBe("2");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("article").getByText("It follows from DumpStacks answer of 679,293 bytes").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => items.count()).toBeLessThan(all);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => items.count()).toBe(all);
    await page.keyboard.press("Enter");
    await expect.poll(visit.selectedFrame).toBe(14);
  });

  it("lead to what no frame shows, in the timeline", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    const { page } = visit;
    await page.keyboard.press("1");
    await page
      .getByRole("article")
      .getByRole("button", { name: /^connection 1: (FIN|RST) by the host$/ })
      .click();
    await page.getByRole("tree", { name: /^Lanes/ }).waitFor();
    // The host closed 12 s after the request of 6.17 s; a tenth of the capture's 19.4 s is shown about it.
    const cursor = page.getByRole("slider", { name: "Time cursor in the whole capture" });
    await expect.poll(() => cursor.getAttribute("aria-valuetext")).toMatch(/^18\.1\d*/);
    const caption = await page.getByRole("figure").locator("figcaption").innerText();
    const [, from, to] = /Shown: ([\d.]+) to ([\d.]+)\.$/.exec(caption) ?? [];
    expect(Number(to) - Number(from)).toBeCloseTo(1.94, 1);
    expect(Number(from)).toBeLessThan(18.1);
    expect(Number(to)).toBeGreaterThan(18.2);
  });

  it("are copied as text", async () => {
    const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await visit.openSample("One request hangs");
    await visit.page.keyboard.press("1");
    await visit.page.getByRole("button", { name: "Copy the finding" }).click();
    const copied = (): Promise<string> => visit.page.evaluate(() => navigator.clipboard.readText());
    await expect
      .poll(copied)
      .toMatch(/^Critical H01: ShutdownGraceful 22 was never answered\nShutdownGraceful 22 had /);
    const text = await copied();
    expect(text).toContain("\nFrame 42. ");
    expect(text).toContain("\nWhat to do next:\n- ");
  });

  it("lead to the frames of their container and to what waited at their time", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("One request hangs");
    await page.keyboard.press("1");
    const details = page.getByRole("article", { name: "ShutdownGraceful 22 was never answered" });
    await details.getByTitle(/^Filter: container == "776c/).click();
    await page.getByLabel("Rows shown").waitFor();
    expect(new Set(await visit.column("container"))).toEqual(new Set(["776c6…7776c"]));
    await details.getByTitle("Shows only the frames that findings of rule H01 name").click();
    await expect.poll(() => visit.column("id")).toEqual(["22"]);
    await visit.status.getByRole("button", { name: "1 critical" }).click({ modifiers: ["Shift"] });
    await expect.poll(() => visit.column("id")).toEqual(["22"]);
    await details.getByTitle("Shows what was waiting at this moment").click();
    await expect.poll(() => dockTab(visit, "Waiting").getAttribute("aria-selected")).toBe("true");
  });
});

describe("a request whose answer the capture may lack", () => {
  it("is said to be that everywhere, as the verdict does", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.drop(host.capture("lossy/busy-drop0.2pct.pcap"));
    await page.getByText(/^Cannot tell whether 6 requests without an answer hang/).waitFor();
    await visit.filter("pending");
    await visit.goToFrame(935);
    const row = visit.grid.locator('[data-frame="935"]');
    const latency = row.locator(".waiting");
    await expect.poll(() => latency.innerText()).toMatch(/^\? \s*answer may be lost, at most\s+23\.6 s$/);
    expect(await latency.getAttribute("title")).toBe(
      "Its answer may be among the bytes that the capture lacks: it waited 23.6 s at most.",
    );
    expect(await row.getAttribute("data-overdue")).toBeNull();
    // What died with the bridge in the same capture stands out as before.
    expect(await visit.grid.locator('[data-frame="11662"]').getAttribute("data-overdue")).toBe("true");
    await page.locator(".strip").getByText("not known, the capture lacks bytes").waitFor();

    await page.keyboard.press("3");
    const waiting = page.getByRole("table", { name: "Requests that wait" }).getByRole("row");
    const state = waiting.filter({ hasText: "GetProperties 487" }).locator(".wait-state");
    await expect.poll(() => state.innerText()).toBe("? its answer may be lost");
    await page.getByRole("button", { name: "To the end" }).click();
    await page.getByText("7 calls and 7 long polls open; of 6 calls the answer may be lost").waitFor();
    await expect.poll(() => state.innerText()).toBe("? its answer may be lost");

    await page.keyboard.press("2");
    await page.getByRole("list", { name: "Legend" }).getByText("answer may be lost").waitFor();
    const lanes = page.getByRole("tree", { name: /^Lanes/ });
    await page.getByRole("radio", { name: "By message" }).click();
    const lane = lanes.getByRole("treeitem", { name: /^GetProperties/ });
    await lane.click();
    const { y, height } = (await lane.boundingBox())!;
    const { x, width } = (await page.locator(".timeline-canvas").boundingBox())!;
    const tip = page.locator(".timeline-tip").getByText("its answer may be among the bytes that the capture lacks");
    // At this time the lane has one bar, in one of its tracks.
    for (let at = 8; at < height && (await tip.count()) === 0; at += 14) {
      await page.mouse.move(x + width * 0.7, y + at);
      await page.waitForTimeout(300);
    }
    await tip.waitFor();
  });
});

describe("what waits at a moment", () => {
  it("is what was open last, and steps from change to change", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("One request hangs");
    await page.keyboard.press("3");
    const table = page.getByRole("table", { name: "Requests that wait" });
    await table.getByText("ShutdownGraceful 22").waitFor();
    await page.getByText("1 call and 4 long polls open").waitFor();
    await table.getByRole("button", { name: "Frame 42", exact: true }).click();
    await expect.poll(visit.selectedFrame).toBe(42);
    await page.getByText("1 call and 3 long polls open").waitFor();
    await page.keyboard.press(",");
    await page.getByText("no call and 3 long polls open").waitFor();
    await page.keyboard.press(".");
    await page.getByText("1 call and 3 long polls open").waitFor();
  });

  it("puts what is queued below what holds it up", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcapng"));
    await verdictOf(visit)
      .getByText(/^Error: GetProperties 17 took 9/)
      .waitFor();
    await verdictOf(visit)
      .getByRole("button", { name: /^Frame/ })
      .nth(3)
      .click();
    await page.keyboard.press("3");
    const table = page.getByRole("table", { name: "Requests that wait" });
    await table.getByRole("row", { name: /GetProperties 17.*waiting in the guest.*behind it/ }).waitFor();
    expect(await table.getByRole("row", { name: /queued behind frame/ }).count()).toBe(3);
  });
});

describe("statistics", () => {
  it("of files without times have no latencies, not empty columns of them", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("guest-crash/guest-crash.h2g.bin"), host.capture("guest-crash/guest-crash.g2h.bin"));
    await visit.page.keyboard.press("4");
    const table = visit.page.getByRole("table", { name: "Statistics by type" });
    const heads = (): Promise<string[]> => table.getByRole("columnheader").allInnerTexts();
    await expect.poll(heads).toEqual(["Call", "Requests", "Errors", "Pending"]);
  });

  it("are of calls: waits for processes, which are open as they should be, are counted apart", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    await visit.status.getByRole("button", { name: "1 unanswered" }).click();
    await expect.poll(() => visit.column("name")).toEqual(["ShutdownGraceful"]);
    await visit.status.getByRole("button", { name: "4 long polls" }).click();
    await expect.poll(() => visit.column("id")).toHaveLength(4);
    expect(new Set(await visit.column("name"))).toEqual(new Set(["WaitForProcess"]));
  });

  it("sort by any column, and each number shows its frames", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await page.keyboard.press("4");
    const table = page.getByRole("table", { name: "Statistics by type" });
    const first = (): Promise<string> => table.getByRole("rowheader").first().innerText();
    await expect.poll(first).toBe("ExecuteProcess");
    await table.getByRole("button", { name: "Max" }).click();
    await expect.poll(first).toBe("ModifySettings");
    const row = table.getByRole("row", { name: /^SignalProcess/ });
    await row.locator('[data-column="errors"]').getByRole("button", { name: "3" }).click();
    await expect.poll(() => visit.rows.count()).toBe(3);
    expect(new Set(await visit.column("name"))).toEqual(new Set(["SignalProcess"]));
    await page.getByRole("radio", { name: "By container" }).click();
    await page
      .getByRole("table", { name: "Statistics by container" })
      .getByRole("button", { name: /^utility VM$/ })
      .click();
    await expect.poll(async () => new Set(await visit.column("container"))).toEqual(new Set(["utility VM"]));
    await page.getByRole("radio", { name: "Slowest" }).click();
    await page
      .getByRole("table", { name: "Slowest requests" })
      .getByRole("button", { name: "Frame 14", exact: true })
      .click();
    await expect.poll(visit.selectedFrame).toBe(14);
    // The numbers of the status bar show what they count as well.
    await visit.status.getByRole("button", { name: "18 errors" }).click();
    await expect.poll(() => visit.rows.count()).toBe(18);
    await visit.status.getByRole("button", { name: "1 unanswered" }).click();
    await expect.poll(() => visit.rows.count()).toBe(1);
    await visit.status.getByRole("button", { name: "163 frames" }).click();
    await expect.poll(() => visit.grid.getAttribute("aria-rowcount")).toBe("164");
  });

  it("are of the calls that the table shows where that is asked for, anew with each filter", async () => {
    const visit = await host.open();
    const { page } = visit;
    await visit.openSample("A healthy boot");
    await page.keyboard.press("4");
    const table = page.getByRole("table", { name: "Statistics by type" });
    const calls = (): Promise<string[]> => table.getByRole("rowheader").allInnerTexts();
    await expect.poll(async () => (await calls()).length).toBeGreaterThan(6);
    const all = await calls();
    const shown = page.getByRole("radio", { name: "Shown" });
    expect(await shown.count()).toBe(0);
    // The responses alone are shown, and stand for their calls.
    await visit.filter("error && name == SignalProcess");
    await shown.click();
    await expect.poll(calls).toEqual(["SignalProcess"]);
    await visit.filter("name == Start");
    await expect.poll(calls).toEqual(["Start"]);
    // What is counted among those shown leads to those, not to all of the capture.
    await visit.filter("number <= 60");
    await expect.poll(async () => (await calls()).includes("ExecuteProcess")).toBe(true);
    await table.getByRole("button", { name: "ExecuteProcess", exact: true }).click();
    await expect.poll(() => page.locator("#filter").inputValue()).toBe("number <= 60 && name == ExecuteProcess");
    await visit.filter("number <= 60");
    await page.getByRole("radio", { name: "Slowest" }).click();
    const slowest = page.getByRole("table", { name: "Slowest requests" });
    await slowest.getByRole("button", { name: "ModifySettings" }).first().click();
    await expect.poll(() => page.locator("#filter").inputValue()).toBe("number <= 60 && name == ModifySettings");
    await page.getByRole("radio", { name: "By call" }).click();
    await visit.filter("id == 123456");
    await expect.poll(() => page.getByText("No frame that is shown is of a call.").count()).toBe(1);
    await page.getByRole("radio", { name: "All", exact: true }).click();
    await expect.poll(calls).toEqual(all);
  });

  it("are copied as CSV", async () => {
    const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await visit.openSample("One request hangs");
    await visit.page.keyboard.press("4");
    await visit.page.getByRole("button", { name: "Copy as CSV" }).click();
    const copied = (): Promise<string> => visit.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toMatch(/^name,count,errors,unanswered,minNs/);
    expect(await copied()).toContain("\nShutdownGraceful,");
    await visit.page.getByRole("radio", { name: "Slowest" }).click();
    await visit.page.getByRole("button", { name: "Copy as CSV" }).click();
    await expect.poll(copied).toMatch(/^frame,name,id,latencyNs,timeNs,containerId\r\n\d+,GetProperties,19,4\d{9},/);
    await visit.page.getByRole("button", { name: "Copy as text" }).click();
    await expect.poll(copied).toMatch(/^Frame {2}Call .*\n +\d+ {2}GetProperties 19 +4\.\d\d s /);
  });
});

describe.each(["light", "dark"] as const)("accessibility, %s", (colorScheme) => {
  it("each tab of the dock", async () => {
    const visit = await host.open({ colorScheme });
    await visit.openSample("An answer too large");
    await verdictOf(visit).getByText("679,293 bytes").waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
    for (const [key, tab] of [
      ["1", "Findings"],
      ["3", "Waiting"],
      ["4", "Statistics"],
    ] as const) {
      await visit.page.keyboard.press(key);
      await expect.poll(() => dockTab(visit, tab).getAttribute("aria-selected")).toBe("true");
      expect(await seriousFaults(visit.page)).toEqual([]);
    }
  });
});

function isFocused(element: Element): boolean {
  return document.activeElement === element;
}
