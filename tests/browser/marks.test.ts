import { expect, it } from "vitest";
import { usePages } from "./harness.ts";

const host = usePages();

it("marks frames, finds them by key and by filter, and takes the marks away", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  const marks = visit.grid.getByRole("img", { name: "Marked" });
  for (const number of [3, 7, 90]) {
    await visit.goToFrame(number);
    await visit.page.keyboard.press("m");
    await visit.grid.locator(`[data-frame="${number}"][data-marked]`).waitFor();
  }
  await expect.poll(() => visit.status.innerText()).toContain("3 marked");
  await visit.page.keyboard.press("}");
  await expect.poll(visit.selectedFrame).toBe(3);
  await visit.page.keyboard.press("}");
  await expect.poll(visit.selectedFrame).toBe(7);
  await visit.page.keyboard.press("{");
  await visit.page.keyboard.press("{");
  await expect.poll(visit.selectedFrame).toBe(90);

  await visit.filter("marked");
  await expect.poll(() => visit.shownFrames()).toEqual([3, 7, 90]);
  await visit.goToFrame(7);
  await visit.page.keyboard.press("m");
  await expect.poll(() => visit.shownFrames()).toEqual([3, 90]);
  await visit.command("Take all marks away");
  await expect.poll(() => visit.shownFrames()).toEqual([]);
  await expect.poll(() => visit.status.innerText()).not.toContain("marked");
  await visit.page.keyboard.press("Escape");
  await expect.poll(() => visit.shownFrames()).toContain(3);
  expect(await marks.count()).toBe(0);
});

it("marks the frame that was selected when the key came, however fast the next keys are", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  await visit.goToFrame(3);
  // In one task: no answer of the worker comes between the keys.
  await visit.grid.evaluate((grid) => {
    for (const key of "mjjmjm") grid.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  });
  const marked = visit.grid.locator("[data-marked]");
  await expect.poll(() => marked.count()).toBe(3);
  const numbers = await marked.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-frame"))));
  expect(numbers).toEqual([3, 5, 6]);
  await expect.poll(visit.selectedFrame).toBe(6);
});

/** What has no room goes under the signs, or out of the cell. */
function isWhole({ scrollWidth, clientWidth, scrollHeight, clientHeight }: Element): boolean {
  return scrollWidth <= clientWidth && scrollHeight <= clientHeight;
}

it("leaves long numbers their digits beside a mark", async () => {
  const visit = await host.open();
  await visit.drop(host.capture("busy/busy.pcap"));
  await visit.goToFrame(11_000);
  await visit.page.keyboard.press("m");
  const cell = visit.grid.locator('[data-frame="11000"][data-marked] [data-column="number"]');
  await cell.getByRole("img", { name: "Marked" }).waitFor();
  expect(await cell.evaluate(isWhole)).toBe(true);
});

it("leaves ignored frames out until they are asked for, or shown again", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  for (const number of [2, 3]) {
    await visit.goToFrame(number);
    await visit.page.keyboard.press("Control+d");
    await visit.grid.locator(`[data-frame="${number}"]`).waitFor({ state: "detached" });
  }
  await expect.poll(visit.selectedFrame).toBe(4);
  await expect.poll(() => visit.status.innerText()).toContain("2 ignored");
  await visit.filter("number <= 5");
  await expect.poll(() => visit.shownFrames()).toEqual([1, 4, 5]);
  await visit.filter('payload contains "{" && number <= 5');
  await expect.poll(async () => (await visit.shownFrames()).some((number) => number === 2 || number === 3)).toBe(false);
  await visit.filter("ignored");
  await expect.poll(() => visit.shownFrames()).toEqual([2, 3]);
  await visit.goToFrame(3);
  await visit.page.keyboard.press("Control+d");
  await expect.poll(() => visit.shownFrames()).toEqual([2]);
  await expect.poll(() => visit.status.innerText()).toContain("1 ignored");
  await visit.status.getByRole("button", { name: "Show again" }).click();
  await expect.poll(() => visit.shownFrames()).toEqual([]);
  await visit.filter("number <= 5");
  await expect.poll(() => visit.shownFrames()).toEqual([1, 2, 3, 4, 5]);

  // Where that leaves nothing, it is said, and not blamed on the filter alone.
  const messages = visit.page.getByRole("region", { name: "Messages" });
  await visit.grid.focus();
  await visit.page.keyboard.press("Control+a");
  await visit.page.keyboard.press("Control+d");
  await expect.poll(() => messages.innerText()).toContain("5 frames are ignored, whatever the filter lets pass.");
  await messages.getByRole("button", { name: "Show again" }).click();
  await expect.poll(() => visit.shownFrames()).toEqual([1, 2, 3, 4, 5]);
  await visit.clearFilter();
  await visit.grid.focus();
  await visit.page.keyboard.press("Control+a");
  await visit.page.keyboard.press("Control+d");
  await expect.poll(() => messages.innerText()).toContain("163 frames are ignored, and no other is left");
});

it("says of an exchange what is said of either of its frames, and unsays it of both", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  const { keyboard } = visit.page;
  const told = () => expect.poll(() => visit.status.innerText());
  await visit.goToFrame(2);
  await keyboard.press("m");
  await told().toContain("1 marked");
  await keyboard.press("x");
  const first = visit.grid.locator('[data-frame="1"][aria-selected="true"]');
  await first.waitFor();
  await keyboard.press("m");
  await told().not.toContain("marked");
  await keyboard.press("m");
  await told().toContain("2 marked");
  await keyboard.press("Shift+ArrowDown");
  await told().toMatch(/2 exchanges, 4 frames selected/u);
  await keyboard.press("m");
  await told().toContain("4 marked");
  await keyboard.press("m");
  await told().not.toContain("marked");

  await keyboard.press("Home");
  await keyboard.press("Control+d");
  await told().toContain("2 ignored");
  await visit.filter("ignored");
  await expect.poll(() => visit.shownFrames()).toEqual([1]);
  await keyboard.press("Home");
  await keyboard.press("Control+d");
  await told().not.toContain("ignored");
});

it("counts time from a frame, before it negative, and forgets all when another capture opens", async () => {
  const visit = await host.open();
  await visit.openSample("A healthy boot");
  const before = (await visit.column("time")).map(Number);
  await visit.goToFrame(5);
  await visit.page.keyboard.press("t");
  await expect.poll(async () => Number((await visit.column("time"))[4])).toBe(0);
  const after = (await visit.column("time")).map(Number);
  expect(after[0]).toBeCloseTo(before[0]! - before[4]!, 8);
  expect(after[0]).toBeLessThan(0);
  await visit.grid.getByRole("img", { name: "Time zero" }).waitFor();
  await visit.header("Time").getByRole("img", { name: "Counts from frame 5" }).waitFor();
  await visit.page.getByText("0.000000000 s", { exact: true }).waitFor();
  // All panes count as the table does.
  await visit.page.keyboard.press("3");
  await visit.page
    .getByRole("tabpanel", { name: "Waiting" })
    .getByText("0.000000000", { exact: true })
    .first()
    .waitFor();
  await visit.page.keyboard.press("Escape");
  await visit.page.keyboard.press("Shift+T");
  await expect.poll(async () => (await visit.column("time")).map(Number)).toEqual(before);

  await visit.page.keyboard.press("t");
  await visit.page.keyboard.press("m");
  await expect.poll(() => visit.status.innerText()).toContain("time zero at 5");
  await visit.command("Close the capture");
  await visit.openSample("One request hangs");
  expect(await visit.status.innerText()).not.toMatch(/time zero|marked/);
});
