import { basename, dirname } from "node:path";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PAGE_POLICY } from "../../build/content-security-policy.mjs";
import { readBytes } from "../captures/load.ts";
import type { TestPage } from "./harness.ts";
import { usePages } from "./harness.ts";

const host = usePages();

/** Larger than can be read while the test looks: real packets, then a hole in a sparse file, which reads as packets without bytes. */
const endless = (): string => host.sparseFile("endless.pcap", readBytes("boot-exec/boot-exec.pcap"), 3 * 2 ** 30);

/** Where faults are told; the editor, which may be there already, has alerts of its own. */
const cardsOf = ({ page }: TestPage): Locator => page.locator(".failures").and(page.getByRole("alert"));

describe("samples", () => {
  it.each([
    { title: "A healthy boot", frames: 163 },
    { title: "One request hangs", frames: 97 },
    { title: "An answer too large", frames: 14 },
    { title: "A bridge over two connections", frames: 44 },
  ])("shows $title", async ({ title, frames }) => {
    const visit = await host.open();
    await visit.openSample(title);
    expect(await visit.grid.getAttribute("aria-rowcount")).toBe(String(frames + 1));
    expect(await visit.status.innerText()).toContain(`${frames} frames`);
    expect((await visit.column("name"))[0]).toContain("NegotiateProtocol");
  });
});

describe("own files", () => {
  it("opens what is dropped, and again what is dropped on an open capture", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcap"));
    expect(await visit.status.innerText()).toContain("54 frames");
    await visit.drop(host.capture("wcow-fake-guest/wcow-fake-guest.nsec.pcap"));
    await expect.poll(() => visit.status.innerText()).toContain("45 frames");
  });

  it("takes two byte streams for the two directions of one bridge", async () => {
    const visit = await host.open();
    await visit.drop(host.capture("guest-crash/guest-crash.h2g.bin"), host.capture("guest-crash/guest-crash.g2h.bin"));
    expect(await visit.status.innerText()).toContain("66 frames");
    expect(await visit.status.innerText()).toContain("35 requests");
  });

  it.each([
    { how: "the button", choose: "button" },
    { how: "Ctrl+O", choose: "key" },
  ])("opens what is picked by $how", async ({ choose }) => {
    const visit = await host.open();
    const chooser = visit.page.waitForEvent("filechooser");
    // The browser is told in passing to hand choosers over; a round trip makes sure that it knows before a key opens one.
    await visit.page.title();
    if (choose === "key") await visit.page.keyboard.press("Control+o");
    else await visit.page.getByRole("button", { name: "Open files" }).click();
    await (await chooser).setFiles(host.capture("unknown-response/unknown-response.pcapng"));
    await visit.finished();
    expect(await visit.status.innerText()).toContain("84 frames");
  });

  it("closes the capture and is back at the start", async () => {
    const visit = await host.open();
    await visit.openSample("A healthy boot");
    await visit.command("Close the capture");
    await visit.page.getByRole("heading", { name: "Open a capture of the HCS-GCS bridge" }).waitFor();
    expect(await visit.grid.count()).toBe(0);
  });
});

