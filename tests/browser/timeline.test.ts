import type { BrowserContextOptions, Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { seriousFaults } from "./axe.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

async function open(title: string, options: BrowserContextOptions = {}): Promise<TestPage> {
  const visit = await host.open(options);
  await visit.openSample(title);
  await strip(visit).waitFor({ state: "attached" });
  return visit;
}

async function openTimeline(title: string, options: BrowserContextOptions = {}): Promise<TestPage> {
  const visit = await open(title, options);
  await visit.page.keyboard.press("2");
  await lanes(visit).waitFor();
  return visit;
}

const strip = (visit: TestPage): Locator =>
  visit.page.getByRole("slider", { name: "Time cursor in the whole capture" });
const lanes = (visit: TestPage): Locator => visit.page.getByRole("tree", { name: /^Lanes/ });
const filterText = (visit: TestPage): Promise<string> =>
  visit.page.getByRole("combobox", { name: "Filter" }).inputValue();
const valueText = (visit: TestPage): Promise<string | null> => strip(visit).getAttribute("aria-valuetext");

/** The stretch of time that the timeline says it shows, s. */
async function shownRange(visit: TestPage): Promise<readonly [number, number]> {
  const text = await visit.page.getByRole("figure").locator("figcaption").innerText();
  const [, from, to] = /Shown: ([\d.]+) to ([\d.]+)\.$/.exec(text) ?? [];
  return [Number(from), Number(to)];
}

/** Drags over a part of an element, given in shares of its width, at a height in px. */
async function drag(visit: TestPage, over: Locator, from: number, to: number, y: number): Promise<void> {
  const { x, y: top, width } = (await over.boundingBox())!;
  await visit.page.mouse.move(x + from * width, top + y);
  await visit.page.mouse.down();
  await visit.page.mouse.move(x + ((from + to) / 2) * width, top + y, { steps: 3 });
  await visit.page.mouse.move(x + to * width, top + y, { steps: 3 });
  await visit.page.mouse.up();
}

it("the lanes begin at that of the selected frame, and keys go on from there", async () => {
  const visit = await open("One request hangs");
  await visit.goToFrame(42);
  await visit.page.keyboard.press("2");
  await lanes(visit).waitFor();
  const active = lanes(visit).getByRole("treeitem", { selected: true });
  await expect.poll(() => active.innerText()).toContain("776c686…e67776c");
  await visit.page.keyboard.press("ArrowUp");
  await expect.poll(() => active.innerText()).toContain("process 34");
  await visit.goToFrame(27);
  await lanes(visit).focus();
  await expect.poll(() => active.innerText()).toContain("process 69");
});

it("with no frame selected the lanes begin where it went wrong, and stay where they are moved to", async () => {
  const visit = await openTimeline("One request hangs");
  const culprit = visit.page.getByRole("treeitem").filter({ hasText: "776c686…e67776c" });
  await expect.poll(() => culprit.count()).toBe(1);
  expect(await visit.page.getByRole("treeitem", { selected: true }).innerText()).toContain("Bridge 1");
  const scroller = visit.page.locator(".timeline-scroll");
  await scroller.evaluate((element) => {
    element.scrollTop = 0;
  });
  await visit.page.keyboard.press("w");
  await expect.poll(async () => (await shownRange(visit))[1]).toBeLessThan(19);
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
});

describe("the overview strip", () => {
  it("shows from when to when what the verdict names went on", async () => {
    const visit = await open("One request hangs");
    const mark = visit.page.locator(".overview-culprit");
    await mark.waitFor();
    const [{ x, width }, all] = [
      (await mark.boundingBox())!,
      (await visit.page.locator(".overview-strip").boundingBox())!,
    ];
    // Of 19.4 s: ShutdownGraceful was sent at 6.17 s, and the host closed at 18.2 s.
    expect((x - all.x) / all.width).toBeCloseTo(6.17 / 19.4, 2);
    expect(width / all.width).toBeCloseTo(12 / 19.4, 2);
    expect(await valueText(visit)).toMatch(/; the verdict is of 6\.17\d+ on$/);
    await visit.drop(host.capture("oversize/oversize.pcapng"));
    // Its frame is in no exchange: the moment alone.
    await expect.poll(async () => (await mark.boundingBox())?.width).toBe(8);
    expect((await mark.boundingBox())!.x).toBeLessThan(all.x + all.width / 2);
    // Waits for processes are what ended with the guest, at the end of the capture, and not what went on until then.
    await visit.drop(host.capture("guest-crash/guest-crash.pcapng"));
    await expect.poll(async () => (await mark.boundingBox())?.x).toBeGreaterThan(all.x + all.width * 0.9);
    const { x: begin, width: least } = (await mark.boundingBox())!;
    expect(least).toBe(8);
    expect(begin + least).toBeLessThanOrEqual(all.x + all.width);
  });

  it("filters the table to what is dragged over, and shows all again by Esc", async () => {
    const visit = await open("One request hangs");
    const before = await visit.grid.getAttribute("aria-rowcount");
    await drag(visit, visit.page.locator(".overview-strip"), 0.5, 0.75, 24);
    await expect.poll(() => filterText(visit)).toMatch(/^time >= [\d.]+s && time < [\d.]+s$/);
    await visit.page.getByLabel("Rows shown").waitFor();
    expect(Number(await visit.grid.getAttribute("aria-rowcount"))).toBeLessThan(Number(before));
    expect(await valueText(visit)).toContain("the table shows");
    await strip(visit).focus();
    await visit.page.keyboard.press("Escape");
    await expect.poll(() => filterText(visit)).toBe("");
    await expect.poll(() => visit.grid.getAttribute("aria-rowcount")).toBe(before);
  });

  it("filters exchanges to all that were open in what is dragged over, be they answered or not", async () => {
    const visit = await open("One request hangs");
    await visit.page.keyboard.press("x");
    await drag(visit, visit.page.locator(".overview-strip"), 0.55, 0.6, 24);
    await expect.poll(() => filterText(visit)).toMatch(/^end >= [\d.]+s && time < [\d.]+s$/);
    // It waits on both sides of the range, and to the end of its bridge.
    await visit.grid.getByText("ShutdownGraceful").first().waitFor();
  });

  it("moves the time cursor by click and keys, and a range by Shift", async () => {
    const visit = await open("One request hangs");
    expect(await valueText(visit)).toMatch(/outstanding at most/);
    await drag(visit, visit.page.locator(".overview-strip"), 0.5, 0.5, 24);
    await expect.poll(() => valueText(visit)).toMatch(/^[\d.]+: 1 request outstanding/);
    const middle = Number(await strip(visit).inputValue());
    await strip(visit).focus();
    await visit.page.keyboard.press("ArrowRight");
    await expect.poll(async () => Number(await strip(visit).inputValue())).toBeGreaterThan(middle);
    await visit.page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => filterText(visit)).toMatch(/^time >= /);
    await visit.page.keyboard.press("Home");
    await expect.poll(() => strip(visit).inputValue()).toBe("0");
  });

  it("goes with the selection, and steps to the next change", async () => {
    const visit = await open("A healthy boot");
    await visit.goToFrame(3);
    await expect.poll(() => strip(visit).inputValue()).toBe("11523115");
    await visit.page.keyboard.press(".");
    await expect.poll(() => strip(visit).inputValue()).toBe("12430845");
    await visit.page.keyboard.press(",");
    await expect.poll(() => strip(visit).inputValue()).toBe("11523115");
  });

  it("is not there for files without times", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("boot-exec/boot-exec.h2g.bin"), host.capture("boot-exec/boot-exec.g2h.bin"));
    expect(await strip(visit).count()).toBe(0);
    await visit.page.keyboard.press("2");
    await visit.page.getByText("The files carry no times").waitFor();
  });
});

