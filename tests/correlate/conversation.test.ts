import { describe, expect, it } from "vitest";
import {
  CaptureReader,
  Conversation,
  ConversationReader,
  Correlation,
  conversationNotices,
  conversationText,
  findTargets,
  followTitle,
} from "../../src-decoder/index.ts";
import type { ConversationLine, FollowTarget, TargetWords } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { CaptureBuilder, POD, VM, bridgeIn, runningPod } from "../diagnose/build-capture.ts";

interface Followed {
  readonly correlation: Correlation;
  readonly conversation: Conversation;
  readonly lines: readonly ConversationLine[];
  readonly notices: readonly string[];
}

async function followed(correlation: Correlation, target: FollowTarget): Promise<Followed> {
  const conversation = await Conversation.of(correlation, target);
  const lines = await new ConversationReader(correlation, conversation).lines(0, conversation.length);
  return { correlation, conversation, lines, notices: conversationNotices(correlation, conversation) };
}

async function real(paths: readonly string[], words: Partial<TargetWords>): Promise<Followed> {
  const reader = new CaptureReader(openFiles(paths));
  await reader.run();
  const wanted = { bridge: null, container: null, processId: null, ...words };
  const [target] = findTargets(reader.capture, wanted, 2);
  return followed(new Correlation(reader.capture), target!);
}

const texts = (lines: readonly ConversationLine[]): string[] =>
  lines.flatMap((line) => conversationText(line, () => "t"));
const rowsOf = (lines: readonly ConversationLine[]): number[] =>
  lines.flatMap((line) => (line.kind === "frame" ? [line.row] : []));