describe("files that are no captures", () => {
  it("gives a card with file, reason and advice", async () => {
    const visit = await host.open();
    const text = "This is a shopping list: milk, bread, and a bridge of chocolate.\n".repeat(40);
    await visit.dropWithoutWaiting(host.file("list.txt", Buffer.from(text)));
    const card = cardsOf(visit).getByRole("article");
    await card.waitFor();
    expect(await card.getByRole("heading").innerText()).toContain("list.txt could not be read");
    expect(await card.getByRole("paragraph").count()).toBeGreaterThanOrEqual(2);
    await visit.page.getByRole("button", { name: "Dismiss" }).click();
    await card.waitFor({ state: "detached" });
  });

  it.each([
    { what: "a text", name: "text.log", bytes: Buffer.from("a log\n") },
    { what: "an empty file", name: "empty.pcap", bytes: Buffer.of() },
  ])("leaves the open capture as it is where $what is dropped", async ({ name, bytes }) => {
    const visit = await host.open();
    await visit.openSample("A healthy boot");
    await visit.goToFrame(7);
    await visit.page.keyboard.press("m");
    await visit.dropWithoutWaiting(host.file(name, bytes));
    const card = cardsOf(visit).getByRole("article");
    await card.getByRole("heading", { name: `${name} could not be read` }).waitFor();
    expect(await card.innerText()).toContain("What was open before is still shown.");
    expect(await visit.selectedFrame()).toBe(7);
    expect(await visit.status.innerText()).toContain("1 marked");
    expect(await visit.page.getByRole("button", { name: /^Sources: boot-exec/u }).count()).toBe(1);
    await visit.drop(host.file(name, bytes), host.capture("hang-sequential/hang-sequential.pcap"));
    await expect.poll(() => visit.status.innerText()).toContain("54 frames");
  });

  it("writes the command that helps as code", async () => {
    const visit = await host.open();
    await visit.dropWithoutWaiting(host.file("bridge.pcap.gz", Buffer.from([0x1f, 0x8b, ...Array(40).fill(0)])));
    const card = cardsOf(visit).getByRole("article");
    await card.waitFor();
    expect(await card.getByRole("code").allInnerTexts()).toEqual(["gunzip"]);
    expect(await card.innerText()).not.toContain("`");
  });

  it("has cards for the first reasons, and tells the files of the others where they are asked for", async () => {
    const visit = await host.open();
    const others = [1, 2, 3, 4, 5].map((first) => host.file(`${first}.dat`, Buffer.from([first, 0, 0xff])));
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcap"), ...others);
    expect(await cardsOf(visit).getByRole("heading").allInnerTexts()).toEqual([
      "1.dat could not be read",
      "2.dat could not be read",
      "3.dat could not be read",
      "2 more files could not be read",
    ]);
    const reasons = cardsOf(visit).getByRole("listitem");
    expect(await reasons.filter({ visible: true }).count()).toBe(0);
    await visit.page.getByText("Names and reasons").focus();
    await visit.page.keyboard.press("Enter");
    await expect
      .poll(() => reasons.allInnerTexts())
      .toEqual([expect.stringMatching(/^4\.dat: .*04 00 ff/u), expect.stringMatching(/^5\.dat: .*05 00 ff/u)]);
  });

  it("leaves the rows their room in a low window, and brings the reasons that are asked for into view", async () => {
    const visit = await host.open({ viewport: { width: 1024, height: 700 } });
    const others = [1, 2, 3, 4, 5].map((first) => host.file(`${first}.dat`, Buffer.from([first, 0, 0xff])));
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcap"), ...others);
    const cards = (await cardsOf(visit).boundingBox())!;
    expect(cards.height).toBeLessThanOrEqual(700 / 4);
    await visit.page.getByText("Names and reasons").press("Enter");
    const reasons = cardsOf(visit).getByRole("list");
    const isInView = async (): Promise<boolean> => {
      const list = (await reasons.boundingBox())!;
      return list.y >= cards.y && list.y + list.height <= cards.y + cards.height;
    };
    await expect.poll(isInView).toBe(true);
    expect(await cardsOf(visit).boundingBox()).toEqual(cards);
  });

  it("names together what has one fault, and reads what is dropped with a folder", async () => {
    const visit = await host.open();
    const capture = host.capture("hang-sequential/hang-sequential.pcap");
    const texts = ["a", "b", "c", "d", "e", "f"].map((name) => host.file(`${name}.txt`, Buffer.from("text\n")));
    await visit.drop(capture, ...texts);
    const headings = cardsOf(visit).getByRole("heading");
    expect(await headings.allInnerTexts()).toEqual(["a.txt, b.txt, c.txt, d.txt and 2 more could not be read"]);
    expect(await visit.status.innerText()).toContain("6 files not read");
    // Closed, what was said of them can be read once more.
    await visit.page.getByRole("button", { name: "Dismiss" }).first().click();
    await expect.poll(() => cardsOf(visit).count()).toBe(0);
    await visit.status.getByRole("button", { name: "6 files not read" }).click();
    await cardsOf(visit).waitFor();

    const devtools = await visit.page.context().newCDPSession(visit.page);
    const data = { items: [], files: [dirname(capture), capture], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
    }
    await expect.poll(() => headings.allInnerTexts()).toEqual([`${basename(dirname(capture))} could not be read`]);
    expect(await cardsOf(visit).innerText()).toContain("It is a folder. 54 frames of the other files could be read");
  });

  it("shows what is readable of a file that was cut off, and says where it ends", async () => {
    const visit = await host.open();
    const whole = readBytes("hang-handler/hang-handler.pcap");
    await visit.drop(host.file("cut.pcap", whole.subarray(0, 30_001)));
    const frames = Number(await visit.grid.getAttribute("aria-rowcount")) - 1;
    expect(frames).toBeGreaterThan(20);
    expect(frames).toBeLessThan(97);
    const card = cardsOf(visit).getByRole("article");
    expect(await card.getByRole("heading").innerText()).toBe("cut.pcap ends too early");
    expect(await card.innerText()).toMatch(/The file ends at byte 30,001, .* \d+ frames could be read and are shown\./);
    await visit.page.getByRole("button", { name: "Dismiss" }).click();
    await card.waitFor({ state: "detached" });
    await visit.page.getByRole("button", { name: /^\d+ issues?$/ }).click();
    const issue = visit.page.getByRole("dialog").getByRole("row", { name: "cut.pcap" }).first();
    expect(await issue.getByRole("cell").last().innerText()).toMatch(/^(29|30),\d{3}$/);
  });

  it("tells of a damaged place with the frames behind it, and of each further one in the list", async () => {
    const visit = await host.open();
    const bytes = Uint8Array.from(readBytes("hang-handler/hang-handler.pcap"));
    const view = new DataView(bytes.buffer);
    let at = 24;
    for (let packet = 1; packet <= 80; packet++) {
      const length = view.getUint32(at + 8, true);
      if (packet === 40 || packet === 80) view.setUint32(at + 8, 0xff_ff_ff_f0, true);
      at += 16 + length;
    }
    await visit.drop(host.file("note.txt", Buffer.from("a note\n")), host.file("hurt.pcap", bytes));
    // What is said of a file is of that file, wherever the other stands.
    await visit.page.getByRole("button", { name: "Sources: 2 files" }).click();
    const sources = await visit.page.getByRole("menu", { name: "Sources" }).locator(".source").allInnerTexts();
    expect(sources.slice(0, 2).map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      expect.stringMatching(/^note\.txt 7 B, could not be read$/),
      expect.stringMatching(/^hurt\.pcap pcap, .*, \d+ packets$/),
    ]);
    expect(sources[2]).toMatch(/^2026-11-23 \d\d:\d\d:\d\d UTC, /);
    await visit.page.keyboard.press("Escape");
    const cards = cardsOf(visit).getByRole("article");
    await expect
      .poll(() => cards.getByRole("heading").allInnerTexts())
      .toEqual(["note.txt could not be read", "hurt.pcap is damaged"]);
    expect(await cards.last().innerText()).toContain("The record of packet 40 at byte");
    expect(Number(await visit.grid.getAttribute("aria-rowcount"))).toBeGreaterThan(80);
    await cards.last().getByRole("button", { name: "1 more such place" }).click();
    expect(await visit.page.getByRole("dialog").getByRole("row", { name: "hurt.pcap" }).count()).toBe(2);
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => cards.count()).toBe(0);
  });

  it("says why a capture has no frames", async () => {
    const visit = await host.open();
    const bytes = Uint8Array.from(readBytes("hang-handler/hang-handler.pcap"));
    new DataView(bytes.buffer).setUint32(20, 195, true);
    await visit.dropWithoutWaiting(host.file("radio.pcap", bytes));
    await visit.page.getByRole("heading", { name: "No bridge frames here" }).waitFor();
    const said = await visit.page.getByRole("region", { name: "Messages" }).innerText();
    expect(said).toContain("link type 195, which is not decoded");
    expect(said).toMatch(/[\d,]+ packets, and no connection of a bridge among them\./);
  });
});

