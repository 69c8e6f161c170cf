import { describe, expect, it } from "vitest";
import { readBytes } from "../captures/load.ts";
import { captureFile, cliOutput, message, parseLines, runCli, temporaryFile } from "./run-cli.ts";
import type { JsonObject } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";

function parse(text: string): JsonObject {
  const value: JsonObject = JSON.parse(text);
  return value;
}

function parseList(text: string): readonly JsonObject[] {
  const values: readonly JsonObject[] = JSON.parse(text);
  return values;
}

const numbersOf = (frames: unknown): unknown => parseList(JSON.stringify(frames)).map(({ frame }) => frame);

/** What `frames` says passes: the truth for the other commands. */
async function passing(file: string, filter: string): Promise<readonly JsonObject[]> {
  return parseLines(await cliOutput("frames", file, "--filter", filter, "--format", "ndjson"));
}

describe("--filter", () => {
  it("counts the age of a request to the end of its bridge, which ended 1.2 s before the capture", async () => {
    const file = captureFile(HANG);
    const older = await passing(file, "name == ShutdownGraceful && age > 11.9s");
    expect(older.map(({ number }) => number)).toEqual([42]);
    expect(await passing(file, "name == ShutdownGraceful && age > 12.5s")).toEqual([]);
    const { unanswered } = parse(
      await cliOutput("summary", file, "--filter", "name == ShutdownGraceful", "--format", "json"),
    );
    const [open] = parseList(JSON.stringify(unanswered));
    expect(Number(open?.["ageNs"]) / 1e9).toBeCloseTo(12, 1);
  });

  it.each([
    "pending",
    'payload contains "ShutdownGraceful" || payload contains "776c"',
    "name matches /^(Wait|Get)+/",
    "peer.payload matches /776C/i && !peer.error",
  ])("%s means the same to summary, show, streams and stats", async (filter) => {
    const file = captureFile(HANG);
    const frames = await passing(file, filter);
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.length).toBeLessThan(97);

    const summary = parse(await cliOutput("summary", file, "--filter", filter, "--format", "json"));
    expect(summary).toMatchObject({
      filter: { text: filter, allFrames: 97 },
      frames: frames.length,
      requests: frames.filter(({ kind }) => kind === "request").length,
      responses: frames.filter(({ kind }) => kind === "response").length,
    });
    expect(numbersOf(summary["unanswered"])).toEqual(
      frames.filter(({ kind, peer }) => kind === "request" && peer === null).map(({ number }) => number),
    );
    expect(await cliOutput("summary", file, "--filter", filter)).toContain(
      `${frames.length} of 97 frames pass ${filter}\n`,
    );

    const shown = parseList(await cliOutput("show", file, "--filter", filter, "--format", "json"));
    expect(shown.map(({ number }) => number)).toEqual(frames.map(({ number }) => number));

    const streams = parseList(await cliOutput("streams", file, "--filter", filter, "--format", "json"));
    const directions = new Set(frames.map(({ connection, direction }) => `${String(connection)} ${String(direction)}`));
    expect(new Set(streams.map(({ connection, direction }) => `${String(connection)} ${String(direction)}`))).toEqual(
      directions,
    );

    const calls = parseList(await cliOutput("stats", file, "--filter", filter, "--format", "json"));
    const requests = new Set(
      frames.map(({ kind, number, peer }) => (kind === "request" ? number : peer)).filter((row) => row !== null),
    );
    expect(calls.reduce((sum, { count }) => sum + Number(count), 0)).toBe(requests.size);
  });

  it("asks of what was outstanding whether the request passes, or its answer", async () => {
    const file = captureFile(HANG);
    const at = ["--at", "12.4s", "--format", "json"];
    const all = parse(await cliOutput("outstanding", file, ...at));
    const some = parse(await cliOutput("outstanding", file, ...at, "--filter", "name == ShutdownGraceful"));
    expect(numbersOf(all["outstanding"])).toHaveLength(4);
    expect(numbersOf(some["outstanding"])).toEqual([42]);
    const byAnswer = parse(await cliOutput("outstanding", file, ...at, "--filter", "result == 0"));
    const polls = await passing(file, "request && peer.result == 0");
    const answered = new Set(polls.map(({ number }) => number));
    expect(numbersOf(byAnswer["outstanding"])).toEqual(
      parseList(JSON.stringify(numbersOf(all["outstanding"]))).filter((frame) => answered.has(frame)),
    );
  });

  it("lists the packets that carry the frames that pass", async () => {
    const file = captureFile(HANG);
    const [frame] = parseList(await cliOutput("show", file, "--filter", "number == 42", "--format", "json"));
    const packets = parseLines(await cliOutput("packets", file, "--filter", "number == 42", "--format", "ndjson"));
    expect(packets).toHaveLength(1);
    const [packet] = packets;
    const start = Number(packet?.["fileOffset"]);
    const carried = Buffer.from(readBytes(HANG).subarray(start, start + Number(packet?.["capturedLength"])));
    expect(frame).toMatchObject({ name: "ShutdownGraceful" });
    expect(carried.toString("latin1")).toContain(String(frame?.["containerId"]));
    const every = parseLines(await cliOutput("packets", file, "--format", "ndjson"));
    expect(every.find(({ number }) => number === packet?.["number"])).toEqual(packet);
    const all = await cliOutput("packets", file, "--filter", "number >= 1", "--format", "ndjson");
    expect(parseLines(all).length).toBeGreaterThan(50);
    expect(parseLines(all).length).toBeLessThan(every.length);
    expect((await runCli(["packets", "-", "--filter", "number == 42"], { input: readBytes(HANG) })).out).toBe(
      await cliOutput("packets", file, "--filter", "number == 42"),
    );
  });

  it("follows only what passes", async () => {
    const file = captureFile(HANG);
    const follow = (...words: readonly string[]): Promise<string> =>
      cliOutput("follow", file, "--bridge", "1", "--format", "json", ...words);
    const { lines } = parse(await follow("--filter", 'payload contains "776c" && request'));
    const expected = await passing(file, 'payload contains "776c" && request');
    expect(numbersOf(parseList(JSON.stringify(lines)).filter(({ kind }) => kind === "frame"))).toEqual(
      expected.map(({ number }) => number),
    );
    expect(parse(await follow("--filter", "number > 1000"))).toMatchObject({ lines: [] });
    const text = await cliOutput("follow", file, "--bridge", "1", "--filter", "number == 42");
    expect(text).toContain("#42\n");
    expect(text).not.toContain("#41\n");
  });

  it("keeps the verdict and leaves out findings of other frames", async () => {
    const file = captureFile(HANG);
    const diagnose = (...words: readonly string[]) => runCli(["diagnose", file, "--format", "json", ...words]);
    const whole = parse((await diagnose()).out);
    const one = parse((await diagnose("--filter", "severity >= critical")).out);
    expect(one["verdict"]).toEqual(whole["verdict"]);
    expect(parseList(JSON.stringify(one["findings"])).length).toBeGreaterThan(0);
    const none = await diagnose("--filter", "number == 1", "--fail-on", "warning");
    expect(none.code).toBe(0);
    expect(parse(none.out)).toMatchObject({
      findings: [],
      outstanding: [],
      quality: expect.arrayContaining([
        "Only findings and outstanding requests of frames that pass number == 1 are listed.",
      ]),
    });
    expect((await diagnose("--filter", "number == 42", "--fail-on", "critical")).code).toBe(3);
  });
});