describe("the lanes", () => {
  it("say what they hold, and Enter filters to one", async () => {
    const visit = await openTimeline("A healthy boot");
    await lanes(visit).getByRole("treeitem", { name: "Bridge 1 1 connection" }).waitFor();
    await lanes(visit).focus();
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("ArrowDown");
    await lanes(visit)
      .getByRole("treeitem", { selected: true, name: /^utility VM \d+ .*\bof \d+/ })
      .waitFor();
    await visit.page.keyboard.press("Enter");
    await expect.poll(() => filterText(visit)).toBe('container == "00000000-0000-0000-0000-000000000000"');
  });

  it("stand by message, too", async () => {
    const visit = await openTimeline("A healthy boot");
    await visit.page.getByRole("radio", { name: "By message" }).click();
    const lane = lanes(visit).getByRole("treeitem", { name: /^ModifySettings \d+ of \d+ failed/ });
    await expect.poll(() => lane.count()).toBe(1);
  });
});

describe.each(["light", "dark"] as const)("accessibility, %s", (colorScheme) => {
  it("of lanes and sequence", async () => {
    const visit = await host.open({ colorScheme });
    await visit.openSample("One request hangs");
    await visit.page.keyboard.press("2");
    await lanes(visit).waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
    await visit.page.getByRole("radio", { name: "Sequence" }).click();
    await visit.page.getByRole("region", { name: "Sequence diagram" }).waitFor();
    expect(await seriousFaults(visit.page)).toEqual([]);
  });
});