/** What was said, without when and in which frame. */
function saidOf({ lines }: Followed): string[] {
  const said = texts(lines.filter(({ kind }) => kind !== "event"));
  return said.map((line) => line.replace(/ after [\d.]+ [mµ]?s| +#\d+$/g, ""));
}

function execWithStdout(port: number): Readonly<Record<string, unknown>> {
  return { Settings: { VsockStdioRelaySettings: { StdOut: port }, ProcessParameters: "{}" } };
}

describe("a real process", () => {
  it("is told from its exec to its exit, with what it read and wrote", async () => {
    const { lines, conversation, notices } = await real(["boot-exec/boot-exec.pcap"], { processId: 25 });
    expect(texts(lines)).toEqual([
      't  host ->  ExecuteProcess 9: "/bin/cat" stdin:1073741827 stdout:1073741828 stderr:1073741829  #18',
      "t  --     stdin of process 25 connected",
      "t  --     stdout of process 25 connected",
      "t  --     stderr of process 25 connected",
      "t  guest <- ExecuteProcess 9 answered after 2.656 ms: pid 25  [process 25 started]  #19",
      "t  host ->  WaitForProcess 10: pid 25 (no timeout)  #20",
      "t  stdin 25 > line one",
      "   stdin 25 > line two",
      "t  stdout 25 < line one",
      "   stdout 25 < line two",
      "t  --     stdin of process 25: FIN from the host",
      "t  --     stdout of process 25: FIN from the guest",
      "t  --     stderr of process 25: FIN from the guest",
      "t  guest <- WaitForProcess 10 answered after 1.312 ms: exit 0  [process 25 exited]  #21",
    ]);
    expect(notices).toEqual([]);
    for (const line of lines) if (line.kind === "frame") expect(conversation.placeOf(line.row)).toBe(line.place);
    expect(conversation.placeOf(0)).toBe(-1);
  });

  it("is told from vsock as from TCP", async () => {
    const tcp = await real(["boot-exec/boot-exec.pcap"], { processId: 25 });
    const vsock = await real(["linktypes/boot-exec.vsock.pcap"], { processId: 25 });
    expect(saidOf(vsock)).toEqual(saidOf(tcp));
  });

  it("has all of a long output, a chunk at a time", async () => {
    const { lines, conversation } = await real(["boot-exec/boot-exec.pcap"], { processId: 32 });
    const output = lines.flatMap((line) => (line.kind === "stdio" ? [line] : []));
    expect(output.length).toBeGreaterThan(50);
    const text = output.map(({ bytes, length }) => Buffer.from(bytes.subarray(0, length)).toString()).join("");
    expect(text).toBe(Array.from({ length: 20_000 }, (_, at) => `${at + 1}\n`).join(""));
    expect(conversation.relays.find(({ name }) => name === "stdout")?.bytesToHost).toBe(text.length);
    const place = output[30]!.place;
    const reader = new ConversationReader(await anew("boot-exec/boot-exec.pcap"), conversation);
    expect(await reader.lines(place, place + 2)).toEqual(lines.slice(place, place + 2));
  });
});

async function anew(path: string): Promise<Correlation> {
  const reader = new CaptureReader(openFiles([path]));
  await reader.run();
  return new Correlation(reader.capture);
}

describe("a real container and a real bridge", () => {
  it("tell the steps of a life", async () => {
    const { correlation, lines } = await real(["boot-exec/boot-exec.pcap"], { container: "776" });
    const containers = await correlation.containers();
    expect(containers.some(({ isUtilityVm }) => isUtilityVm)).toBe(true);
    const steps = lines.flatMap((line) => (line.kind === "frame" && line.step !== null ? [line.step] : []));
    expect(steps).toContain("container created");
    expect(steps.at(-1)).toBe("container deleted");
  });

  it("hold every frame of theirs once, in order, and no other", async () => {
    const { correlation, lines } = await real(["reconnect/reconnect.pcap"], { bridge: 1 });
    expect(rowsOf(lines)).toEqual(Array.from({ length: correlation.capture.frames.length }, (_, row) => row));
    const events = lines.flatMap((line) => (line.kind === "event" ? [line.text] : []));
    expect(events).toContain("connection 1 connected");
    expect(events).toContain("connection 1: FIN from the host");
    const times = lines.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(texts(lines).some((text) => text.endsWith(" later"))).toBe(true);
  });

  it("are there without times, too", async () => {
    const files = ["boot-exec/boot-exec.h2g.bin", "boot-exec/boot-exec.g2h.bin"];
    const { correlation, lines, notices } = await real(files, { bridge: 1 });
    expect(rowsOf(lines)).toHaveLength(correlation.capture.frames.length);
    expect(notices).toEqual(["The files carry no times and no connections but the bridge: there is no stdio."]);
  });
});

describe("a made one", () => {
  it("says that a relay was never connected, and what waits", async () => {
    const capture = new CaptureBuilder();
    runningPod(bridgeIn(capture))
      .call(1, 5, "ExecuteProcess", POD, { ask: execWithStdout(0x4000_0009), answer: { ProcessId: 7 } })
      .ask(4, 6, "WaitForProcess", POD, { ProcessId: 7 })
      .ask(4.1, 7, "SignalProcess", POD, { ProcessId: 7 });
    const correlation = await capture.correlate();
    const { lines, notices } = await followed(correlation, { bridge: 1, containerId: POD, processId: 7 });
    expect(notices).toEqual(["Stdio was asked for, but the capture has no connection to any of its ports."]);
    const last = lines.slice(-2).map((line) => (line.kind === "frame" ? line.unanswered : line.kind));
    expect(last).toEqual(["long-poll", "waits"]);
  });

  it("of nothing is empty", async () => {
    const capture = new CaptureBuilder();
    runningPod(bridgeIn(capture));
    const { lines, notices } = await followed(await capture.correlate(), {
      bridge: 9,
      containerId: null,
      processId: null,
    });
    expect(lines).toEqual([]);
    expect(notices).toEqual(["No frame of the capture is about it."]);
  });

  it("is named by what it is", () => {
    expect(followTitle({ bridge: 2, containerId: null, processId: null })).toBe("bridge 2");
    expect(followTitle({ bridge: 1, containerId: VM, processId: 4 })).toBe("process 4 of the utility VM on bridge 1");
  });
});
