import { expect, it } from "vitest";
import { usePages } from "./harness.ts";

const host = usePages();

/** Each text costs it a few milliseconds, as it goes back and forth; no text takes it a second. */
const SLOW = String.raw`size < 260 && payload matches /"ProcessId"|.*.*~/`;
/** Goes back and forth for ever in an id of 64 letters. */
const ENDLESS = String.raw`payload matches /(\w+)+~/`;

it("shows rows while payloads are searched, ends when told to with the rows still there, and makes room for another filter", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.drop(host.capture("busy/busy.pcap"));
  const status = page.getByLabel("Rows shown");
  await visit.filter(SLOW);
  await expect.poll(() => status.innerText()).toMatch(/^[1-9][\d,]* so far, \d+ % searched$/);
  await visit.rows.first().waitFor();
  const end = page.getByRole("button", { name: "End the search" });
  await visit.grid.focus();
  await page.keyboard.press("Escape");
  await end.waitFor({ state: "detached" });
  const ended = await status.innerText();
  expect(ended).toMatch(/^[1-9][\d,]*, ended at \d+ %$/);
  expect((await visit.column("name")).every((name) => name !== "Create")).toBe(true);

  // The same again, so that a search is running when the next filter comes.
  await visit.clearFilter();
  await visit.filter(SLOW);
  await end.waitFor();
  await visit.filter("name == Create");
  await expect.poll(() => status.innerText()).toMatch(/^\d+ of 11,685$/);
  expect(await end.count()).toBe(0);
});

it("ends a regular expression that would go on for ever, says so, and goes on", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.openSample("One request hangs");
  const status = page.getByLabel("Rows shown");
  await visit.filter(ENDLESS);
  await expect.poll(() => status.innerText()).toMatch(/, rows may be missing$/);
  await page.getByRole("heading", { name: /^No match so far among/ }).waitFor();
  await page.getByText("A regular expression took too long on one text and was ended.").waitFor();
  await visit.filter("name == Create");
  await expect.poll(() => status.innerText()).toBe("4 of 97");
  await visit.clearFilter();

  await page.keyboard.press("f");
  await page.getByRole("radio", { name: "Regex" }).click();
  await page.getByRole("textbox", { name: "Find in payloads" }).fill(String.raw`(\w+)+~`);
  await expect
    .poll(() => page.getByLabel("Hits").innerText())
    .toMatch(/; the expression took too long, hits may be missing$/);
});
