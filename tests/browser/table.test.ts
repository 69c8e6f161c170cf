import { describe, expect, it } from "vitest";
import { loadTruth } from "../captures/load.ts";
import { HEADER_BYTES } from "../../src-decoder/index.ts";
import { message as bridgeMessage } from "../diagnose/message.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

/** Frames of a capture of which the first that pass a filter are shown before all are looked at. */
const MANY = 1_000_000;

async function openBoot(): Promise<TestPage> {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  return visit;
}

const numbers = (texts: readonly string[]): number[] => texts.map((text) => Number(text.replaceAll(",", "")));

describe("rows", () => {
  it("stand in the order of the capture, numbered from 1", async () => {
    const visit = await openBoot();
    const shown = await visit.shownFrames();
    expect(shown.length).toBeGreaterThan(20);
    expect(shown).toEqual(shown.map((_, i) => i + 1));
    expect(numbers(await visit.column("number"))).toEqual(shown);
  });

  it("show what the truth says of the request that hangs", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    const truth = loadTruth("hang-handler/hang-handler.truth.json");
    const hung = truth.messages.find((message) => message.id === 22)!;
    await visit.goToFrame(42);
    const row = visit.rows.filter({ has: visit.page.locator('[data-column="name"]', { hasText: "ShutdownGraceful" }) });
    await expect.poll(() => row.count()).toBe(1);
    expect(await row.locator('[data-column="id"]').innerText()).toBe("22");
    expect(numbers(await row.locator('[data-column="size"]').allInnerTexts())).toEqual([hung.size]);
    // Not until the capture's end: the bridge ended 1.2 s before.
    await expect.poll(() => row.locator('[data-column="latency"]').innerText()).toMatch(/waited\s+12\.0 s/);
    await visit.page.getByText("none, the bridge ended after 12.0 s").waitFor();
    // A jump shows what is around its frame.
    const shown = await visit.shownFrames();
    expect(shown).toContain(52);
    const box = async (frame: number) => (await visit.grid.locator(`[data-frame="${frame}"]`).boundingBox())!;
    const grid = (await visit.grid.boundingBox())!;
    expect((await box(52)).y).toBeLessThan(grid.y + grid.height);
    expect(await row.locator('[data-column="direction"]').innerText()).toContain("host to guest");
  });

  it("have times to the last decimal that the file tells, and all nine on hover", async () => {
    const visit = await host.open();
    for (const [file, decimals] of [
      ["hang-handler/hang-handler.pcap", 6],
      ["hang-handler/hang-handler.nsec.pcap", 9],
    ] as const) {
      await visit.drop(host.capture(file));
      const [first = ""] = await visit.column("time");
      expect(first).toMatch(new RegExp(String.raw`^\d+\.\d{${decimals}}$`));
      const cell = visit.rows.first().locator('[data-column="time"]');
      await cell.hover();
      await expect.poll(() => cell.getAttribute("title")).toMatch(/^\d+\.\d{9}$/);
    }
  });

  it("become exchanges, a request and its response in one", async () => {
    const visit = await openBoot();
    await visit.page.getByRole("radio", { name: "Exchanges" }).click();
    // 81 requests; notifications belong to no exchange.
    await expect.poll(() => visit.grid.getAttribute("aria-rowcount")).toBe("82");
    expect(await visit.column("request")).toContain("1");
    await visit.page.keyboard.press("x");
    await expect.poll(() => visit.grid.getAttribute("aria-rowcount")).toBe("164");
  });
});

