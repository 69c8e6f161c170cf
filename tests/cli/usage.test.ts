import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { readBytes } from "../captures/load.ts";
import { captureFile, cliOutput, message, runCli, temporaryFile } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.pcap";
const COMMAND_LINE = join(import.meta.dirname, "../../cli/bin/bridgescope.mjs");

describe("the command line", () => {
  it("tells its version and its use", async () => {
    expect(await cliOutput("--version")).toBe(`${packageJson.version}\n`);
    const help = await cliOutput("--help");
    for (const command of ["frames", "packets", "streams", "summary", "show", "diagnose", "outstanding", "stats"]) {
      expect(help).toContain(`  ${command} `);
      expect(await cliOutput(command, "--help")).toContain(`Usage: bridgescope ${command} FILE...`);
    }
  });

  it.each([
    [[], "no command is given"],
    [["diagnoze", "FILE"], "there is no command diagnoze"],
    [["--colour"], "there is no option --colour"],
    [["frames"], "no file is given"],
    [["frames", "FILE", "--fromat", "csv"], "there is no option --fromat"],
    [["frames", "FILE", "--format", "xml"], '--format is "xml"; it must be table, ndjson or csv'],
    [["frames", "FILE", "--filter", "--format", "csv"], "--filter needs a value, EXPR"],
    [["frames", "FILE", "--filter"], "--filter needs a value, EXPR"],
    [["frames", "FILE", "--filter", "name =="], '--filter "name ==": at character '],
    [["frames", "FILE", "--filter", "id == 1 && nmae == Create"], "at character 12: "],
    [["frames", "FILE", "--columns", "id,colour"], 'there is no column "colour"'],
    [["frames", "FILE", "--format", "csv", "--format", "table"], "--format is given twice"],
    [["frames", "FILE", "--help=yes"], "--help takes no value"],
    [["streams", "FILE", "--bridge-port", "65 536"], '--bridge-port is "65 536"'],
    [["show", "FILE"], "--frame N is missing"],
    [["show", "FILE", "--frame", "0"], '--frame is "0"'],
    [["show", "FILE", "--frame", "98"], "there is no frame 98; the capture has 97"],
    [["diagnose", "FILE", "--fail-on", "bad"], '--fail-on is "bad"; it must be info, warning, error or critical'],
    [["outstanding", "FILE"], "--at TIME is missing"],
    [["outstanding", "FILE", "--at", "soon"], '--at: "soon" is no time.'],
    [["summary", "-", "-"], "- is given twice"],
  ])("answers %j with exit code 2", async (args, reason) => {
    const file = captureFile(HANG);
    const { code, out, err } = await runCli(args.map((word) => (word === "FILE" ? file : word)));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(reason);
    expect(err).toMatch(/^bridgescope: .*\n".*--help" tells more\n$/);
  });

  it("answers a file that is none with exit code 1 and one line", async () => {
    const text = temporaryFile("notes.txt", "not a capture at all, only words\n".repeat(10));
    const missing = `${text}.missing`;
    for (const [args, file] of [
      [["summary", missing], missing],
      [["packets", text], text],
      [["summary", import.meta.dirname], import.meta.dirname],
    ] as const) {
      const { code, out, err } = await runCli(args);
      expect({ code, out, lines: err.split("\n").length - 1 }).toEqual({ code: 1, out: "", lines: 1 });
      expect(err.startsWith(`bridgescope: ${file}: at byte 0: `)).toBe(true);
    }
  });

  it("reads what can be read, and says what cannot: a file that is no capture, empty, a folder or not there", async () => {
    const text = temporaryFile("notes.txt", "not a capture at all, only words\n".repeat(10));
    for (const bad of [text, temporaryFile("empty.bin", ""), import.meta.dirname, `${text}.missing`]) {
      for (const files of [
        [bad, captureFile(HANG)],
        [captureFile(HANG), bad],
      ]) {
        const { code, out, err } = await runCli(["frames", ...files, "--format", "csv", "--columns", "id"]);
        expect(code).toBe(1);
        expect(out.split("\n")).toHaveLength(1 + 97 + 1);
        expect(err.startsWith(`bridgescope: ${bad}: at byte 0: `)).toBe(true);
        expect(err.split("\n")).toHaveLength(2);
      }
    }
  });

  it("reads nothing where the system opens no more files: a part of a ring buffer would look like all of it", () => {
    const files = Array.from({ length: 120 }, () => captureFile(HANG));
    const limited = ["-c", 'ulimit -n 80; exec "$@"', "sh", process.execPath, COMMAND_LINE, "frames", ...files];
    const { status, stdout, stderr } = spawnSync("sh", limited, { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^bridgescope: .*: at byte 0: too many files are open; give fewer at once/u);
  });

  it("reads standard input, also one too long to be kept in memory", async () => {
    const file = captureFile(HANG);
    const fromFile = await cliOutput("frames", file, "--format", "ndjson");
    expect((await runCli(["frames", "-", "--format", "ndjson"], { input: readBytes(HANG) })).out).toBe(fromFile);

    const sent = Array.from({ length: 300 }, (_, i) =>
      message(0x10100501, BigInt(i), `{"ContainerId":"","Filler":"${"x".repeat(60_000)}"}\n`),
    );
    const { out, err } = await runCli(["frames", "-", "--format", "csv", "--columns", "id,size,complete"], {
      input: Buffer.concat(sent),
    });
    expect(err).toBe("");
    expect(out).toBe(`id,size,complete\n${sent.map(({ length }, i) => `${i},${length},true\n`).join("")}`);
  });

  it("says in which file something is wrong, and goes on", async () => {
    const cut = temporaryFile("cut.pcap", readBytes(HANG).subarray(0, 30_000));
    const { code, out, err } = await runCli(["frames", cut, "--format", "csv", "--columns", "id"]);
    expect(code).toBe(0);
    expect(out.split("\n").length).toBeGreaterThan(20);
    expect(err).toMatch(/^warning: .*cut\.pcap: at byte \d+: .*\n/);
  });
});