describe("reading a long file", () => {
  it("shows rows and progress while it reads, and ends when told to, with the rows still there", async () => {
    const visit = await host.open();
    await visit.dropWithoutWaiting(endless());
    await visit.rows.first().waitFor();
    expect(await visit.status.innerText()).not.toContain("nothing missing");
    // What is wrong with a file that is dropped meanwhile is still told when reading is over.
    await visit.dropWithoutWaiting(host.file("text.txt", Buffer.from("text\n")));
    await cardsOf(visit).getByRole("heading", { name: "text.txt could not be read" }).waitFor();
    const progress = visit.status.getByRole("progressbar", { name: "Bytes read" });
    expect(Number(await progress.getAttribute("aria-valuenow"))).toBeGreaterThanOrEqual(0);
    await visit.status.getByRole("button", { name: "Cancel" }).click();
    await progress.waitFor({ state: "detached" });
    await expect.poll(() => cardsOf(visit).innerText()).toContain("text.txt could not be read");
    expect(await cardsOf(visit).innerText()).toContain("Reading was cancelled after");
    await cardsOf(visit).getByRole("button", { name: "Dismiss" }).click();
    expect(await visit.grid.getAttribute("aria-rowcount")).toBe("164");
    await visit.page.keyboard.press("End");
    await expect.poll(visit.selectedFrame).toBe(163);

    // That it is a part is said for as long as it is open.
    await cardsOf(visit).waitFor({ state: "detached" });
    expect(await visit.status.innerText()).toMatch(/(under 1|\d+) % read/u);
    expect(await visit.status.innerText()).not.toContain("nothing missing");
    const verdict = visit.page.getByRole("region", { name: "Verdict" });
    await expect.poll(() => verdict.innerText()).toMatch(/^In what was read: /u);
    expect(await verdict.getAttribute("data-severity")).not.toBe("nothing");
    await visit.page.getByRole("button", { name: /^Sources/u }).click();
    const sources = visit.page.getByRole("menu", { name: "Sources" });
    expect(await sources.innerText()).toMatch(/Reading ended after [\d.,]+ \w+ of 3\.00 GiB/u);
    await visit.page.keyboard.press("Escape");
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcap"));
    expect(await visit.status.innerText()).not.toContain("% read");
    await expect.poll(() => verdict.innerText()).not.toContain("In what was read");
  });

  it("drops what it reads when another file is opened", async () => {
    const visit = await host.open();
    await visit.dropWithoutWaiting(endless());
    await visit.rows.first().waitFor();
    await visit.drop(host.capture("hang-sequential/hang-sequential.pcap"));
    expect(await visit.status.innerText()).toContain("54 frames");
    expect(await cardsOf(visit).count()).toBe(0);
  });
});

