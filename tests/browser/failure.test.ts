import { expect, it } from "vitest";
import { usePages } from "./harness.ts";

const host = usePages();

it("a part that fails leaves words and a way back, and no empty page", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("A healthy boot");
  // What the timeline cannot be without.
  await page.evaluate(() => Reflect.set(window, "ResizeObserver", null));
  await page.keyboard.press("2");
  await page.getByRole("heading", { name: "The page has failed" }).waitFor();
  expect(await page.getByRole("alert").innerText()).toContain("is not a constructor");
  // React tells of it as well.
  visit.errors.length = 0;
  await page.getByRole("button", { name: "Load the page again" }).click();
  await page.getByRole("heading", { name: "Open a capture of the HCS-GCS bridge" }).waitFor();
});
