import { describe, expect, it } from "vitest";
import { captureFile, cliOutput, message, runCli, temporaryFile } from "./run-cli.ts";
import type { JsonObject } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";
const HANGING = "776c68616e67776c68616e67776c68616e67776c68616e67776c68616e67776c";
const SEVERITY = /^(?:critical|error|warning|info)$/;

/** The parts of the contract in cli.md; the tests check that what is parsed has these types. */
interface Report {
  readonly verdict: JsonObject;
  readonly findings: readonly (JsonObject & { readonly follows: number | null })[];
  readonly outstanding: readonly JsonObject[];
  readonly quality: readonly unknown[];
}

function parseReport(text: string): Report {
  const report: Report = JSON.parse(text);
  return report;
}

function expectNumbers(frames: unknown): void {
  const wrong = Array.isArray(frames) ? frames.filter((frame) => !Number.isSafeInteger(frame) || frame < 1) : frames;
  expect(wrong).toEqual([]);
}

describe("diagnose --format json", () => {
  it("says which files it could not read: the verdict is of the others", async () => {
    const notes = temporaryFile("notes.txt", "no capture");
    const { code, out } = await runCli(["diagnose", captureFile(HANG), "/no/such.pcap", notes, "--format", "json"]);
    const { quality } = parseReport(out);
    expect(code).toBe(1);
    expect(quality.slice(0, 2)).toEqual([
      expect.stringMatching(/^Not read: \/no\/such\.pcap: at byte 0: .*\.$/),
      expect.stringMatching(/^Not read: .*notes\.txt: at byte 0: .*\.$/),
    ]);
  });

  it.each(["boot-exec/boot-exec.pcap", HANG, "oversize/oversize.pcap"])(
    "keeps to the contract for %s",
    async (path) => {
      const report = parseReport(await cliOutput("diagnose", captureFile(path), "--format", "json"));
      expect(Object.keys(report).slice(0, 4)).toEqual(["verdict", "findings", "outstanding", "quality"]);
      expect(Object.keys(report.verdict).slice(0, 4)).toEqual(["severity", "text", "bridge", "frames"]);
      expect(report.verdict).toMatchObject({
        severity: expect.stringMatching(SEVERITY),
        text: expect.stringMatching(/\.$/),
        bridge: 1,
      });
      expectNumbers(report.verdict["frames"]);
      expect(report.findings.length).toBeGreaterThan(0);
      report.findings.forEach((finding, place) => {
        expect(Object.keys(finding).slice(0, 8).join()).toBe(
          "rule,severity,title,text,frames,connection,containerId,next",
        );
        expect(finding).toMatchObject({
          rule: expect.stringMatching(/^[A-Z]\d+[a-z]?$/),
          severity: expect.stringMatching(SEVERITY),
          title: expect.any(String),
          text: expect.any(String),
          next: expect.any(Array),
        });
        expectNumbers(finding["frames"]);
        if (finding["connection"] !== null) expect(finding["connection"]).toBeGreaterThanOrEqual(1);
        if (finding.follows !== null) {
          expect(finding.follows).not.toBe(place);
          expect(report.findings[finding.follows]).toBeDefined();
        }
      });
      expect(report.outstanding.length).toBeGreaterThan(0);
      for (const open of report.outstanding) {
        expect(Object.keys(open).join()).toBe("frame,name,id,containerId,ageNs,state");
        expect(open["id"]).toMatch(/^\d+$/);
        expect(open["ageNs"]).toSatisfy(Number.isSafeInteger);
        expect(open["frame"]).toSatisfy(Number.isSafeInteger);
      }
    },
  );

  it("names the culprit of a hang, by frame number", async () => {
    const file = captureFile(HANG);
    const report = parseReport(await cliOutput("diagnose", file, "--format", "json"));
    expect(await cliOutput("frames", file, "--filter", "id == 22", "--format", "csv", "--columns", "number,name")).toBe(
      "number,name\n42,ShutdownGraceful\n",
    );
    expect(report.verdict).toMatchObject({ severity: "critical", frames: [42] });
    expect(report.findings[0]).toMatchObject({ rule: "H01", frames: [42], connection: 1, containerId: HANGING });
    expect(report.findings[0]?.["evidence"]).toEqual([
      { kind: "frame", frame: 42 },
      {
        kind: "connection",
        connection: 1,
        event: expect.stringMatching(/^(fin|rst)$/),
        time: expect.stringMatching(/^2026-11-23T17:35:\d\d\.\d{9}Z$/),
        text: expect.stringMatching(/^connection 1: (FIN|RST) by the host$/),
      },
    ]);
    expect(report.outstanding).toMatchObject(["5", "10", "14", "22", "50"].map((id) => ({ id })));
    expect(Number(report.outstanding[3]?.["ageNs"]) / 1e9).toBeCloseTo(12, 1);
  });

  it("keeps every digit of an id, and has no age without times", async () => {
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([message(0x10100b01, 0n, "{}\n"), message(0x10100601, 18446744073709551615n, "{}\n")]),
    );
    const { outstanding } = parseReport(await cliOutput("diagnose", file, "--format", "json"));
    expect(outstanding).toMatchObject([
      { frame: 1, id: "0", ageNs: null },
      { frame: 2, id: "18446744073709551615", ageNs: null },
    ]);
  });
});