describe("the page and the network", () => {
  it("carries its policy in itself and from the server, and the browser enforces it", async () => {
    const visit = await host.open();
    const response = await visit.page.request.get(host.origin);
    expect(await response.text()).toContain(`http-equiv="Content-Security-Policy"`);
    expect(response.headers()["content-security-policy"]).toContain("default-src 'none'");
    expect(PAGE_POLICY).toContain("default-src 'none'");
    const policy = visit.page.locator('meta[http-equiv="Content-Security-Policy"]');
    expect(await policy.getAttribute("content")).toBe(PAGE_POLICY);
    const refused = await visit.page.evaluate(async (foreign) => {
      const violation = new Promise<string>((resolve) =>
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), {
          once: true,
        }),
      );
      const failed = await fetch(foreign).then(
        () => false,
        () => true,
      );
      return { failed, directive: await violation };
    }, "http://127.0.0.1:9/elsewhere");
    expect(refused).toEqual({ failed: true, directive: "connect-src" });
    visit.errors.length = 0;
  });

  it("asks no other host for anything, from the start to details and dialogs", async () => {
    const visit = await host.open();
    await visit.openSample("A healthy boot");
    await visit.page.keyboard.press("End");
    await visit.page.keyboard.press("?");
    await visit.page.getByRole("dialog", { name: "Keys" }).waitFor();
    expect(visit.requests.length).toBeGreaterThan(3);
    expect(visit.foreignRequests(host.origin)).toEqual([]);
  });
});