describe("--columns", () => {
  it("picks columns of any table, in any form", async () => {
    const file = captureFile(HANG);
    const streams = await cliOutput("streams", file, "--columns", "direction,unframed,bytes", "--format", "json");
    expect(Object.keys(parseList(streams)[0] ?? {})).toEqual(["direction", "unframed", "bytes"]);
    const table = await cliOutput("streams", file, "--columns", "direction,unframed");
    expect(table.split("\n")[0]).toMatch(/^direction +unframed bytes$/);
    const packets = await cliOutput("packets", file, "--columns", "fileOffset,number", "--format", "ndjson");
    expect(packets.split("\n")[0]).toBe('{"fileOffset":40,"number":1}');
    const stats = await cliOutput("stats", file, "--columns", "maxNs,name", "--format", "csv");
    expect(stats.split("\n")[0]).toBe("maxNs,name");
    expect((await cliOutput("stats", file, "--columns", "maxNs,name")).split("\n")[0]).toMatch(/^ *max +name$/);
  });

  it("tells of outstanding requests what frames say, payloads too", async () => {
    const file = captureFile(HANG);
    const columns = "frame,state,payload.ActivityId,direction,severity";
    const words = ["--at", "12.4s", "--filter", "name == ShutdownGraceful", "--columns", columns];
    const { outstanding } = parse(await cliOutput("outstanding", file, ...words, "--format", "json"));
    const [frame] = await passing(file, "number == 42");
    expect(outstanding).toEqual([
      {
        frame: 42,
        state: "waiting",
        "payload.ActivityId": frame?.["activityId"],
        direction: "host-to-guest",
        severity: "critical",
      },
    ]);
    const [head, row] = (await cliOutput("outstanding", file, ...words)).split("\n");
    expect(head).toMatch(/^frame +state +ActivityId +Direction +Severity$/i);
    expect(row).toMatch(/ 42 +waiting +[\da-f-]{36} +\S+ +critical$/);
  });

  it("takes names in quotes with commas in them", async () => {
    const payload = '{"ContainerId":"","Annotations":{"a,b":"x","c":"y"}}\n';
    const file = temporaryFile("h2g.bin", message(0x10100501, 1n, payload));
    const columns = `number,Annotations["a,b"],Annotations.c`;
    expect(await cliOutput("frames", file, "--columns", columns, "--format", "ndjson")).toBe(
      '{"number":1,"Annotations[\\"a,b\\"]":"x","Annotations.c":"y"}\n',
    );
  });
});

