// usage: node shot.local.mjs BASEURL OUTPREFIX "keys" FILE...
import { chromium } from "playwright-core";
import { dropFiles } from "./scripts/lib/page-session.mjs";
const [base, prefix, keys, ...files] = process.argv.slice(2);
const only = process.env.ONLY ? process.env.ONLY.split(",") : null;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
for (const [w, h] of [
  [1440, 900],
  [1024, 700],
])
  for (const colorScheme of ["light", "dark"]) {
    const name = `${w}-${colorScheme}`;
    if (only && !only.includes(name)) continue;
    const ctx = await browser.newContext({ viewport: { width: w, height: h }, colorScheme });
    const page = await ctx.newPage();
    page.on("console", (m) => m.type() === "error" && console.log("console:", m.text()));
    page.on("pageerror", (e) => console.log("pageerror:", e.message));
    await page.goto(base);
    if (files.length) {
      await dropFiles(page, files);
      await page
        .locator("[data-frame]")
        .first()
        .waitFor({ timeout: 30000 })
        .catch(() => {});
      await page.waitForTimeout(700);
    }
    for (const k of keys.split(" ").filter(Boolean)) {
      if (k.startsWith("wait")) await page.waitForTimeout(Number(k.slice(4)));
      else if (k.startsWith("type:")) await page.keyboard.type(k.slice(5).replaceAll("_", " "));
      else if (k.startsWith("click:")) await page.getByText(k.slice(6).replaceAll("_", " ")).first().click();
      else if (k.startsWith("rclick:")) await page.locator(`[data-frame="${k.slice(7)}"]`).click({ button: "right" });
      else if (k.startsWith("frame:")) {
        await page.keyboard.press("g");
        await page.getByRole("textbox", { name: "Frame number" }).fill(k.slice(6));
        await page.keyboard.press("Enter");
        await page.waitForTimeout(300);
      } else await page.keyboard.press(k);
    }
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${prefix}-${name}.png` });
    await ctx.close();
  }
await browser.close();
