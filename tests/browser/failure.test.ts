import { rmSync } from "node:fs";
import { expect, it } from "vitest";
import { readBytes } from "../captures/load.ts";
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

it("a file that is deleted while it is open is told once, and wherever its bytes are asked for", async () => {
  const visit = await host.open();
  const { page } = visit;
  const path = host.file("gone.pcap", readBytes("busy/busy.pcap"));
  await visit.drop(path);
  await page
    .getByText(/^Nothing wrong here|^Cannot tell|^(Critical|Error|Warning):/)
    .first()
    .waitFor();
  rmSync(path);
  const fault = "gone.pcap can no longer be read: it was moved or deleted since it was opened.";
  const details = page.getByRole("region", { name: "Details of the selected frame" });
  await visit.goToFrame(3000);
  await details.getByText(fault).waitFor();
  const card = page.locator(".failures");
  expect(await card.innerText()).toContain("gone.pcap can no longer be read\n\nAt byte ");
  await visit.goToFrame(5000);
  await details.getByText(fault).waitFor();
  expect(await card.getByRole("heading").count()).toBe(1);
  // Bytes that cannot be read are not bytes that the capture lacks.
  await page.getByRole("tab", { name: "Bytes" }).click();
  expect(await page.getByLabel("not in the capture").count()).toBe(0);

  await card.getByRole("button", { name: "Dismiss" }).click();
  await visit.filter('payload contains "Statistics"');
  await expect.poll(() => page.getByLabel("Rows shown").innerText()).toMatch(/, rows may be missing$/);
  await page.getByRole("button", { name: "Clear the filter", exact: true }).click();
  await page.getByLabel("Rows shown").waitFor({ state: "detached" });
  await visit.goToFrame(5000);
  await page.keyboard.press("Control+f");
  // At once: each letter would be a search of its own, and the first of them opens the bar.
  await page.getByRole("textbox", { name: "Find in payloads" }).fill("Statistics");
  await page.getByText(/the file cannot be read any more, hits may be missing$/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("search", { name: "Find in payloads" }).waitFor({ state: "detached" });
  await visit.grid.focus();
  await page.keyboard.press("Shift+F");
  await page.locator(".follow").getByText(fault).waitFor();
  expect(await card.count()).toBe(0);
});
