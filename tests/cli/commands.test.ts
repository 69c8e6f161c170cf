import { describe, expect, it } from "vitest";
import { captureFile, cliOutput, parseLines } from "./run-cli.ts";
import type { JsonObject } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";

function parseObject(text: string): JsonObject {
  const value: JsonObject = JSON.parse(text);
  return value;
}

describe("packets", () => {
  it("lists every packet with its place", async () => {
    const file = captureFile(HANG);
    const packets = parseLines(await cliOutput("packets", file, "--format", "ndjson"));
    expect(packets).toHaveLength(292);
    expect(packets[0]).toEqual({
      number: 1,
      time: "2026-11-23T17:34:53.137983000Z",
      interface: 0,
      linkType: 1,
      capturedLength: 74,
      originalLength: 74,
      fileOffset: 40,
    });
    packets.slice(1).forEach((packet, i) => {
      const before = packets[i];
      // Classic pcap: 16 bytes of record header between two packets.
      expect(packet["fileOffset"]).toBe(Number(before?.["fileOffset"]) + Number(before?.["capturedLength"]) + 16);
    });
    const table = (await cliOutput("packets", file)).trimEnd().split("\n");
    expect(table).toHaveLength(293);
    expect(table[0]?.split(/ +/)).toEqual(Object.keys(packets[0] ?? {}));
    expect(table[1]?.trim().split(/ +/)).toEqual(Object.values(packets[0] ?? {}).map(String));
  });
});

describe("streams", () => {
  it.each([HANG, "half-frame/half-frame.pcap", "lossy/busy-drop0.2pct.pcap"])(
    "accounts for every byte of %s",
    async (path) => {
      const text = await cliOutput("streams", captureFile(path), "--format", "json");
      const streams: {
        bytes: number;
        framedBytes: number;
        gaps: { offset: number; length: number }[];
        unframed: { offset: number; length: number; reason: string }[];
      }[] = JSON.parse(text);
      for (const stream of streams) {
        expect(Object.keys(stream).join()).toBe(
          "bridge,connection,direction,source,destination,bytes,frames,framedBytes,gaps,unframed",
        );
        const lost = [...stream.gaps, ...stream.unframed].reduce((sum, { length }) => sum + length, 0);
        expect(stream.framedBytes + lost).toBe(stream.bytes);
      }
    },
  );

  it("names both ends of the bridge", async () => {
    const table = (await cliOutput("streams", captureFile(HANG))).split("\n");
    expect(table[1]).toMatch(/^ +1 +1 +guest-to-host +127\.0\.0\.1:\d+ +127\.0\.0\.1:21000 +5468 +46 +5468 +0 +0$/);
    expect(table[2]).toMatch(/^ +1 +1 +host-to-guest +127\.0\.0\.1:21000 +127\.0\.0\.1:\d+ +20178 +51 +20178 +0 +0$/);
  });
});

describe("summary", () => {
  it("says what stands out", async () => {
    const file = captureFile(HANG);
    const report = parseObject(await cliOutput("summary", file, "--format", "json"));
    expect(report).toMatchObject({
      files: [{ name: file, size: 49726, format: "pcap", linkTypes: ["1 (ETHERNET)"], packets: 292 }],
      packets: 292,
      start: "2026-11-23T17:34:53.137983000Z",
      bridges: [{ number: 1, connections: [1] }],
      frames: 97,
      requests: 51,
      answered: 46,
      responses: 46,
      notifications: 0,
      issueCount: 0,
    });
    expect(report["unanswered"]).toMatchObject(
      [
        ["WaitForProcess", "5"],
        ["WaitForProcess", "10"],
        ["WaitForProcess", "14"],
        ["ShutdownGraceful", "22"],
        ["WaitForProcess", "50"],
      ].map(([name, id]) => ({ name, id })),
    );
    expect(report["slowest"]).toHaveLength(10);
    expect(report["slowest"]).toMatchObject({ 0: { name: "GetProperties", id: "19" } });
    const text = await cliOutput("summary", file);
    for (const line of [
      "51 requests, 46 answered, 5 unanswered",
      "Unanswered, oldest first",
      "Slowest exchanges",
      "  bridge 1, connection 1: host 127.0.0.1:21000, guest 127.0.0.1:",
    ]) {
      expect(text).toContain(line);
    }
  });

  it("names results that are not zero", async () => {
    const text = await cliOutput("summary", captureFile("boot-exec/boot-exec.pcap"));
    expect(text).toContain("81 requests, 80 answered, 1 unanswered");
    expect(text).toMatch(/Results that are not zero\n( +\d+ {2}0x[\dA-F]{8}.*\n)+/);
  });
});

describe("show", () => {
  it("takes a frame apart, with the bytes of each field", async () => {
    const file = captureFile(HANG);
    const shown = parseObject(await cliOutput("show", file, "--frame", "9", "--format", "json"));
    const [listed] = parseLines(await cliOutput("frames", file, "--format", "ndjson", "--filter", "number == 9"));
    expect(shown).toMatchObject(listed ?? {});
    expect(shown).toMatchObject({
      name: "ExecuteProcess",
      header: [
        { key: "type", offset: 0, length: 4, text: "0x10100501" },
        { key: "size", offset: 4, length: 4, text: "299" },
        { key: "id", offset: 8, length: 8, text: "4" },
      ],
      gaps: [],
      problems: [],
      payload: { ActivityId: "00000000-0000-0000-0000-000000000000" },
    });
    const bytes = Buffer.from(String(shown["hex"]), "hex");
    expect(bytes).toHaveLength(299);
    const fields: { path: string; offset: number; length: number; text: string | null }[] = JSON.parse(
      JSON.stringify(shown["fields"]),
    );
    expect(fields.map(({ path }) => path).join()).toBe(
      ",ContainerId,ActivityId,otsc,otsc.traceparent,Settings,Settings.ProcessParameters,Settings.VsockStdioRelaySettings",
    );
    for (const { offset, length, text } of fields) {
      if (text !== null) expect(bytes.subarray(offset, offset + length).toString()).toBe(text);
    }
  });

  it("goes into JSON in strings, and keeps the digits of numbers", async () => {
    const file = captureFile("boot-exec/boot-exec.pcap");
    const [exec] = parseLines(
      await cliOutput("frames", file, "--format", "ndjson", "--filter", "name == ExecuteProcess && request"),
    );
    const text = await cliOutput("show", file, "--frame", String(exec?.["number"]));
    expect(text).toMatch(/^ +\d+\.\.\d+ {2}Settings\.ProcessParameters\.\w+/m);
    expect(text).toMatch(/^ {2}00000000: .* header$/m);
    expect(text).toMatch(/^ {2}00000010: (?:[\da-f]{4} ){8} \{"ContainerId":/m);
    expect(text).toMatch(/bits 31\.\.28 {2}0x1 +request/);
  });

  it("marks the bytes that the capture lacks", async () => {
    const file = captureFile("half-frame/half-frame.pcap");
    const [cut] = parseLines(await cliOutput("frames", file, "--format", "ndjson", "--filter", "!complete"));
    expect(cut).toMatchObject({ size: 1537, complete: false, payloadSha256: null });
    const shown = parseObject(await cliOutput("show", file, "--frame", String(cut?.["number"]), "--format", "json"));
    expect(shown).toMatchObject({ payload: null, complete: false });
    expect(String(shown["hex"])).toHaveLength(2 * (16 + 760));
  });
});