describe("wrong usage", () => {
  it.each([
    [["summary", "FILE", "--filter", "name =="], '--filter "name ==": at character '],
    [["packets", "FILE", "--filter", "nmae"], '--filter "nmae": at character 1: '],
    [["follow", "FILE", "--bridge", "1", "--filter", "latency > 5"], "at character 11: "],
    [["diagnose", "FILE", "--filter", "severity > bad"], "severity is never bad."],
    [["show", "FILE", "--frame", "1", "--filter", "pending"], "--frame and --filter name frames in two ways"],
    [
      ["summary", "FILE", "--filter", "name matches /(\\w+)+$/ && payload matches /^(\\s*[^x]+)+x$/"],
      "took longer than",
    ],
    [["streams", "FILE", "--columns", "bytes,size"], 'there is no column "size"; there are bridge, connection'],
    [["streams", "FILE", "--columns", "brige"], 'there is no column "brige"; did you mean bridge? There are bridge'],
    [["frames", "FILE", "--columns", "id,latncy"], 'there is no column "latncy"; did you mean latency?'],
    [["packets", "FILE", "--columns", ""], 'there is no column ""; there are number, time'],
    [["stats", "FILE", "--by", "type", "--columns", "containerId"], 'there is no column "containerId"'],
    [
      ["outstanding", "FILE", "--at", "1s", "--columns", "colour"],
      'there is no column "colour"; there are frame, name',
    ],
    [
      ["summary", "FILE", "--columns", "id"],
      "there is no option --columns here; outstanding, stats, frames, streams and packets have it",
    ],
    [["frames", "FILE", "--fail-on", "error"], "there is no option --fail-on here; diagnose has it"],
  ])("%j is told, and nothing is printed", async (args, reason) => {
    const file = captureFile(HANG);
    const { code, out, err } = await runCli(args.map((word) => (word === "FILE" ? file : word)));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
  });
});