it("frames that lack bytes are counted, in place of a word that nothing is missing", async () => {
  const visit = await host.open();
  await visit.drop(host.capture("half-frame/half-frame.pcap"));
  expect(await visit.status.innerText()).not.toContain("nothing missing");
  await visit.status.getByRole("button", { name: "1 incomplete" }).click();
  await expect.poll(() => visit.rows.count()).toBe(1);
});

it("gaps and bytes in no frame are listed with the frames around them, in place of a word that nothing is wrong", async () => {
  const visit = await host.open();
  const { page } = visit;
  await visit.drop(host.capture("lossy/busy-drop0.2pct.pcap"));
  expect(await visit.status.getByText("nothing missing").count()).toBe(0);
  await visit.status.getByRole("button", { name: "1.85 KiB unframed" }).click();
  const dialog = page.getByRole("dialog", { name: /^38 gaps of .*, 1\.85 KiB in no frame$/ });
  await expect.poll(() => dialog.getByRole("row").count()).toBeGreaterThan(38);
  await dialog.getByRole("row").nth(1).getByRole("button").first().click();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(visit.selectedFrame).toBeGreaterThan(1);
  await visit.status.getByRole("button", { name: /^38 gaps, / }).click();
  await dialog.waitFor();
});

const EDITOR = /\/assets\/setup-/;

it("the editor is there before the first payload is looked at, once the page is idle", async () => {
  const visit = await host.open();
  expect(visit.requests.some((url) => EDITOR.test(url))).toBe(false);
  await visit.openSample("One request hangs");
  await expect.poll(() => visit.requests.some((url) => EDITOR.test(url))).toBe(true);
  await visit.page.keyboard.press("j");
  await visit.page.locator(".monaco-editor .view-line").first().waitFor();
});

describe("a port that is named a bridge", () => {
  it("is read as one, and no more when it is taken back", async () => {
    const visit = await host.open();
    await visit.openSample("A healthy boot");
    const { page } = visit;
    const bridges = async (): Promise<string> => {
      await page.getByRole("button", { name: /^Sources/ }).click();
      const text = await page.getByText(/\d+ connections, \d+ of the bridge/).innerText();
      await page.keyboard.press("Escape");
      return text;
    };
    const before = await bridges();
    for (const [number, key] of [
      [3, "m"],
      [8, "Control+d"],
      [5, "m"],
    ] as const) {
      await visit.goToFrame(number);
      await page.keyboard.press(key);
    }
    const said = async (): Promise<unknown[]> => [
      await visit.grid
        .locator("[data-marked]")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-frame"))),
      (await visit.shownFrames()).slice(0, 8),
      await visit.selectedFrame(),
    ];
    await expect.poll(said).toEqual([["3", "5"], [1, 2, 3, 4, 5, 6, 7, 9], 5]);
    const choose = async (): Promise<void> => {
      await page.getByRole("button", { name: /^Sources/ }).click();
      await page.getByRole("menuitem", { name: "Treat a port as a bridge" }).press("ArrowRight");
      await page.getByRole("menuitemcheckbox").first().click();
      await visit.finished();
    };
    await choose();
    await expect.poll(bridges).not.toBe(before);
    await choose();
    await expect.poll(bridges).toBe(before);
    // What was said of frames is kept through both readings.
    await expect.poll(said).toEqual([["3", "5"], [1, 2, 3, 4, 5, 6, 7, 9], 5]);
  });
});
