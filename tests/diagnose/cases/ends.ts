/** Ends, reconnects, stdio and log connections. */
import { BRIDGE_PORT, POD, VM, bridgeIn, endPod, runningPod } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const LOG = 109;
const STDOUT_PORT = BRIDGE_PORT + 1;
const GUID_PORT = "40000001-facb-11e6-bd58-64006a7986d3";
const SECOND_GUID_PORT = "40000002-facb-11e6-bd58-64006a7986d3";

export const END_CASES: readonly RuleCase[] = [
  {
    rule: "H14",
    name: "a bridge that ends with a container running",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
    },
    severity: "info",
    says: /1 container \(7362626f…0001\) and 1 wait/,
  },
  {
    rule: "H14",
    name: "a bridge that ends after its pod (N9)",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3, "RST");
    },
    severity: null,
  },
  {
    rule: "H37",
    name: "a guest that dials for three minutes",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 3; time < 183; time += 5) capture.dial(time);
    },
    severity: "error",
    says: /dialled 36 times in 176 s/,
  },
  {
    rule: "H37",
    name: "a guest that dials until it is taken up (N25)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 3; time < 6; time += 0.1) capture.dial(time);
      capture.connect(6.5).negotiate(6.6, 5);
    },
    severity: null,
  },
  {
    rule: "H39",
    name: "a request of the source answered to the destination",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(1, 5, "GetProperties", POD).close("host", 2);
      capture.connect(4).negotiate(4.001, 0).call(4.1, 30, "GetProperties", POD).answer(4.2, 5, "GetProperties");
    },
    severity: "error",
    says: /GetProperties 5 was asked on the connection before the migration/,
  },
  {
    rule: "H39",
    name: "a request answered after a rollback, where the host kept its table",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(1, 5, "GetProperties", POD).close("host", 2);
      capture.connect(4).negotiate(4.001, 6).answer(4.2, 5, "GetProperties");
    },
    severity: null,
  },
  {
    rule: "H48",
    name: "the utility VM is asked to shut down",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ShutdownGraceful", VM).close("guest", 2);
    },
    severity: "info",
  },
  {
    rule: "H48",
    name: "a container is asked to shut down",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2);
    },
    severity: null,
  },
  {
    rule: "H58",
    name: "the host closes with a request open, and the guest does not dial again",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.5);
      capture.until(20);
    },
    severity: "critical",
    says: /1 request \(GetProperties 5\) and 1 wait open in the guest, and in the 17\.5 s since the guest has not dialled again/,
  },
  {
    rule: "H58",
    name: "the host closes with waits alone open, and the guest does not dial again (N10)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2.5);
      capture.until(20);
    },
    severity: "info",
    says: /with 1 wait open in the guest/,
  },
  {
    rule: "H58",
    name: "the guest dials for a while with waits alone open, and then no more, as one that is stopped or whose wait became ready",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2.5);
      for (let time = 2.6; time < 4; time += 0.1) capture.dial(time);
      capture.until(20);
    },
    severity: "info",
    says: /1 wait open in the guest, which then dialled for 1\.\d+ s \(1[45] tries\) and in the 16\.\d s since no more/,
  },
  {
    rule: "H58",
    name: "the guest dials for a while, until the answer of a call becomes ready, and then no more",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.5);
      for (let time = 2.6; time < 4; time += 0.1) capture.dial(time);
      capture.until(20);
    },
    severity: "critical",
    says: /1 request \(GetProperties 5\) and 1 wait open in the guest, which then dialled for 1\.\d+ s/,
  },
  {
    rule: "H58",
    name: "the host closes over a request that has waited long: its age is what ended the bridge",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 12);
      capture.until(30);
    },
    severity: null,
  },
  {
    rule: "H58",
    name: "the guest dials to the end",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.5);
      for (let time = 3; time < 20; time += 0.5) capture.dial(time);
    },
    severity: null,
  },
  {
    rule: "H41",
    name: "stdout is taken up once after a migration, dropped, and refused",
    build: (capture) => {
      const link = bridgeIn(capture)
        .call(0.1, 1, "Create", POD)
        .call(0.2, 2, "ExecuteProcess", POD, {
          ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
          answer: { ProcessId: 100 },
          seconds: 0.1,
        });
      capture.connect(0.25, STDOUT_PORT).close("host", 2);
      link.ask(0.4, 3, "WaitForProcess", POD, { ProcessId: 100 }).close("host", 2);
      capture.connect(4).negotiate(4.001, 4).call(9, 5, "GetProperties", POD);
      capture.connect(4.1, STDOUT_PORT).close("host", 4.2);
      for (let time = 5; time < 9; time += 1) capture.dial(time, STDOUT_PORT);
    },
    severity: "error",
    says: /reached the stdout port of ExecuteProcess 2 again once, was dropped after 100 ms, and dialled 4 times in vain/,
  },
  {
    rule: "H41",
    name: "stdout is taken up before the bridge is, dropped much later, and refused",
    build: (capture) => {
      const link = bridgeIn(capture).call(0.2, 1, "ExecuteProcess", POD, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
        seconds: 0.1,
      });
      capture.connect(0.25, STDOUT_PORT).close("host", 2);
      link.ask(0.4, 2, "WaitForProcess", POD, { ProcessId: 100 }).close("host", 2);
      capture.connect(3.9, STDOUT_PORT).close("host", 12);
      capture.connect(4).negotiate(4.001, 3).call(20, 4, "GetProperties", POD);
      for (let time = 13; time < 17; time += 1) capture.dial(time, STDOUT_PORT);
    },
    severity: "error",
    says: /was dropped after 8\.1 s, and dialled 4 times in vain/,
  },
  {
    rule: "H41",
    name: "stdout is taken up again and stays",
    build: (capture) => {
      const link = bridgeIn(capture).call(0.2, 1, "ExecuteProcess", POD, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
        seconds: 0.1,
      });
      capture.connect(0.25, STDOUT_PORT).close("host", 2);
      link.ask(0.4, 2, "WaitForProcess", POD, { ProcessId: 100 }).close("host", 2);
      for (let time = 2.1; time < 3.9; time += 0.1) capture.dial(time, STDOUT_PORT);
      capture.connect(3.9, STDOUT_PORT).data("guest", 5, new Uint8Array(10));
      capture.connect(4).negotiate(4.001, 3).call(20, 4, "GetProperties", POD);
    },
    severity: null,
  },
  ...[
    { name: "ends with a second migration, in which the guest dials", drops: 12, severity: null },
    { name: "is dropped after the second migration, and refused", drops: 20.2, severity: "error" as const },
  ].map(({ name, drops, severity }) => ({
    rule: "H41",
    name: `stdout is taken up again after a first migration, and ${name}`,
    build: (capture: CaptureBuilder): void => {
      const link = bridgeIn(capture).call(0.2, 1, "ExecuteProcess", POD, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
        seconds: 0.1,
      });
      capture.connect(0.25, STDOUT_PORT).close("host", 2);
      link.ask(0.4, 2, "WaitForProcess", POD, { ProcessId: 100 }).close("host", 2);
      capture.connect(4).negotiate(4.001, 3).call(5, 4, "GetProperties", POD).close("host", 12);
      capture.connect(4.1, STDOUT_PORT).close("host", 12.0001);
      for (let time = 12.1; time < 15; time += 0.5) capture.dial(time, STDOUT_PORT);
      if (severity === null) return;
      capture.connect(20).negotiate(20.001, 5).call(40, 6, "GetProperties", POD);
      capture.connect(20.1, STDOUT_PORT).close("host", drops);
      for (let time = 21; time < 25; time += 1) capture.dial(time, STDOUT_PORT);
    },
    severity,
  })),
  {
    rule: "H51",
    name: "the log stays open after the bridge",
    build: (capture) => {
      capture.connect(0, LOG).data("guest", 0.1, new Uint8Array([123, 125, 10]));
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3);
      capture.until(20);
    },
    severity: "warning",
    says: /ended 17 s before the capture does/,
  },
  {
    rule: "H51",
    name: "the log ends with the bridge",
    build: (capture) => {
      capture.connect(0, LOG).close("guest", 3);
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3);
      capture.until(20);
    },
    severity: null,
  },
  {
    rule: "H52",
    name: "the host's buffer for a process's stdout is full, of which a Linux host says nothing more",
    build: (capture) => {
      bridgeIn(capture).call(0.2, 1, "ExecuteProcess", VM, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
        seconds: 0.1,
      });
      const stdout = capture.connect(0.25, STDOUT_PORT).window("host", 0.26, 65_536);
      for (let time = 1; time < 5; time++) stdout.data("guest", time, new Uint8Array(16_384));
      capture.until(60);
    },
    severity: "warning",
    says: /no room for the stdout of ExecuteProcess 1 for 56 s, after 65,536 bytes of it/,
  },
  ...(
    [
      ["the open log is another guest's", (capture) => capture.connect(1, LOG, 4)],
      ["the open log is that of the guest's next start", (capture) => capture.connect(4, LOG)],
      [
        "the guest lives on and dials",
        (capture) => {
          capture.connect(1, LOG);
          for (let time = 4; time < 20; time++) capture.dial(time);
        },
      ],
    ] satisfies [string, (capture: CaptureBuilder) => unknown][]
  ).map(([name, open]) => ({
    rule: "H51",
    name,
    build: (capture: CaptureBuilder): void => {
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3);
      open(capture);
      capture.until(20);
    },
    severity: null,
  })),
  ...(
    [
      ["H10b", "guest", 3, null],
      ["H10b", "guest", 9, "critical"],
      ["H58", "host", 3, "info"],
    ] as const
  ).map(([rule, by, end, severity]) => ({
    rule,
    name: `a call that is open for ${(end - 2.6).toFixed(1)} s when the ${by} closes, behind the end of the pod (N9)`,
    build: (capture: CaptureBuilder): void => {
      endPod(runningPod(bridgeIn(capture)), 2)
        .ask(2.6, 7, "GetProperties", VM)
        .close(by, end);
      capture.until(20);
    },
    severity,
  })),
  {
    rule: "H10b",
    name: "a crash, and another guest dials",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("guest", 3);
      for (let time = 4; time < 20; time++) capture.dial(time, BRIDGE_PORT, "refused", 4);
    },
    severity: "critical",
  },
  {
    rule: "H37",
    name: "a bridge that ended, and another guest dials",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2).close("host", 3);
      for (let time = 4; time < 140; time += 2) capture.dial(time, BRIDGE_PORT, "refused", 4);
    },
    severity: null,
  },
  ...[
    { name: "the host takes no more of a process's stdout", sizes: [0], severity: "warning" as const },
    { name: "the host takes a process's stdout after a moment", sizes: [0, 65_536], severity: null },
  ].map(({ name, sizes, severity }) => ({
    rule: "H52",
    name,
    build: (capture: CaptureBuilder): void => {
      bridgeIn(capture).call(0.2, 1, "ExecuteProcess", VM, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
        seconds: 0.1,
      });
      const stdout = capture.connect(0.25, STDOUT_PORT).data("guest", 1, new Uint8Array(1000));
      sizes.forEach((size, place) => stdout.window("host", 1.1 + place, size));
      capture.until(30);
    },
    severity,
    says: /no room for the stdout of ExecuteProcess 1 for 28\.9 s, after 1,000 bytes of it/,
  })),
  {
    rule: "H53",
    name: "one of two ports is never dialled",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, {
        ask: { Settings: { StdioRelaySettings: { StdOut: GUID_PORT, StdErr: SECOND_GUID_PORT } } },
        answer: { ProcessId: 5 },
        seconds: 0.5,
      });
      capture.connect(1.1, STDOUT_PORT).close("guest", 2);
    },
    severity: "warning",
    says: /ExecuteProcess 1 asked for stderr/,
  },
  {
    rule: "H53",
    name: "a port without a connection in a capture of packets with data alone, where a silent one is not seen",
    build: (capture) => {
      capture
        .joined()
        .negotiate(0.1)
        .call(1, 1, "ExecuteProcess", VM, {
          ask: { Settings: { StdioRelaySettings: { StdOut: GUID_PORT, StdErr: SECOND_GUID_PORT } } },
          answer: { ProcessId: 5 },
          seconds: 0.5,
        });
      capture.joined(STDOUT_PORT).data("guest", 1.6, new Uint8Array(5));
    },
    severity: "info",
    says: /^1 stdio port that 1 exec asked for, the first ExecuteProcess 1, has no connection in the capture\. It shows the opening of none/,
  },
  {
    rule: "H53",
    name: "an exec without pipes (N24)",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, { ask: { Settings: {} }, answer: { ProcessId: 5 } });
    },
    severity: null,
  },
];
