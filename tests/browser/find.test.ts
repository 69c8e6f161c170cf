import { expect, it } from "vitest";
import { usePages } from "./harness.ts";

const host = usePages();

it("find goes from hit to hit by keys, over what is shown or all, and says what is wrong", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  const status = page.getByLabel("Hits");
  await page.keyboard.press("f");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  await input.fill("/bin/sh");
  await expect.poll(() => status.innerText()).toMatch(/^\d+ hits$/);
  const hits = Number.parseInt(await status.innerText(), 10);
  await input.press("Enter");
  await expect.poll(() => status.innerText()).toMatch(/^1 of/);
  const first = await visit.selectedFrame();
  await visit.grid.focus();
  await page.keyboard.press("n");
  await expect.poll(() => status.innerText()).toMatch(/^2 of/);
  await expect.poll(visit.selectedFrame).toBeGreaterThan(first);
  await page.keyboard.press("Shift+N");
  await expect.poll(visit.selectedFrame).toBe(first);
  await page.keyboard.press("Shift+N");
  await expect.poll(() => status.innerText()).toBe(`${hits} of ${hits} hits, from the other end`);

  await visit.filter("kind == response");
  await expect.poll(() => status.innerText()).toBe("No hits");
  await page.getByRole("radio", { name: "All frames" }).click();
  await expect.poll(() => status.innerText()).toBe(`${hits} hits`);

  await page.getByRole("radio", { name: "Regex" }).click();
  const width = async (): Promise<number | undefined> => (await input.boundingBox())?.width;
  const before = await width();
  await input.fill("(");
  await expect.poll(() => status.innerText()).toBe("At 1: This is no regular expression: Unterminated group.");
  // What is said of it takes no room from it.
  expect(await width()).toBe(before);
  await page.getByRole("radio", { name: "Bytes" }).click();
  // Half a byte is no fault while it is typed; asked for, it is.
  await input.fill("2f 6");
  await expect.poll(() => status.innerText()).toBe("");
  await input.press("Enter");
  await expect.poll(() => status.innerText()).toMatch(/^At 4: Bytes are pairs/);
  await input.fill("2f 62 69 6e 2f 73 68");
  await expect.poll(() => status.innerText()).toBe(`${hits} hits`);
  await input.press("Escape");
  await input.waitFor({ state: "detached" });
  await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
});

it("find goes on with what was looked for last once its bar is closed, and leaves the focus where it is", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  await page.keyboard.press("n");
  await page.getByText("Nothing is looked for: f finds in payloads.").waitFor();
  await page.keyboard.press("f");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  const status = page.getByLabel("Hits");
  await input.fill("/bin/sh");
  await input.press("Enter");
  await expect.poll(() => status.innerText()).toMatch(/^1 of/);
  const first = await visit.selectedFrame();
  await input.press("Escape");
  await input.waitFor({ state: "detached" });
  for (const [key, place] of [
    ["n", 2],
    ["n", 3],
    ["Shift+F3", 2],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => status.innerText()).toMatch(new RegExp(`^${place} of`));
  }
  expect(await visit.selectedFrame()).toBeGreaterThan(first);
  expect(await visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await expect.poll(() => status.innerText()).toMatch(/hits$/);
  await page.keyboard.type("no such text");
  await expect.poll(() => status.innerText()).toBe("No hits");
});

it("find goes to the first hit when it comes, where Enter was faster", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.drop(host.capture("busy/busy.pcapng"));
  await page.keyboard.press("j");
  await page.keyboard.press("f");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  await input.fill("ErrorMessage");
  await input.press("Enter");
  await expect.poll(() => page.getByLabel("Hits").innerText()).toMatch(/^1 of [\d,]+ hits/);
  await expect.poll(visit.selectedFrame).toBeGreaterThan(1);
  // From the field the table is one key away, and with it n.
  await input.press("ArrowDown");
  await page.keyboard.press("n");
  await expect.poll(() => page.getByLabel("Hits").innerText()).toMatch(/^2 of/);
});

