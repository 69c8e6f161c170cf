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
  expect(await visit.selectedFrame()).toBeGreaterThan(first);
  await page.keyboard.press("Shift+N");
  await expect.poll(visit.selectedFrame).toBe(first);
  await page.keyboard.press("Shift+N");
  await expect.poll(() => status.innerText()).toBe(`${hits} of ${hits} hits, from the other end`);

  await visit.filter("kind == response");
  await expect.poll(() => status.innerText()).toBe("No hits");
  await page.getByRole("radio", { name: "All frames" }).click();
  await expect.poll(() => status.innerText()).toBe(`${hits} hits`);

  await page.getByRole("radio", { name: "Regex" }).click();
  await input.fill("(");
  await expect.poll(() => status.innerText()).toMatch(/^At 1: /);
  await page.getByRole("radio", { name: "Bytes" }).click();
  await input.fill("2f 62 69 6e 2f 73 68");
  await expect.poll(() => status.innerText()).toBe(`${hits} hits`);
  await input.press("Escape");
  await input.waitFor({ state: "detached" });
  await expect.poll(() => visit.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
});
