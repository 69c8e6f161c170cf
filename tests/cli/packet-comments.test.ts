import { beforeEach, describe, expect, it } from "vitest";
import { commentedCapture } from "../captures/commented.ts";
import { cliOutput, temporaryFile } from "./run-cli.ts";

const HANG = "hang-handler/hang-handler.nsec.pcap";

/** Comments on the section, on the packet that opens the connection, and two on one that brings a frame. */
let file: string;

beforeEach(async () => {
  const comments = new Map([
    [0, ["the guest dials"]],
    [115, ["this never returns", "see the ticket"]],
  ]);
  file = temporaryFile("commented.pcapng", await commentedCapture(HANG, comments, "recorded on node 7"));
});

describe("comments of a capture file", () => {
  it("stand in the summary, with the frames that they are about", async () => {
    const report: { comments: { packet: number | null; frames: number[]; text: string }[] } = JSON.parse(
      await cliOutput("summary", file, "--format", "json"),
    );
    expect(report.comments).toMatchObject([
      { packet: null, frames: [], text: "recorded on node 7" },
      { packet: 1, frames: [], text: "the guest dials" },
      { packet: 116, text: "this never returns" },
      { packet: 116, text: "see the ticket" },
    ]);
    const [frame] = report.comments[2]?.frames ?? [];
    const text = await cliOutput("summary", file);
    expect(text).toContain("\nComments\n");
    expect(text).toContain(": recorded on node 7\n");
    expect(text).toContain("  packet 1: the guest dials\n");
    expect(text).toContain(`  packet 116, frame ${frame}: this never returns\n`);
  });

  it("are a field of their frames, and shown with them", async () => {
    const lines = await cliOutput(
      "frames",
      file,
      "--filter",
      'packetComment contains "ticket"',
      "--format",
      "csv",
      "--columns",
      "number,packetComment",
    );
    expect(lines).toMatch(/^number,packetComment\n\d+,"this never returns\nsee the ticket"\n$/);
    const number = /\d+/.exec(lines)?.[0] ?? "";
    expect(await cliOutput("show", file, "--frame", number)).toContain("  comment on packet 116: see the ticket\n");
    const shown: { comments: object[] } = JSON.parse(
      await cliOutput("show", file, "--frame", number, "--format", "json"),
    );
    expect(shown.comments).toEqual([
      { packet: 116, text: "this never returns" },
      { packet: 116, text: "see the ticket" },
    ]);
  });
});