it("find marks its hits in the text, the fields and the bytes of the frame it leads to", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  const details = page.getByLabel("Details of the selected frame");
  await page.keyboard.press("f");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  const marked = (): Promise<string[]> => details.locator(".text-view-hit").allInnerTexts();
  const bytes = (): Promise<string> =>
    details.locator(".hex-character.hex-hit").evaluateAll((cells) => cells.map((cell) => cell.textContent).join(""));
  await input.fill("COMMANDARGS");
  await expect.poll(() => page.getByLabel("Hits").innerText()).toMatch(/hits$/);
  await input.press("Enter");
  await expect.poll(marked).toEqual(["CommandArgs"]);
  await page.getByRole("radio", { name: "Original" }).click();
  await expect.poll(marked).toEqual(["CommandArgs"]);

  // A regular expression is found where it stands too, though a worker of its own judges it.
  await page.getByRole("radio", { name: "Regex" }).click();
  await input.fill("Command(Args|Line)");
  await expect.poll(() => page.getByLabel("Hits").innerText()).toMatch(/hits$/);
  await input.press("Enter");
  await page.getByRole("tab", { name: "Fields" }).click();
  await expect.poll(bytes).toMatch(/^(?:CommandArgs|CommandLine)+$/);
  const field = details.getByRole("treeitem", { selected: true });
  expect(await field.innerText()).toMatch(/^Command(?:Args|Line)/);
  await field.getByRole("img", { name: "hit" }).waitFor();
  await input.press("Escape");
  await expect.poll(bytes).toBe("");
  expect(await details.getByRole("img", { name: "hit" }).count()).toBe(0);
});

it("find says where a payload has more hits than are marked", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.drop(host.capture("oversize/oversize.pcap"));
  await visit.finished();
  await page.keyboard.press("f");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  await input.fill("goroutine");
  await expect.poll(() => page.getByLabel("Hits").innerText()).toMatch(/hits?$/);
  await input.press("Enter");
  const note = page.getByText("Only the first 1,000 hits of this payload are marked.");
  await note.waitFor();
  await input.fill("GuestStacks");
  await input.press("Enter");
  await note.waitFor({ state: "detached" });
});

it("find says how far it is, and ends when told to with its hits still there", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.drop(host.capture("busy/busy.pcap"));
  await visit.finished();
  // Each text costs the expression a few milliseconds, as it goes back and forth; no text takes it a second.
  await visit.filter("size < 260");
  await page.keyboard.press("f");
  await page.getByRole("radio", { name: "Regex" }).click();
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  await input.fill(String.raw`"ProcessId"|.*.*~`);
  const status = page.getByLabel("Hits");
  await expect.poll(() => status.innerText()).toMatch(/^[1-9][\d,]* hits so far, \d+ % searched$/);
  const end = page.getByRole("search", { name: "Find in payloads" }).getByRole("button", { name: "End the search" });
  await end.click();
  await end.waitFor({ state: "detached" });
  expect(await status.innerText()).toMatch(/^[1-9][\d,]* hits, ended at \d\d? %$/);
  await input.press("Enter");
  await expect.poll(() => status.innerText()).toMatch(/^1 of [\d,]+ hits, ended at \d\d? %$/);
});

it("find and go answer to the keys of browsers, which see only the rows that are drawn; over text of its own the browser's find stays", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  await page.keyboard.press("Control+F");
  const input = page.getByRole("textbox", { name: "Find in payloads" });
  await input.fill("/bin/sh");
  const status = page.getByLabel("Hits");
  await expect.poll(() => status.innerText()).toMatch(/^\d+ hits$/);
  await input.press("F3");
  await expect.poll(() => status.innerText()).toMatch(/^1 of/);
  await visit.grid.focus();
  await page.keyboard.press("F3");
  await expect.poll(() => status.innerText()).toMatch(/^2 of/);
  await page.keyboard.press("Shift+F3");
  await expect.poll(() => status.innerText()).toMatch(/^1 of/);
  await input.press("Escape");
  await page.keyboard.press("Control+G");
  await page.getByRole("dialog", { name: /^Go to/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("F1");
  const reference = page.getByRole("dialog", { name: "Protocol reference" });
  await reference.getByLabel("Search the reference").press("Control+F");
  await page.keyboard.press("Escape");
  await reference.waitFor({ state: "detached" });
  expect(await input.count()).toBe(0);
});