describe("long values", () => {
  it("end in their middle where their column is narrow, at any width, and are whole on hover", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    const id = `${"736268616e67".repeat(5)}7362`;
    const cell = visit.grid.locator('[data-frame="5"] [data-column="container"]');
    const inside = () => cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
    await expect.poll(() => cell.innerText()).toBe("73626…77362");
    const resize = async (by: number): Promise<void> => {
      const handle = (await visit.header("Container").locator(".resize-handle").boundingBox())!;
      const { mouse } = visit.page;
      await mouse.move(handle.x + 3, handle.y + 8);
      await mouse.down();
      await mouse.move(handle.x + 3 + by, handle.y + 8, { steps: 3 });
      await mouse.up();
    };
    await resize(-30);
    await expect.poll(() => cell.innerText()).toBe("736…62");
    await resize(200);
    await expect.poll(() => cell.innerText()).toBe(`${id.slice(0, 17)}…${id.slice(-16)}`);
    await resize(300);
    await expect.poll(() => cell.innerText()).toBe(id);
    expect(await inside()).toBe(true);
    await cell.hover();
    await expect.poll(() => cell.getAttribute("title")).toBe(id);
  });

  it("of names are whole beside what is odd about their frame, whose sign stands for its word where that has no room", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("lossy/busy-snap96.pcap"));
    const nameOf = async (name: string) => {
      await visit.filter(`name == ${name} && !complete`);
      return visit.rows.first().locator('[data-column="name"]');
    };
    const isCut = (cell: Awaited<ReturnType<typeof nameOf>>) =>
      cell.evaluate((element) =>
        [...element.querySelectorAll(".middle, .mark")].some((part) => part.scrollWidth > part.clientWidth),
      );
    const long = await nameOf("ExecuteProcess");
    await expect.poll(() => long.locator(".mark").innerText()).toMatch(/^…\s*incomplete$/u);
    expect(await long.locator(".mark").getAttribute("title")).toContain("incomplete: The capture does not have all");
    expect(await long.locator(".name").evaluate((name) => getComputedStyle(name, "::after").width)).toBe("0px");
    expect(await isCut(long)).toBe(false);
    const short = await nameOf("Create");
    await expect.poll(() => short.locator(".mark").innerText()).toBe("incomplete");
    expect(await isCut(short)).toBe(false);
  });

  it("name the utility VM by its word, and copy its id", async () => {
    const visit = await host.open();
    await visit.openSample("One request hangs");
    const cell = visit.grid.locator('[data-frame="3"] [data-column="container"]');
    expect(await cell.innerText()).toBe("utility VM");
    await cell.hover();
    await expect.poll(() => cell.getAttribute("title")).toBe("00000000-0000-0000-0000-000000000000");
  });
});

