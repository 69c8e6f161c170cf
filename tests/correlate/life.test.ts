import { describe, expect, it } from "vitest";
import { CaptureReader, Correlation, NULL_CONTAINER } from "../../src-decoder/index.ts";
import type { Container, Relay } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { CaptureBuilder, POD, VM, bridgeIn, endPod, runningPod } from "../diagnose/build-capture.ts";
import type { Link } from "../diagnose/build-capture.ts";

async function correlate(build: (capture: CaptureBuilder) => void): Promise<Correlation> {
  const capture = new CaptureBuilder();
  build(capture);
  return capture.correlate();
}

async function real(path: string): Promise<Correlation> {
  const reader = new CaptureReader(openFiles([path]));
  await reader.run();
  return new Correlation(reader.capture);
}

const states = ({ steps }: Container): string[] => steps.map(({ state }) => state);
const idsOf = ({ capture: { frames } }: Correlation, rows: readonly number[]): number[] =>
  rows.map((row) => frames.idLow.get(row));
const podOf = async (correlation: Correlation): Promise<Container> =>
  (await correlation.containers()).find(({ id }) => id === POD)!;

describe("containers", () => {
  it("go from created to deleted", async () => {
    const pod = await podOf(await correlate((capture) => void endPod(runningPod(bridgeIn(capture)), 2)));
    expect(states(pod)).toEqual(["created", "started", "running", "exited", "deleted"]);
    expect(pod).toMatchObject({ state: "deleted", exitType: "UnexpectedExit", illegal: [] });
  });

  it("may be made again after deletion", async () => {
    const pod = await podOf(
      await correlate((capture) => {
        runningPod(endPod(runningPod(bridgeIn(capture)), 2), POD, 20, 5);
      }),
    );
    expect(pod).toMatchObject({ state: "running", illegal: [] });
  });

  it("may end before their init's exec is answered", async () => {
    const pod = await podOf(
      await correlate((capture) => {
        bridgeIn(capture)
          .call(1, 1, "Create", POD)
          .ask(1.1, 2, "ExecuteProcess", POD)
          .notify(1.15, POD)
          .answer(1.2, 2, "ExecuteProcess", { ProcessId: 7 });
      }),
    );
    expect(pod).toMatchObject({ state: "exited", illegal: [] });
  });

  it("stay as they were when a step fails", async () => {
    const pod = await podOf(
      await correlate((capture) => {
        runningPod(bridgeIn(capture)).call(2, 9, "DeleteContainerState", POD, { answer: { Result: -2_143_878_907 } });
      }),
    );
    expect(pod.state).toBe("running");
  });

  it("of the real boot have their whole life, and the utility VM is among them", async () => {
    const containers = await (await real("boot-exec/boot-exec.pcap")).containers();
    expect(containers.filter(({ isUtilityVm }) => !isUtilityVm).map(states)).toEqual(
      Array.from({ length: 2 }, () => ["created", "started", "running", "exited", "deleted"]),
    );
    expect(containers.filter(({ isUtilityVm }) => isUtilityVm).map(({ id }) => id)).toEqual([NULL_CONTAINER]);
    expect(containers.flatMap(({ illegal }) => illegal)).toEqual([]);
  });
});

describe("processes", () => {
  it("are joined with their waits, signals and exit", async () => {
    const correlation = await correlate((capture) => {
      const link = runningPod(bridgeIn(capture));
      link
        .call(1, 5, "ExecuteProcess", POD, {
          ask: { Settings: { ProcessParameters: JSON.stringify({ CommandArgs: ["sleep", "9"] }) } },
          answer: { ProcessId: 7 },
        })
        .ask(1.1, 6, "WaitForProcess", POD, { ProcessId: 7 })
        .call(2, 7, "SignalProcess", POD, { ask: { ProcessId: 7 } })
        .answer(2.1, 6, "WaitForProcess", { ExitCode: 137 });
    });
    const [init, sleep] = await correlation.processes();
    expect(init).toMatchObject({ processId: 100, isInit: true, state: "running" });
    expect(sleep).toMatchObject({ processId: 7, isInit: false, state: "exited", containerId: POD });
    expect([sleep!.waitRows.length, sleep!.signalRows.length]).toEqual([1, 1]);
    expect(await correlation.processDetails(sleep!)).toEqual({ commandLine: "sleep 9", exitCode: 137 });
  });

  it("that use an id again are others", async () => {
    const correlation = await correlate((capture) => {
      const link = bridgeIn(capture);
      for (const [id, time] of [
        [1, 1],
        [3, 5],
      ] as const) {
        link
          .call(time, id, "ExecuteProcess", VM, { answer: { ProcessId: 7 } })
          .call(time + 0.5, id + 1, "WaitForProcess", VM, { ask: { ProcessId: 7 }, answer: { ExitCode: id } });
      }
    });
    const processes = await correlation.processes();
    const codes = await Promise.all(
      processes.map(async (process) => (await correlation.processDetails(process)).exitCode),
    );
    expect(codes).toEqual([1, 3]);
  });

  it("go on where a wait for them fails: it ran out of its time", async () => {
    const correlation = await correlate((capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ExecuteProcess", POD, { answer: { ProcessId: 7 } })
        .call(2, 6, "WaitForProcess", POD, { ask: { ProcessId: 7 }, answer: { Result: 0xc037_0109 | 0 } });
    });
    expect((await correlation.processes()).find(({ processId }) => processId === 7)?.state).toBe("running");
  });

  it("are one with the wait that a capture has just before their exec's answer, and another than a wait of before", async () => {
    const early = await correlate((capture) => {
      bridgeIn(capture)
        .call(0.5, 1, "Create", POD)
        .ask(1, 2, "ExecuteProcess", POD)
        .ask(1.001, 3, "WaitForProcess", POD, { ProcessId: 7 })
        .answer(1.002, 2, "ExecuteProcess", { ProcessId: 7 });
    });
    const [process, ...none] = await early.processes();
    expect(none).toEqual([]);
    expect(process).toMatchObject({ processId: 7, isInit: true });
    expect([idsOf(early, [process!.execRow]), idsOf(early, process!.waitRows)]).toEqual([[2], [3]]);

    const reused = await correlate((capture) => {
      capture
        .joined()
        .ask(1, 40, "WaitForProcess", POD, { ProcessId: 7 })
        .call(2, 41, "ExecuteProcess", POD, { answer: { ProcessId: 7 } });
    });
    const processes = await reused.processes();
    expect(processes.map(({ waitRows }) => idsOf(reused, waitRows))).toEqual([[40], []]);
  });

  it("from before the capture are known by what is asked of them", async () => {
    const correlation = await correlate((capture) => {
      capture.joined().call(1, 90, "SignalProcess", POD, { ask: { ProcessId: 44 } });
    });
    expect(await correlation.processes()).toMatchObject([{ processId: 44, containerId: POD, isInit: false }]);
  });
});

