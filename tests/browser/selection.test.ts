import { expect, it } from "vitest";
import { usePages, type TestPage } from "./harness.ts";

const host = usePages();

/** Numbers of the selected rows that are drawn, from the top. */
function selectedFrames({ grid }: TestPage): Promise<number[]> {
  return grid
    .locator('[data-frame][aria-selected="true"]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-frame"))));
}

function focusedFrame({ grid }: TestPage): Promise<number> {
  return grid.locator("[data-focused]").evaluate((row) => Number(row.getAttribute("data-frame")));
}

it("selects rows by mouse and keys as lists of files do, and keeps them through filters", async () => {
  const visit = await host.open();
  const { page, grid } = visit;
  await visit.openSample("A healthy boot");
  const row = (number: number) => grid.locator(`[data-frame="${number}"]`);
  const expectSelected = (numbers: readonly number[]) => expect.poll(() => selectedFrames(visit)).toEqual(numbers);
  expect(await grid.getAttribute("aria-multiselectable")).toBe("true");

  await row(3).click();
  await row(6).click({ modifiers: ["Shift"] });
  await expectSelected([3, 4, 5, 6]);
  await row(9).click({ modifiers: ["ControlOrMeta"] });
  await row(4).click({ modifiers: ["ControlOrMeta"] });
  await expectSelected([3, 5, 6, 9]);
  expect(await focusedFrame(visit)).toBe(4);
  await expect.poll(() => visit.status.innerText()).toMatch(/4 frames selected/);

  await visit.filter("number in {1..5, 9, 12}");
  await expectSelected([3, 5, 9]);
  await expect.poll(() => visit.status.innerText()).toMatch(/3 frames selected/);
  await visit.clearFilter();
  await expectSelected([3, 5, 6, 9]);
  await grid.focus();
  await page.keyboard.press("Escape");
  await expectSelected([4]);

  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+J");
  await expectSelected([4, 5, 6]);
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await expectSelected([3, 4]);
  await page.keyboard.press("Control+ArrowUp");
  await page.keyboard.press("Control+ArrowUp");
  await page.keyboard.press("Control+Space");
  await expectSelected([1, 3, 4]);
  await page.keyboard.press("Control+a");
  await expect.poll(() => visit.status.innerText()).toMatch(/163 frames selected/);
  await page.keyboard.press("j");
  await expectSelected([2]);
});
