import { describe, expect, it } from "vitest";
import { loadTruth } from "../captures/load.ts";
import { captureFile, cliOutput, message, parseLines, runCli, temporaryFile } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";

/** cli.md, `frames --format ndjson`: every key with what its value may be, in order. */
const KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: Number.isSafeInteger,
  time: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(value),
  bridge: isPositive,
  connection: isPositive,
  direction: oneOf("host-to-guest", "guest-to-host"),
  streamOffset: Number.isSafeInteger,
  type: (value) => typeof value === "string" && /^0x[\da-f]{8}$/.test(value),
  kind: oneOf("request", "response", "notification", "unknown"),
  name: (value) => typeof value === "string" && value !== "",
  id: (value) => typeof value === "string" && /^\d+$/.test(value),
  size: (value) => Number.isSafeInteger(value) && Number(value) >= 16,
  complete: (value) => typeof value === "boolean",
  payloadSha256: orNull((value) => typeof value === "string" && /^[\da-f]{64}$/.test(value)),
  containerId: orNull((value) => typeof value === "string"),
  activityId: orNull((value) => typeof value === "string"),
  processId: orNull(Number.isSafeInteger),
  result: orNull(Number.isSafeInteger),
  resultName: orNull((value) => typeof value === "string"),
  peer: orNull(isPositive),
  latencyNs: orNull(Number.isSafeInteger),
  source: oneOf("wire"),
};

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
function oneOf(...values: readonly unknown[]): (value: unknown) => boolean {
  return (value) => values.includes(value);
}
function orNull(test: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || test(value);
}

describe("frames --format ndjson", () => {
  it.each([HANG, "reconnect/reconnect.pcapng", "half-frame/half-frame.nsec.pcap"])(
    "has the keys and types of the contract for %s",
    async (path) => {
      const frames = parseLines(await cliOutput("frames", captureFile(path), "--format", "ndjson"));
      expect(frames.length).toBeGreaterThan(20);
      frames.forEach((frame, i) => {
        expect(Object.keys(frame)).toEqual(Object.keys(KEYS));
        expect(frame["number"]).toBe(i + 1);
        const wrong = Object.entries(frame).filter(([key, value]) => KEYS[key]?.(value) !== true);
        expect(wrong).toEqual([]);
      });
    },
  );

  it.each([
    ["host-to-guest", "h2g"],
    ["guest-to-host", "g2h"],
  ])("lists what was sent, %s", async (direction, short) => {
    const frames = parseLines(await cliOutput("frames", captureFile(HANG), "--format", "ndjson"));
    const truth = loadTruth("hang-handler/hang-handler.truth.json");
    const sent = truth.messages
      .filter((one) => one.direction === short)
      .map(({ type, id, size, payloadSha256, streamOffset, result = null }) => {
        return { type, id: String(id), size, payloadSha256, streamOffset, result };
      });
    const listed = frames.filter((frame) => frame["direction"] === direction);
    expect(listed).toHaveLength(sent.length);
    listed.forEach((frame, i) => expect(frame).toMatchObject(sent[i] ?? {}));
  });

  it("pairs requests and answers, and measures on the answer", async () => {
    const frames = parseLines(await cliOutput("frames", captureFile(HANG), "--format", "ndjson"));
    const asked = frames.find(({ id, kind }) => id === "19" && kind === "request");
    const answer = frames.find(({ id, kind }) => id === "19" && kind === "response");
    expect(asked).toMatchObject({ peer: answer?.["number"], latencyNs: null, name: "GetProperties" });
    expect(answer).toMatchObject({ peer: asked?.["number"], result: 0, resultName: "S_OK" });
    expect(Number(answer?.["latencyNs"]) / 1e9).toBeCloseTo(4.01, 1);
    expect(frames.find(({ id }) => id === "22")).toMatchObject({ name: "ShutdownGraceful", peer: null });
  });

  it("keeps every digit of an id, and names the procedure of an unknown type", async () => {
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([
        message(0x10100b01, 0n, "{}\n"),
        message(0x10100601, 18446744073709551615n, '{"ContainerId":"","ProcessId":7}\n'),
        message(0x10101f01, 9007199254740993n, "{}\n"),
      ]),
    );
    const frames = parseLines(await cliOutput("frames", file, "--format", "ndjson"));
    expect(frames.map(({ id }) => id)).toEqual(["0", "18446744073709551615", "9007199254740993"]);
    expect(frames[1]).toMatchObject({ containerId: "", processId: 7, time: null, bridge: 1, peer: null });
    expect(frames[2]).toMatchObject({ name: "0x01f", type: "0x10101f01" });
  });
});