const port = (number: number): number => 0x4000_0000 + number;

const withRelay = async (use: (capture: CaptureBuilder) => void): Promise<Relay> => {
  const correlation = await correlate((capture) => {
    bridgeIn(capture)
      .call(1, 1, "ExecuteProcess", VM, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: port(1) } } },
        answer: { ProcessId: 5 },
        seconds: 0.5,
      })
      .call(9, 2, "WaitForProcess", VM, { ask: { ProcessId: 5 }, answer: { ExitCode: 0 } });
    use(capture);
  });
  return (await (await correlation.relays()).all())[0]!;
};

describe("relays", () => {
  const hello = new TextEncoder().encode("hello");

  it.each<[Relay["state"], (capture: CaptureBuilder) => void]>([
    ["none", () => undefined],
    ["closed", (capture) => void capture.connect(1.1, port(1)).data("guest", 2, hello).close("guest", 3)],
    ["left-open", (capture) => void capture.connect(1.1, port(1)).data("guest", 2, hello)],
    ["stalled", (capture) => void capture.connect(1.1, port(1)).data("guest", 2, hello).window("host", 3, 0)],
  ])("are %s", async (state, use) => {
    const relay = await withRelay(use);
    expect(relay).toMatchObject({ state, name: "stdout", port: port(1) });
    expect(relay.bytesToHost).toBe(state === "none" ? 0 : hello.length);
    if (state === "none") expect(relay.firstByteTime).toBeNaN();
    else expect(relay.firstByteTime / 1e9).toBeCloseTo(2);
  });

  it.each<[Relay["state"], (link: Link) => void]>([
    ["silent", () => undefined],
    ["open", (link) => void link.data("guest", 2, hello)],
    ["stalled", (link) => void link.data("guest", 2, hello).window("host", 3, 0)],
    ["open", (link) => void link.data("guest", 2, hello).window("host", 3, 0).window("host", 4, 65_536)],
    ["closed", (link) => void link.data("guest", 2, hello).close("host", 3, "RST")],
  ])("of a process that runs are %s", async (state, use) => {
    const correlation = await correlate((capture) => {
      bridgeIn(capture)
        .call(1, 1, "ExecuteProcess", VM, {
          ask: { Settings: { StdioRelaySettings: { StdIn: "40000001-facb-11e6-bd58-64006a7986d3" } } },
          answer: { ProcessId: 5 },
          seconds: 0.5,
        })
        .call(9, 2, "GetProperties", VM);
      use(capture.connect(1.1, port(1)));
    });
    const [relay] = await (await correlation.relays()).all();
    expect(relay).toMatchObject({ state, name: "stdin", port: port(1), connections: [1] });
  });

  it("find the exec of a connection by its port, with few payloads read", async () => {
    const execs = 500;
    const correlation = await correlate((capture) => {
      const link = bridgeIn(capture);
      for (let i = 1; i <= execs; i++) {
        const asks = i % 5 === 0 ? {} : { VsockStdioRelaySettings: { StdOut: port(i) } };
        link.call(i, i, "ExecuteProcess", VM, { ask: { Settings: asks }, answer: { ProcessId: i }, seconds: 0.5 });
      }
      capture.connect(432.1, port(432)).data("guest", 432.2, hello);
    });
    const relays = await correlation.relays();
    const before = correlation.payloads.left;
    const relay = await relays.ofConnection(1);
    expect(correlation.capture.frames.idLow.get(relay!.execRow)).toBe(432);
    expect(before - correlation.payloads.left).toBeLessThan(40);
    expect(await relays.ofConnection(0)).toBeNull();
  });

  it("of the real boot are all joined", async () => {
    const correlation = await real("boot-exec/boot-exec.pcap");
    const relays = await (await correlation.relays()).all();
    const others = correlation.capture.connections.length - 1;
    expect(relays.flatMap(({ connections }) => connections)).toHaveLength(others);
    expect(new Set(relays.map(({ state }) => state))).toEqual(new Set(["closed"]));
  });
});