describe("sorting", () => {
  it("goes through ascending, descending and the order of the capture", async () => {
    const visit = await openBoot();
    const header = visit.header("Size");
    const button = header.getByRole("button").first();
    await button.click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
    await expect.poll(async () => numbers(await visit.column("size"))[0]).toBe(80);
    const ascending = numbers(await visit.column("size"));
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    await button.click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("descending");
    await expect.poll(async () => numbers(await visit.column("size"))[0]).toBeGreaterThan(80);
    const descending = numbers(await visit.column("size"));
    expect(descending).toEqual(descending.toSorted((a, b) => b - a));
    await button.click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("none");
    await expect.poll(async () => (await visit.shownFrames()).slice(0, 3)).toEqual([1, 2, 3]);
  });

  it("goes along from frames to exchanges and back", async () => {
    const visit = await openBoot();
    const order = () => visit.header("Size").getAttribute("aria-sort");
    await visit.header("Size").getByRole("button").first().click();
    await expect.poll(order).toBe("ascending");
    await visit.page.keyboard.press("x");
    await visit.page.getByRole("grid", { name: "Exchanges" }).waitFor();
    await expect.poll(order).toBe("ascending");
    await expect.poll(async () => numbers(await visit.column("size")).length).toBeGreaterThan(20);
    const sizes = numbers(await visit.column("size"));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    await visit.header("Size").getByRole("button").first().click();
    await visit.page.keyboard.press("x");
    await expect.poll(order).toBe("descending");
  });

  it("comes back from the other view as it was, also by a column that this lacks", async () => {
    const visit = await openBoot();
    const order = (label: string) => () => visit.header(label).getAttribute("aria-sort");
    const show = async (view: "Frames" | "Exchanges"): Promise<void> => {
      await visit.page.keyboard.press("x");
      await visit.page.getByRole("grid", { name: view }).waitFor();
    };
    await visit.header("Latency").getByRole("button").first().click();
    await show("Exchanges");
    await show("Frames");
    await expect.poll(order("Latency")).toBe("ascending");
    await visit.header("Dir").getByRole("button").first().click();
    await expect.poll(order("Dir")).toBe("ascending");
    await show("Exchanges");
    await expect.poll(order("Latency")).toBe("ascending");
    await show("Frames");
    await expect.poll(order("Dir")).toBe("ascending");
    // An order that the other view is given is of both.
    await show("Exchanges");
    await visit.header("Size").getByRole("button").first().click();
    await show("Frames");
    await expect.poll(order("Size")).toBe("ascending");
  });

  it("orders rows by what their frames say", async () => {
    const visit = await openBoot();
    const header = visit.header("Info");
    await header.getByRole("button").first().click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
    await expect.poll(async () => (await visit.column("info"))[0]).toMatch(/^"/);
    const beginnings = (await visit.column("info")).map((text) => text.slice(0, 9));
    expect(beginnings).toEqual(beginnings.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it("brings the slowest answers to the top, and the selection stays on its frame", async () => {
    const visit = await openBoot();
    await visit.goToFrame(94);
    await visit
      .header("Latency")
      .getByRole("button", { name: /column menu/ })
      .click();
    await visit.page.getByRole("menuitemcheckbox", { name: "Sort descending" }).click();
    await expect.poll(async () => (await visit.column("name"))[0]).toContain("ModifySettings");
    expect((await visit.column("id"))[0]).toBe("7");
    await visit.page.keyboard.press("p");
    await expect.poll(visit.selectedFrame).toBe(91);
  });
});

it("latencies are in the order that the cells show, those that wait by how long they wait", async () => {
  const visit = await host.open();
  await visit.openSample("One request hangs");
  const seconds = async (): Promise<number[]> =>
    (await visit.column("latency")).map((text) => {
      const [, value, unit] = /([\d.]+) (ns|µs|ms|s)$/u.exec(text) ?? [];
      return Number(value) * { s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9 }[unit ?? "s"]!;
    });
  for (const view of ["frames", "exchanges"] as const) {
    if (view === "exchanges") await visit.page.keyboard.press("x");
    await visit.header("Latency").click({ button: "right" });
    await visit.page.getByRole("menuitemcheckbox", { name: "Sort descending" }).click();
    await expect.poll(() => visit.header("Latency").getAttribute("aria-sort")).toBe("descending");
    await expect.poll(visit.shownFrames.bind(visit)).toContain(42);
    const shown = (await seconds()).slice(0, 12);
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
  }
});

it("shows the process of an answer with its request, lighter, as the filter finds it", async () => {
  const visit = await openBoot();
  await visit.filter("process != 0 && name == ExecuteProcess && request");
  const cell = visit.rows.first().locator('[data-column="process"]');
  await expect.poll(() => cell.innerText()).toMatch(/^\d+$/u);
  expect(await cell.locator(".inferred").count()).toBe(1);
});

describe("keys", () => {
  it("move the selection by row, page and to both ends", async () => {
    const visit = await openBoot();
    const { keyboard } = visit.page;
    await keyboard.press("Home");
    await expect.poll(visit.selectedFrame).toBe(1);
    await keyboard.press("j");
    await keyboard.press("ArrowDown");
    await expect.poll(visit.selectedFrame).toBe(3);
    await keyboard.press("k");
    await expect.poll(visit.selectedFrame).toBe(2);
    await keyboard.press("PageDown");
    await expect.poll(visit.selectedFrame).toBeGreaterThan(15);
    await keyboard.press("PageUp");
    await expect.poll(visit.selectedFrame).toBe(2);
    await keyboard.press("End");
    await expect.poll(visit.selectedFrame).toBe(163);
  });

  it("jump to the paired frame and back", async () => {
    const visit = await openBoot();
    const { keyboard } = visit.page;
    await visit.goToFrame(1);
    await keyboard.press("p");
    await expect.poll(visit.selectedFrame).toBe(2);
    await keyboard.press("p");
    await expect.poll(visit.selectedFrame).toBe(1);
    await keyboard.press("Alt+ArrowLeft");
    await expect.poll(visit.selectedFrame).toBe(2);
    await keyboard.press("Alt+ArrowRight");
    await expect.poll(visit.selectedFrame).toBe(1);
  });

  it("jump to the paired frame also where the filter hides it", async () => {
    const visit = await openBoot();
    await visit.filter("id == 6 && direction == host-to-guest");
    await visit.page.keyboard.press("Home");
    const details = visit.page.getByRole("region", { name: "Details of the selected frame" });
    await details.getByText("answered by").waitFor();
    await visit.page.keyboard.press("p");
    await details.getByText("answers", { exact: true }).waitFor();
    expect(await visit.shownFrames()).toHaveLength(1);
    await visit.clearFilter();
    await expect.poll(visit.selectedFrame).toBe(15);
  });

  it("tell of a frame that they lead to why no row shows it, and the way to see it", async () => {
    const visit = await openBoot();
    const { page, grid } = visit;
    const message = page.getByRole("status", { name: "Message" });
    const told = (text: string) => expect.poll(() => message.innerText()).toContain(text);
    const show = () => message.getByRole("button", { name: "Show it" }).click();
    await visit.goToFrame(30);
    await page.keyboard.press("Control+d");
    await visit.filter("number > 50");
    await page.keyboard.press("g");
    await page.getByRole("textbox", { name: "Frame number" }).fill("30");
    await page.keyboard.press("Enter");
    await told("Frame 30 is not shown by the filter.");
    await show();
    await told("Frame 30 is ignored.");
    await show();
    await expect.poll(visit.selectedFrame).toBe(30);
    await told("");

    await visit.filter("notification");
    await page.keyboard.press("Home");
    const notification = await visit.selectedFrame();
    await visit.goToFrame(notification);
    await visit.clearFilter();
    await grid.focus();
    await visit.goToFrame(1);
    await page.keyboard.press("x");
    await page.keyboard.press("Alt+ArrowLeft");
    await told(`Frame ${notification} is in none of the exchanges shown.`);
    await show();
    await expect.poll(visit.selectedFrame).toBe(notification);
    expect(await grid.getAttribute("aria-label")).toBe("Frames");
  });

  it("go to a frame by its number, and refuse numbers that no frame has", async () => {
    const visit = await openBoot();
    await visit.goToFrame(120);
    await visit.page.keyboard.press("g");
    const input = visit.page.getByRole("textbox", { name: "Frame number" });
    await input.fill("164");
    expect(await visit.page.getByRole("button", { name: "Go", exact: true }).isDisabled()).toBe(true);
    await visit.page.keyboard.press("Escape");
    await expect.poll(visit.selectedFrame).toBe(120);
  });

  it("that can do nothing say why in a line, which goes with the next that can", async () => {
    const visit = await host.open();
    const { keyboard } = visit.page;
    const message = visit.page.getByRole("status", { name: "Message" });
    const told = () => expect.poll(() => message.innerText());
    // Right after loading, keys may come before the page listens to them.
    await expect
      .poll(async () => {
        await keyboard.press("x");
        return message.innerText();
      })
      .toBe("Nothing is open: Ctrl+O opens files.");
    await visit.openSample("One request hangs");
    await keyboard.press("p");
    await told().toBe("No frame is selected.");
    await keyboard.press("j");
    await told().toBe("");
    await keyboard.press("d");
    await told().toBe("Nothing to compare with: no frame of the same message comes before the selected one.");
    await keyboard.press("n");
    await told().toBe("Nothing is looked for: f finds in payloads.");
    await keyboard.press("}");
    await told().toBe("No frame is marked: m marks the selected one.");
    await keyboard.press("Alt+ArrowLeft");
    await told().toBe("No frame was selected before this one.");
    await visit.goToFrame(42);
    await keyboard.press("p");
    await told().toBe("The selected frame has no pair in this capture.");
  });

  it("step through the frames of one container", async () => {
    const visit = await openBoot();
    const truth = loadTruth("boot-exec/boot-exec.truth.json");
    const start = truth.messages.find((message) => message.type === "0x10100201")!;
    await visit.filter(`id == ${start.id}`);
    await visit.page.keyboard.press("Home");
    const before = await visit.selectedFrame();
    await visit.clearFilter();
    await visit.page.keyboard.press("]");
    await expect.poll(visit.selectedFrame).toBeGreaterThan(before);
    await visit.page.keyboard.press("[");
    await expect.poll(visit.selectedFrame).toBe(before);
  });

  it("list themselves", async () => {
    const visit = await openBoot();
    await visit.page.keyboard.press("?");
    const sheet = visit.page.getByRole("dialog", { name: "Keys" });
    expect(await sheet.innerText()).toContain("Go to the paired frame, and back");
    await visit.page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await visit.page.keyboard.press("j");
    await expect.poll(visit.selectedFrame).toBe(1);
  });
});

describe("the table", () => {
  it("scrolls sideways only where its columns are wider", async () => {
    const visit = await openBoot();
    const beyond = (): Promise<number> =>
      visit.grid.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(await beyond()).toBe(0);
    for (let step = 0; step < 8; step++) {
      await visit.header("Container").click({ button: "right" });
      await visit.page.getByRole("menuitem", { name: "Wider" }).click();
      await visit.page.keyboard.press("Escape");
    }
    await expect.poll(beyond).toBeGreaterThan(0);
  });

  it("stays where it is when it gets the focus, and shows that it has it", async () => {
    const visit = await openBoot();
    const { page, grid } = visit;
    await page.getByRole("combobox", { name: "Filter" }).focus();
    const place = async (): Promise<unknown> => [await grid.boundingBox(), await visit.rows.first().boundingBox()];
    const before = await place();
    await page.keyboard.press("Escape");
    await grid.focus();
    expect(await grid.evaluate((element) => element.matches(":focus-visible:not([aria-activedescendant])"))).toBe(true);
    expect(await place()).toEqual(before);
    const ring = await page
      .locator(".grid-frame")
      .evaluate((frame) => getComputedStyle(frame, "::after").borderTopWidth);
    expect(ring).toBe("2px");
  });
});

describe("the mouse", () => {
  it("selects, and scrolling to the end shows the last rows", async () => {
    const visit = await openBoot();
    await visit.rows.nth(4).click();
    await expect.poll(visit.selectedFrame).toBe(5);
    await visit.grid.hover();
    await visit.page.mouse.wheel(0, 100_000);
    await expect.poll(async () => (await visit.shownFrames()).at(-1)).toBe(163);
  });
});

describe("at the widths of a first visit", () => {
  it("what is odd and how long was waited are read whole, and a click on any head sorts", async () => {
    const visit = await host.open();
    await visit.openSample("An answer too large");
    const isCut = (selector: string): Promise<boolean[]> =>
      visit.grid.locator(selector).evaluateAll((all) => all.map((one) => one.scrollWidth > one.clientWidth));
    await visit.filter("pending || oversize");
    expect((await isCut('[data-column="latency"]')).filter(Boolean)).toEqual([]);
    const waiting = visit.grid.locator(".waiting").first();
    expect(await waiting.innerText()).toMatch(/waited\s+[\d.]+ m?s$/);
    // The word is for those who do not see the sign, and for all once there is room for it.
    const word = waiting.getByText("waited");
    expect((await word.boundingBox())?.width).toBeLessThan(2);
    for (const _ of [1, 2]) {
      await visit.header("Latency").click({ button: "right" });
      await visit.page.getByRole("menuitem", { name: "Wider" }).click();
      await visit.page.keyboard.press("Escape");
    }
    await expect.poll(async () => (await word.boundingBox())?.width).toBeGreaterThan(40);
    expect((await isCut('[data-column="latency"]')).filter(Boolean)).toEqual([]);
    expect(await isCut(".mark")).toEqual([false]);
    for (const head of ["No.", "Dir", "ID", "Process", "Size"]) {
      await visit.header(head).click();
      await expect.poll(() => visit.header(head).getAttribute("aria-sort")).toBe("ascending");
      expect(
        await visit
          .header(head)
          .locator(".head-text")
          .evaluate((text) => text.scrollWidth > text.clientWidth),
      ).toBe(false);
    }
  });
});

describe("columns", () => {
  it("hide, move and resize", async () => {
    const visit = await openBoot();
    const order = (): Promise<string[]> => visit.grid.getByRole("columnheader").allInnerTexts();
    const first = await order();
    const menu = async (column: string, item: string): Promise<void> => {
      // In narrow heads the button is for the keyboard.
      await visit.header(column).click({ button: "right" });
      await visit.page.getByRole("menuitem", { name: item }).click();
    };
    await menu("Process", "Hide column");
    await expect.poll(order).toEqual(first.filter((label) => label !== "Process"));
    const placeOfSize = async (): Promise<number> => (await order()).indexOf("Size");
    const place = await placeOfSize();
    await menu("Size", "Move left");
    await expect.poll(placeOfSize).toBe(place - 1);
    const width = async (): Promise<number> => (await visit.header("Name").boundingBox())!.width;
    const before = await width();
    await menu("Name", "Wider");
    await visit.page.keyboard.press("Escape");
    await expect.poll(width).toBeGreaterThan(before);
  });

  it("take the room that is left until they are made narrower, and fit their values by a double click", async () => {
    const { page, grid } = await openBoot();
    const head = grid.locator('[data-head="info"]');
    const width = async (): Promise<number> => (await head.boundingBox())!.width;
    const edge = head.locator(".resize-handle");
    const at = async () => {
      const { x, y, width: wide, height } = (await edge.boundingBox())!;
      return { x: x + wide / 2, y: y + height / 2 };
    };
    const before = await width();
    const { x, y } = await at();
    await page.mouse.click(x, y);
    // A click alone says nothing of the width: it goes with that of the window.
    await page.setViewportSize({ width: 1700, height: 900 });
    await expect.poll(width).toBeGreaterThan(before + 50);
    const wide = await width();
    const from = await at();
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x - 60, from.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBeLessThan(wide - 50);
    const name = grid.locator('[data-head="name"]');
    const usual = (await name.boundingBox())!.width;
    await name.locator(".resize-handle").dblclick();
    await expect.poll(async () => (await name.boundingBox())!.width).not.toBe(usual);
  });

  it("are hidden to the last one, which stays", async () => {
    const visit = await openBoot();
    const heads = visit.grid.getByRole("columnheader");
    for (let left = await heads.count(); left > 1; left--) {
      await heads.first().click({ button: "right" });
      await visit.page.getByRole("menuitem", { name: "Hide column" }).click();
      await expect.poll(() => heads.count()).toBe(left - 1);
    }
    await heads.first().click({ button: "right" });
    await visit.page.getByRole("menuitem", { name: "Hide column" }).click();
    await visit.page.getByText("The table keeps its last column.").waitFor();
    expect(await heads.count()).toBe(1);
  });

  it("are dragged to another place, and kept at the left with the widths that they have", async () => {
    const visit = await openBoot();
    const { page, grid } = visit;
    const order = (): Promise<string[]> => grid.getByRole("columnheader").allInnerTexts();
    const widths = async (): Promise<Record<string, number>> => {
      const boxes = await grid.getByRole("columnheader").evaluateAll((heads) =>
        // Info takes the room that is left: it has no width of its own.
        heads.map((head) => [head.textContent, Math.round(head.getBoundingClientRect().width)] as const),
      );
      return Object.fromEntries(boxes.filter(([label]) => label !== "Info"));
    };
    const before = await widths();
    await visit.header("Size").dragTo(visit.header("Name"), { targetPosition: { x: 6, y: 12 } });
    await expect.poll(async () => (await order()).slice(2, 5)).toEqual(["Dir", "Size", "Name"]);
    const last = grid.getByRole("columnheader").last();
    const { width: lastWidth } = (await last.boundingBox())!;
    const lastLabel = await last.innerText();
    await visit.header("Dir").dragTo(last, { targetPosition: { x: lastWidth - 14, y: 12 } });
    await expect.poll(async () => (await order()).slice(-2)).toEqual([lastLabel, "Dir"]);
    await visit.header("Dir").dragTo(visit.header("Size"), { targetPosition: { x: 6, y: 12 } });
    await expect.poll(async () => (await order()).slice(2, 5)).toEqual(["Dir", "Size", "Name"]);

    await visit
      .header("Container")
      .getByRole("button", { name: /column menu/ })
      .click();
    await page.getByRole("menuitemcheckbox", { name: "Keep at the left" }).click();
    await expect.poll(async () => (await order())[0]).toBe("Container");
    expect(await widths()).toEqual(before);
    const cell = visit.rows.first().locator('[data-column="container"]');
    expect(Math.round((await cell.boundingBox())!.width)).toBe(before["Container"]);
    await page.setViewportSize({ width: 1024, height: 700 });
    // The details go under the table, which is drawn anew for that.
    await page.locator('[role="separator"][aria-orientation="horizontal"]').waitFor();
    const left = (await grid.boundingBox())!.x;
    await grid.evaluate((scroller) => scroller.scrollTo({ left: 300 }));
    await expect
      .poll(async () => Math.round((await visit.header("Container").boundingBox())!.x))
      .toBe(Math.round(left));
    await page.reload();
    await visit.openSample("A healthy boot");
    expect((await order()).slice(0, 5)).toEqual(["Container", "No.", "Time", "Dir", "Size"]);
    expect(await widths()).toEqual(before);
  });
});

it("the selection stays on screen in another view of very many rows, the first of which are shown before the others", async () => {
  const visit = await host.open();
  const { page } = visit;
  // Requests without a payload are as small as messages can be: GetProperties and Start by turns.
  const many = new Uint8Array(HEADER_BYTES * MANY);
  const view = new DataView(many.buffer);
  for (let id = 1; id <= MANY; id++) {
    const at = HEADER_BYTES * (id - 1);
    view.setUint32(at, id % 2 === 0 ? 0x1010_0201 : 0x1010_0901, true);
    view.setUint32(at + 4, HEADER_BYTES, true);
    view.setUint32(at + 8, id, true);
  }
  const negotiate = bridgeMessage(0x1010_0b01, 0, { MinimumVersion: 4, MaximumVersion: 4 });
  await visit.drop(host.file("many.bin", Buffer.concat([negotiate, many])));
  await visit.filter("name == Start");
  await expect.poll(() => page.getByLabel("Rows shown").innerText()).toBe("500,000 of 1,000,001");
  await visit.grid.focus();
  await page.keyboard.press("End");
  const selected = visit.grid.getByRole("row", { selected: true });
  for (const name of ["Exchanges", "Frames"]) {
    await page.keyboard.press("x");
    await page.getByRole("grid", { name }).waitFor();
    await expect.poll(() => selected.getAttribute("data-frame")).toBe(String(MANY + 1));
    await expect.poll(() => visit.shownFrames()).toContain(MANY - 1);
  }
});