describe("diagnose --fail-on", () => {
  it.each([
    [HANG, "critical", 3],
    ["oversize/oversize.pcap", "error", 3],
    ["boot-exec/boot-exec.pcap", "info", 3],
    ["boot-exec/boot-exec.pcap", "warning", 0],
  ])("%s, %s: exit code %i", async (path, severity, expected) => {
    const { code, out, err } = await runCli(["diagnose", captureFile(path), "--fail-on", severity]);
    expect({ code, err }).toEqual({ code: expected, err: "" });
    expect(out).not.toBe("");
  });

  it("does not hide that a file could not be read", async () => {
    const file = captureFile(HANG);
    const { code, err } = await runCli([
      "diagnose",
      file,
      temporaryFile("none.txt", "words\n"),
      "--fail-on",
      "critical",
    ]);
    expect(code).toBe(1);
    expect(err).toContain("none.txt: at byte 0: ");
  });
});

describe("diagnose for people", () => {
  it("says the verdict first, then causes with what follows from them", async () => {
    const text = await cliOutput("diagnose", captureFile("oversize/oversize.pcap"));
    const lines = text.split("\n");
    expect(lines[0]).toMatch(/^The answer to DumpStacks 7 has 679,293 bytes/);
    const at = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line));
    expect(at(/^Findings$/)).toBeGreaterThan(0);
    expect(at(/^ {2}critical H03: /)).toBeGreaterThan(at(/^Findings$/));
    expect(at(/^ {4}Next$/)).toBeGreaterThan(at(/^ {2}critical H03: /));
    expect(at(/^ {4}What follows from it$/)).toBeGreaterThan(at(/^ {4}Next$/));
    expect(at(/^ {6}info H10: /)).toBeGreaterThan(at(/^ {4}What follows from it$/));
    expect(text).toMatch(/\nOutstanding at the end, oldest first\n +age +state +name +id +frame +container\n/);
    expect(text).toMatch(/\n +[\d.]+ ms +died +DumpStacks +7 +13 /);
  });

  it("writes markdown that no payload breaks", async () => {
    const container = "`a` | <b>c</b>\n# d";
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([
        message(0x10100b01, 0n, "{}\n"),
        message(0x10100601, 1n, `${JSON.stringify({ ContainerId: container })}\n`),
      ]),
    );
    const markdown = await cliOutput("diagnose", file, "--format", "markdown");
    expect(markdown).toMatch(/^## Verdict\n\n\*\*.+\*\*\n/);
    expect(markdown).toContain(
      String.raw`| 2 | WaitForProcess | 1 | \`a\` \| &lt;b&gt;c&lt;/b&gt;\\u{a}\# d |  | long-poll |`,
    );
    expect(markdown).not.toContain("<b>");
    expect(markdown).not.toMatch(/^# d/m);
  });
});