describe("the picture", () => {
  it("zooms and moves by keys, wheel and drag", async () => {
    const visit = await openTimeline("One request hangs");
    const [, end] = await shownRange(visit);
    await lanes(visit).focus();
    await visit.page.keyboard.press("w");
    await expect.poll(async () => length(await shownRange(visit))).toBeCloseTo(end / 1.5, 3);
    await visit.page.keyboard.press("d");
    const [from] = await shownRange(visit);
    await visit.page.keyboard.press("a");
    await expect.poll(async () => (await shownRange(visit))[0]).toBeLessThan(from);
    await visit.page.keyboard.press("0");
    await expect.poll(() => shownRange(visit)).toEqual([0, end]);

    const canvas = visit.page.locator(".timeline-canvas");
    await canvas.hover();
    await visit.page.keyboard.down("Control");
    await visit.page.mouse.wheel(0, -300);
    await visit.page.keyboard.up("Control");
    await expect.poll(async () => length(await shownRange(visit))).toBeLessThan(end / 2);
    const [before] = await shownRange(visit);
    await drag(visit, canvas, 0.3, 0.5, 100);
    await expect.poll(async () => (await shownRange(visit))[0]).toBeLessThan(before);
    expect(await filterText(visit)).toBe("");
  });

  it("moves and zooms by touch", async () => {
    const visit = await openTimeline("One request hangs", { hasTouch: true });
    const { page } = visit;
    await lanes(visit).focus();
    await page.keyboard.press("w");
    await page.keyboard.press("w");
    const session = await page.context().newCDPSession(page);
    const { x, y, width } = (await page.locator(".timeline-canvas").boundingBox())!;
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...shares: readonly number[]): Promise<unknown> =>
      session.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: shares.map((share, id) => ({ id, x: x + share * width, y: y + 80 })),
      });
    const [from, to] = await shownRange(visit);
    await touch("touchStart", 0.6);
    for (const share of [0.55, 0.45, 0.35]) await touch("touchMove", share);
    await touch("touchEnd");
    await expect.poll(async () => (await shownRange(visit))[0]).toBeGreaterThan(from);
    expect(length(await shownRange(visit))).toBeCloseTo(to - from, 3);
    await touch("touchStart", 0.4, 0.6);
    for (const [one, other] of [
      [0.35, 0.65],
      [0.25, 0.75],
      [0.2, 0.8],
    ] as const)
      await touch("touchMove", one, other);
    await touch("touchEnd");
    await expect.poll(async () => length(await shownRange(visit))).toBeLessThan((to - from) / 2);
    expect(await filterText(visit)).toBe("");
  });

  it("filters to what is dragged over on the axis", async () => {
    const visit = await openTimeline("One request hangs");
    await drag(visit, visit.page.locator(".timeline-canvas"), 0.25, 0.5, 8);
    await expect.poll(() => filterText(visit)).toMatch(/^time >= [\d.]+s && time < [\d.]+s$/);
  });

  it("selects the frame of a bar, tells of it, and comes to a frame selected elsewhere", async () => {
    // Drawn for a page that is zoomed in, too.
    const visit = await openTimeline("One request hangs", { deviceScaleFactor: 1.5 });
    const { page } = visit;
    await page.getByRole("radio", { name: "By message" }).click();
    const lane = lanes(visit).getByRole("treeitem", { name: /^ShutdownGraceful 1 of 1 unanswered/ });
    await lanes(visit).focus();
    while ((await lane.count()) === 0) await page.keyboard.press("ArrowDown");
    await lane.click();
    const { y, height } = (await lane.boundingBox())!;
    const { x, width } = (await page.locator(".timeline-canvas").boundingBox())!;
    // The request that hangs is open from the eighth second to the end.
    await page.mouse.move(x + width * 0.7, y + height / 2);
    await page.locator(".timeline-tip").getByText("ShutdownGraceful 22").waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(visit.selectedFrame).toBe(42);

    await lanes(visit).focus();
    for (let press = 0; press < 8; press++) await page.keyboard.press("w");
    const [from] = await shownRange(visit);
    await visit.goToFrame(1);
    await expect.poll(async () => (await shownRange(visit))[0]).toBeLessThan(from);
  });
});

describe("the sequence", () => {
  it("shows who said what, selects frames, and is copied as Mermaid", async () => {
    const visit = await host.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await visit.openSample("One request hangs");
    await visit.page.keyboard.press("2");
    await visit.page.getByRole("radio", { name: "Sequence" }).click();
    const diagram = visit.page.getByRole("region", { name: "Sequence diagram" });
    await diagram.getByRole("link", { name: /ShutdownGraceful 22, no answer/ }).click();
    await expect.poll(visit.selectedFrame).toBe(42);
    await visit.page.getByRole("button", { name: "Copy as Mermaid" }).click();
    const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^sequenceDiagram\n {2}participant P0 as Host\n/);
    const [saved] = await Promise.all([
      visit.page.waitForEvent("download"),
      visit.page.getByRole("button", { name: "Save as SVG" }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("sequence.svg");
  });
});

function length([from, to]: readonly [number, number]): number {
  return to - from;
}
