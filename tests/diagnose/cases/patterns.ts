/** Patterns that look like faults and are none (bridge.md 1.0 and 9.2). */
import { BRIDGE_PORT, FAIL, NOT_FOUND, POD, VM, bridgeIn, endPod, runningPod } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";

const TIMED_OUT = 0xc037_0109 | 0;
const GONE = 0xc037_010e | 0;

interface Pattern {
  readonly id: string;
  readonly name: string;
  readonly build: (capture: CaptureBuilder) => void;
}

export const PATTERNS: readonly Pattern[] = [
  {
    id: "N1",
    name: "a wait of two hours",
    build: (capture) => void runningPod(bridgeIn(capture)).call(7200, 9, "GetProperties", POD),
  },
  {
    id: "N2",
    name: "a probe of 50 ms that times out",
    build: (capture) =>
      void runningPod(bridgeIn(capture)).call(1, 5, "WaitForProcess", POD, {
        ask: { ProcessId: 100, TimeoutInMs: 50 },
        answer: { Result: TIMED_OUT },
        seconds: 0.05,
      }),
  },
  {
    id: "N3",
    name: "a notification before the answer to request 0 of a reconnect",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      capture
        .connect(3)
        .notify(3.01, POD)
        .negotiate(3.1, 5)
        .answer(3.3, 4, "WaitForProcess", { ExitCode: 0 })
        .call(20, 6, "GetProperties", VM);
    },
  },
  {
    id: "N4",
    name: "answers in any order",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 30; id++) link.ask(1 + id * 0.01, id, "GetProperties", VM);
      for (let id = 1; id <= 30; id++) link.answer(2 + id * 0.01, 1 + ((id * 7) % 30), "GetProperties");
    },
  },
  {
    id: "N5",
    name: "the notification a moment before the wait's answer",
    build: (capture) =>
      void runningPod(bridgeIn(capture))
        .notify(2, POD)
        .answer(2.5, 4, "WaitForProcess", { ExitCode: 0 })
        .call(20, 9, "GetProperties", VM),
  },
  {
    id: "N6, N7",
    name: "a container that ends by itself and is then told to shut down",
    build: (capture) => void endPod(runningPod(bridgeIn(capture)), 2).call(60, 20, "GetProperties", VM),
  },
  {
    id: "N8",
    name: "a signal that comes too late",
    build: (capture) =>
      void endPod(runningPod(bridgeIn(capture)), 2)
        .call(2.1, 9, "SignalProcess", POD, { ask: { ProcessId: 100 }, answer: { Result: NOT_FOUND } })
        .call(2.2, 10, "SignalProcess", POD, { ask: { ProcessId: 100 }, answer: { Result: GONE } })
        .call(60, 11, "GetProperties", VM),
  },
  {
    id: "N9, N29",
    name: "a reset after the pod is gone",
    build: (capture) => void endPod(runningPod(bridgeIn(capture)), 2).close("guest", 3, "RST"),
  },
  {
    id: "N10, N11",
    name: "waits that are open when the host ends the utility VM",
    build: (capture) => void runningPod(bridgeIn(capture)).close("host", 9, "RST"),
  },
  {
    id: "N10, N11",
    name: "waits that are open when the host ends the utility VM, in a capture that goes on",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 9, "RST");
      capture.until(60);
    },
  },
  {
    id: "N12, N13, N14",
    name: "a container that is created and started and has no process",
    build: (capture) =>
      void bridgeIn(capture).call(1, 1, "Create", POD).call(1.1, 2, "Start", POD).call(400, 3, "GetProperties", POD),
  },
  {
    id: "N15, N16",
    name: "a migration's destination",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      capture
        .connect(3)
        .negotiate(3.1, 0)
        .call(3.2, 40, "WaitForProcess", POD, {
          ask: { ProcessId: 100, TimeoutInMs: 50 },
          answer: { Result: TIMED_OUT },
        })
        .answer(9, 4, "WaitForProcess", { ExitCode: 0 })
        .notify(9.1, POD)
        .call(30, 41, "GetProperties", VM);
    },
  },
  {
    id: "N17, N30",
    name: "a rollback to the source",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 2.1; time < 6; time += 0.1) capture.dial(time);
      capture
        .connect(6)
        .negotiate(6.1, 5)
        .answer(7, 4, "WaitForProcess", { ExitCode: 0 })
        .notify(7.1, POD)
        .call(30, 6, "GetProperties", VM);
    },
  },
  {
    id: "N18",
    name: "a sidecar's error",
    build: (capture) =>
      void bridgeIn(capture)
        .ask(1, 1, "ModifySettings", VM)
        .answer(1.01, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "denied" }),
  },
  {
    id: "N19, N20",
    name: "settings without a resource or a request type",
    build: (capture) =>
      void bridgeIn(capture)
        .call(1, 1, "ModifySettings", VM, { ask: { Request: { Settings: { AdapterInstanceId: "x" } } } })
        .call(2, 2, "ModifySettings", VM, { ask: { Request: { ResourceType: "MappedVirtualDisk" } } }),
  },
  {
    id: "N21",
    name: "a Windows guest that blocks on a signal",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture).call(0.05, 50, "Create", VM));
      link.call(2, 60, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: "CtrlC" } }, seconds: 120 });
      link.ask(130, 61, "SignalProcess", POD, { ProcessId: 100 }).call(200, 62, "GetProperties", POD);
    },
  },
  {
    id: "N22",
    name: "a guest without a log",
    build: (capture) => {
      capture.connect(0, 1).data("host", 0.1, new Uint8Array(512).fill(1)).close("host", 0.2);
      capture.connect(1).negotiate(1.1).call(40, 1, "GetProperties", VM);
    },
  },
  {
    id: "N23, N24",
    name: "output again after a reconnect, and no connection for streams without a pipe",
    build: (capture) => {
      const stdout = BRIDGE_PORT + 1;
      const link = bridgeIn(capture)
        .call(0.1, 1, "Create", POD)
        .call(0.2, 2, "ExecuteProcess", POD, {
          ask: { Settings: { VsockStdioRelaySettings: { StdOut: stdout } } },
          answer: { ProcessId: 100 },
          seconds: 0.1,
        });
      capture.connect(0.25, stdout).data("guest", 1, new Uint8Array(1000)).close("host", 2);
      link.ask(0.4, 3, "WaitForProcess", POD, { ProcessId: 100 }).close("host", 2);
      capture.connect(4).negotiate(4.1, 4).call(40, 5, "GetProperties", POD);
      capture.connect(4.2, stdout).data("guest", 4.3, new Uint8Array(1000));
    },
  },
  {
    id: "N25",
    name: "a guest that dials each 100 ms after a clean end",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3);
      for (let time = 3.1; time < 9; time += 0.1) capture.dial(time);
    },
  },
  {
    id: "N26",
    name: "a power-off that is never answered",
    build: (capture) => void runningPod(bridgeIn(capture)).ask(2, 9, "ShutdownGraceful", VM).close("guest", 25),
  },
  {
    id: "N27",
    name: "a shutdown that is answered long after its caller gave up",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture)).call(1, 5, "GetProperties", POD, { seconds: 4 });
      link.call(9, 6, "ResizeConsole", POD, { seconds: 6 }).call(40, 7, "GetProperties", POD);
    },
  },
  {
    id: "N28",
    name: "many waits, open to the end",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture));
      for (let id = 5; id < 45; id += 2) {
        link
          .call(id, id, "ExecuteProcess", POD, { answer: { ProcessId: 100 + id } })
          .ask(id + 0.1, id + 1, "WaitForProcess", POD, { ProcessId: 100 + id, TimeoutInMs: 4_294_967_295 });
      }
      link.call(900, 60, "GetProperties", POD);
    },
  },
];
