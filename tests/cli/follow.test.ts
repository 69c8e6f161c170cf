import { describe, expect, it } from "vitest";
import { captureFile, cliOutput, runCli } from "./run-cli.ts";
import type { JsonObject } from "./run-cli.ts";

const BOOT = "boot-exec/boot-exec.pcap";

describe("follow", () => {
  it("tells a process as text and as JSON, with the same lines", async () => {
    const file = captureFile(BOOT);
    const text = (await cliOutput("follow", file, "--process", "28")).split("\n");
    expect(text.slice(0, 3)).toEqual([
      "process 28 of the utility VM on bridge 1",
      "stdout of process 28, port 1073741832: closed, 0 bytes to the guest, 4 to the host",
      "stderr of process 28, port 1073741833: closed, 0 bytes to the guest, 4 to the host",
    ]);
    expect(text.some((line) => /^ +[\d.]+ {2}stderr 28 < err$/.test(line))).toBe(true);
    expect(text.some((line) => line.endsWith("exit 3  [process 28 exited]  #29"))).toBe(true);
    const report: { readonly target: JsonObject; readonly lines: readonly JsonObject[] } = JSON.parse(
      await cliOutput("follow", file, "--process", "28", "--format", "json"),
    );
    expect(report.target).toMatchObject({ bridge: 1, processId: 28 });
    expect(report.lines.filter(({ kind }) => kind === "frame").map(({ frame }) => frame)).toEqual([26, 27, 28, 29]);
    expect(report.lines.find(({ stream }) => stream === "stderr")).toMatchObject({
      kind: "stdio",
      time: expect.stringMatching(/^2026-11-23T.*Z$/),
      frame: 26,
      direction: "guest-to-host",
      offset: 0,
      length: 4,
      text: "err\n",
      base64: Buffer.from("err\n").toString("base64"),
    });
  });

  it("takes the beginning of a container's id, and a bridge", async () => {
    const file = captureFile("hang-handler/hang-handler.pcap");
    const container = await cliOutput("follow", file, "--container", "776c");
    expect(container).toMatch(/^container 776c[\da-f]+ on bridge 1\n/);
    expect(container).toMatch(
      /^ +6\.172245 {2}host -> {2}ShutdownGraceful 22: .* \(no answer in the capture\) {2}#42$/m,
    );
    expect(container).toMatch(/^ +\.\.\. 9\.703 s later$/m);
    const bridge = await cliOutput("follow", file, "--bridge", "1", "--format", "json");
    const { lines }: { readonly lines: readonly JsonObject[] } = JSON.parse(bridge);
    expect(lines.filter(({ kind }) => kind === "frame")).toHaveLength(97);
  });

  it("refuses what is not there, what is several, and nothing", async () => {
    const file = captureFile(BOOT);
    for (const [words, reason] of [
      [[], "nothing to follow is named"],
      [["--container", ""], "--container is empty"],
      [["--process", "x"], '--process is "x"'],
      [["--process", "4000000"], "no frame of the capture is about"],
      [["--bridge", "1", "--container", "\u001b[31m"], "no frame of the capture is about"],
    ] as const) {
      const { code, out, err } = await runCli(["follow", file, ...words]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(reason);
    }
    const several = await runCli(["follow", file, "--container", "7"]);
    expect(several).toMatchObject({
      code: 2,
      err: expect.stringMatching(/one of several: container 7362\w+ on bridge 1; c/),
    });
  });
});