describe("frames", () => {
  it("filters, and chooses columns", async () => {
    const args = ["frames", captureFile(HANG), "--filter", "name == GetProperties && latency > 1s"];
    expect(parseLines(await cliOutput(...args, "--format", "ndjson", "--columns", "id,name,size"))).toEqual([
      { id: "19", name: "GetProperties", size: 153 },
    ]);
    expect(await cliOutput(...args, "--format", "csv", "--columns", "kind,id")).toBe("kind,id\nresponse,19\n");
    const table = (await cliOutput(...args, "--columns", "number,latency")).split("\n");
    expect(table).toHaveLength(3);
    expect(table[1]).toMatch(/^ *\d+ +4\.01\d s$/);
  });

  it("takes paths into payloads for columns, through JSON in strings", async () => {
    const args = [
      "frames",
      captureFile("boot-exec/boot-exec.pcap"),
      "--filter",
      'Settings.ProcessParameters.CommandArgs == "hello from uvm"',
    ];
    const columns = ["--columns", "name,Settings.ProcessParameters.CommandArgs,payload.Result"];
    const [found] = parseLines(await cliOutput(...args, "--format", "ndjson", ...columns));
    expect(found).toEqual({
      name: "ExecuteProcess",
      "Settings.ProcessParameters.CommandArgs": expect.stringMatching(/^\/bin\/echo, hello from uvm$/),
      "payload.Result": null,
    });
    const { code, err } = await runCli([...args, "--columns", "name,a..b"]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('there is no column "a..b"') });
  });

  it("ends a regular expression that does not come to an end, and says so behind what it found", async () => {
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([
        message(0x10100b01, 0n, "{}\n"),
        message(0x10100601, 1n, '{"ContainerId":"aab"}\n'),
        message(0x10100601, 2n, `{"ContainerId":"${"a".repeat(60)}"}\n`),
      ]),
    );
    for (const filter of [
      "id == 1 || containerId matches /^(a+)+$b/",
      "id == 1 || ContainerId.X || payload matches /(a+)+!/",
    ]) {
      const { code, out, err } = await runCli([
        "frames",
        file,
        "--filter",
        filter,
        "--columns",
        "id",
        "--format",
        "csv",
      ]);
      expect({ code, out }).toEqual({ code: 2, out: "id\n1\n" });
      expect(err).toContain("a regular expression took longer than 2 s and was ended; frames may be missing");
    }
  });

  it("writes CSV that can be read back", async () => {
    const container = 'one, "two"\r\nthree';
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([
        message(0x10100b01, 0n, "{}\n"),
        message(0x10100601, 1n, `${JSON.stringify({ ContainerId: container })}\n`),
      ]),
    );
    expect(await cliOutput("frames", file, "--format", "csv", "--columns", "id,containerId,result")).toBe(
      'id,containerId,result\n0,,\n1,"one, ""two""\r\nthree",\n',
    );
  });

  it("does not let a capture drive the terminal", async () => {
    const container = "\u001b[2J\u009b31m\u202Eevil";
    const file = temporaryFile(
      "h2g.bin",
      Buffer.concat([
        message(0x10100b01, 0n, "{}\n"),
        message(0x10100601, 1n, `${JSON.stringify({ ContainerId: container })}\n`),
      ]),
    );
    for (const args of [
      ["frames", file],
      ["summary", file],
      ["show", file, "--frame", "2"],
    ]) {
      const out = await cliOutput(...args);
      expect(out).toContain("evil");
      // oxlint-disable-next-line no-control-regex
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it("ends in silence when its reader goes away", async () => {
    const file = captureFile("busy/busy.pcap");
    for (const command of ["frames", "packets"]) {
      const { code, err } = await runCli([command, file, "--format", "ndjson"], { stopAfter: 1000 });
      expect({ command, code, err }).toEqual({ command, code: 0, err: "" });
    }
  });
});

/** Numbers of the frames that a filter lets pass. */
async function numbers(filter: string, path = HANG): Promise<unknown[]> {
  const output = await cliOutput("frames", captureFile(path), "--format", "ndjson", "--filter", filter);
  return parseLines(output).map((frame) => frame["number"]);
}

describe("fields of the diagnosis", () => {
  it("find the frames that findings name", async () => {
    expect(await numbers("finding == H01")).toEqual([42]);
    expect(await numbers('finding == "h01" && severity == critical')).toEqual([42]);
    expect(await numbers("severity in {critical, error, warning}")).toEqual([42]);
    expect(await numbers("finding")).toContain(42);
    expect(await numbers("finding == B4")).toEqual([]);
  });

  it("hold for each rule that names a frame", async () => {
    const path = "hang-sequential/hang-sequential.pcap";
    const queued = [32, 33, 34, 35, 36, 38, 39, 40];
    expect(await numbers("finding == H31", path)).toEqual(queued);
    expect(await numbers("finding == H20", path)).toEqual(queued);
    const table = await cliOutput("frames", captureFile(path), "--filter", "finding == H31", "--columns", "id,finding");
    expect(table.split("\n")[1]).toMatch(/^17 +H31 H20$/);
  });

  it("know the rules there are", async () => {
    const { code, err } = await runCli(["frames", captureFile(HANG), "--filter", "finding == H99"]);
    expect(code).toBe(2);
    expect(err).toMatch(/finding is never H99/);
  });
});
