import { describe, expect, it } from "vitest";
import { captureFile, cliOutput, message, runCli, temporaryFile } from "./run-cli.ts";
import type { JsonObject } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";

function parse(text: string): JsonObject {
  const value: JsonObject = JSON.parse(text);
  return value;
}

/** The state of a request among those outstanding. */
function stateOf(report: string, frame: number): unknown {
  const open: readonly JsonObject[] = JSON.parse(JSON.stringify(parse(report)["outstanding"]));
  return open.find((one) => one["frame"] === frame)?.["state"];
}

describe("outstanding", () => {
  it("lists what waits at a moment, oldest first, however the moment is written", async () => {
    const file = captureFile(HANG);
    const relative = await cliOutput("outstanding", file, "--at", "12.462017s", "--format", "json");
    const report = parse(relative);
    expect(report).toMatchObject({
      at: "2026-11-23T17:35:05.600000000Z",
      atNs: 12_462_017_000,
      outstanding: [
        { name: "WaitForProcess", id: "5", state: "long-poll", behind: null, bridge: 1 },
        { name: "WaitForProcess", id: "10", state: "long-poll" },
        { name: "WaitForProcess", id: "14", state: "long-poll" },
        { frame: 42, name: "ShutdownGraceful", id: "22", ageNs: expect.any(Number), state: "waiting" },
      ],
    });
    expect(await cliOutput("outstanding", file, "--at", "17:35:05.6", "--format", "json")).toBe(relative);
    const table = (await cliOutput("outstanding", file, "--at", "2026-11-23T18:35:05.6+01:00")).split("\n");
    expect(table[0]?.trim().split(/ {2,}/)).toEqual("frame,name,id,age,state,behind frame,bridge,container".split(","));
    expect(table[4]).toMatch(/^ +42 +ShutdownGraceful +22 +6\.290 s +waiting +1 +776c/);
  });

  it("says which request holds up others of a sequential guest", async () => {
    const file = captureFile("hang-sequential/hang-sequential.pcap");
    const { outstanding } = parse(await cliOutput("outstanding", file, "--at", "9s", "--format", "json"));
    const open: readonly JsonObject[] = JSON.parse(JSON.stringify(outstanding));
    const culprit = open.find(({ id }) => id === "17");
    expect(culprit).toMatchObject({ name: "GetProperties", state: "waiting" });
    expect(open.find(({ id }) => id === "18")).toMatchObject({ state: "queued", behind: culprit?.["frame"] });
  });

  it("says of a request whose answer the capture may lack what the diagnosis says", async () => {
    const file = captureFile("lossy/busy-drop0.2pct.pcap");
    const atMoment = await cliOutput("outstanding", file, "--at", "23s", "--format", "json");
    const atEnd = await cliOutput("diagnose", file, "--format", "json");
    for (const frame of [11, 35, 935, 3182]) {
      expect([frame, stateOf(atMoment, frame)]).toEqual([frame, frame === 35 ? "long-poll" : "unknown"]);
      // Frame 35 is answered when its process ends, behind this moment.
      if (frame !== 35) expect(stateOf(atEnd, frame)).toBe("unknown");
    }
  });

  it.each([
    [
      "100s",
      /^warning: --at lies 8\d\.\d* s behind the last packet: what was answered since then, the capture does not tell\n$/,
    ],
    ["2000-01-01T00:00:00Z", /^warning: --at lies .* before the first packet\n$/],
  ])("warns of a moment outside the capture: %s", async (at, warning) => {
    const { code, err } = await runCli(["outstanding", captureFile(HANG), "--at", at]);
    expect(code).toBe(0);
    expect(err).toMatch(warning);
  });

  it("cannot tell of a capture without times", async () => {
    const file = temporaryFile("h2g.bin", message(0x10100b01, 0n, "{}\n"));
    const { code, out, err } = await runCli(["outstanding", file, "--at", "1s"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("--at needs times, and the files carry none");
  });
});

describe("stats", () => {
  it("counts by type, the same in every form", async () => {
    const file = captureFile(HANG);
    const groups: readonly Readonly<Record<string, string | number | null>>[] = JSON.parse(
      await cliOutput("stats", file, "--format", "json"),
    );
    expect(groups.reduce((sum, { count }) => sum + Number(count), 0)).toBe(51);
    expect(groups.find(({ name }) => name === "WaitForProcess")).toMatchObject({ count: 21, errors: 0, unanswered: 4 });
    expect(groups.find(({ name }) => name === "GetProperties")).toMatchObject({ count: 2, unanswered: 0 });
    expect(groups.find(({ name }) => name === "ShutdownGraceful")).toEqual({
      name: "ShutdownGraceful",
      count: 1,
      errors: 0,
      unanswered: 1,
      minNs: null,
      medianNs: null,
      p90Ns: null,
      p99Ns: null,
      maxNs: null,
    });
    const csv = [Object.keys(groups[0] ?? {}), ...groups.map((group) => Object.values(group))];
    expect(await cliOutput("stats", file, "--format", "csv")).toBe(
      csv.map((cells) => `${cells.map((cell) => String(cell ?? "")).join(",")}\n`).join(""),
    );
    const table = (await cliOutput("stats", file)).split("\n");
    expect(table[0]).toMatch(/^name +count +errors +unanswered +min +median +p90 +p99 +max$/);
    expect(table.find((line) => line.startsWith("GetProperties"))).toMatch(/ 2 +0 +0 .* 4\.014 s$/);
  });

  it("counts by container", async () => {
    const csv = await cliOutput("stats", captureFile(HANG), "--by", "container", "--format", "csv");
    const [head, ...rows] = csv.trimEnd().split("\n");
    expect(head).toBe("containerId,count,errors,unanswered,minNs,medianNs,p90Ns,p99Ns,maxNs");
    expect(rows).toHaveLength(4);
    expect(rows.reduce((sum, row) => sum + Number(row.split(",")[1]), 0)).toBe(51);
    expect(rows.find((row) => row.startsWith("776c"))).toMatch(/^776c[\da-f]+,7,0,2,/);
  });
});
