/** The seconds at which a rule begins to speak, or speaks louder: on either side of each, what it says (bridge.md, the rules' numbers). */
import { expect, it } from "vitest";
import type { Severity } from "../../src-decoder/index.ts";
import { CaptureBuilder, FAIL, POD, VM, bridgeIn, findingOf, modify, runningPod } from "./build-capture.ts";

const ENTROPY = 1;
const LOG = 109;
const STDOUT_PORT = 0x4000_0001;
const device = modify("VPCIDevice");

type Build = (capture: CaptureBuilder, seconds: number) => void;
type Says = Severity | "silent";

/** A disk, a device or another call that waits while others are served. */
const waits: Build = (capture, seconds) => {
  bridgeIn(capture)
    .ask(1, 1, "ModifySettings", VM, device)
    .call(1 + seconds, 2, "GetProperties", POD);
};
const dialsForEntropy: Build = (capture, seconds) => {
  capture.dial(0, ENTROPY, "none");
  capture.until(seconds);
};
const killed: Build = (capture, seconds) => {
  runningPod(bridgeIn(capture))
    .call(2, 5, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 9 } } })
    .close("host", 2.001 + seconds);
};
const answered =
  (call: "ModifySettings" | "Create", members: object, isWindows = false): Build =>
  (capture, seconds) => {
    const link = bridgeIn(capture);
    if (isWindows) link.call(0.5, 1, "Create", VM);
    link.call(1, 2, call, POD, { ask: { ...members }, seconds });
  };
/** The sidecar hands the seventh request on so late, with another behind it. */
const heldInSidecar: Build = (capture, seconds) => {
  const inner = capture.connect(0, 5000, 9);
  const outer = capture.connect(0.5);
  for (let id = 0; id < 8; id++) {
    const call = id === 0 ? "NegotiateProtocol" : "GetProperties";
    const late = id < 6 ? 0.002 : seconds;
    outer.ask(1 + id * 0.01, id, call, VM);
    inner.call(1 + id * 0.01 + late, id, call, VM, { seconds: 0.002 });
    outer.answer(1 + id * 0.01 + late + 0.003, id, call);
  }
};
const stuckInSidecar =
  (isAlone: boolean): Build =>
  (capture, seconds) => {
    const inner = capture.connect(0, 5000, 9);
    const outer = capture.connect(0.5);
    for (let id = 0; id < 6; id++) {
      const call = id === 0 ? "NegotiateProtocol" : "GetProperties";
      outer.ask(1 + id * 0.01, id, call, VM);
      inner.call(1.002 + id * 0.01, id, call, VM, { seconds: 0.002 });
      outer.answer(1.005 + id * 0.01, id, call);
    }
    outer.ask(3, 6, "ModifySettings", VM);
    if (!isAlone) outer.ask(3.01, 7, "GetProperties", VM);
    capture.until(3 + seconds);
  };

const LIMITS: readonly (readonly [
  rule: string,
  what: string,
  build: Build,
  below: number,
  says: Says,
  above: number,
  saysThen: Says,
])[] = [
  ["H01", "a request waits", waits, 9.9, "silent", 10.1, "warning"],
  ["H01", "a request waits long", waits, 59.9, "warning", 60.1, "error"],
  ["H23", "a handler's note on what waits", waits, 9.9, "silent", 10.1, "info"],
  ["B1", "nobody takes a start up", dialsForEntropy, 9.9, "silent", 10.1, "error"],
  ["B1", "nobody takes a start up in the host's time", dialsForEntropy, 119.9, "error", 120.1, "critical"],
  ["H16", "the host ends the bridge so long after a kill", killed, 28.4, "silent", 28.6, "critical"],
  ["H16", "the host ends the bridge too late after a kill", killed, 44.9, "critical", 45.1, "silent"],
  ["H20", "a slow answer", answered("ModifySettings", device), 4.9, "silent", 5.1, "info"],
  ["H20", "a slow answer that somebody waits for", answered("ModifySettings", device), 9.9, "info", 10.1, "warning"],
  ["H20", "a slow Create on Windows", answered("Create", {}, true), 29.9, "silent", 30.1, "warning"],
  [
    "H20",
    "a slow format",
    answered("ModifySettings", modify("MappedVirtualDisk", "Add", { EnsureFilesystem: true })),
    29.9,
    "silent",
    30.1,
    "warning",
  ],
  ["H32", "a request that the sidecar hands on late", heldInSidecar, 0.9, "silent", 1.1, "warning"],
  ["H32", "a request that the sidecar does not hand on", stuckInSidecar(true), 9.9, "silent", 10.1, "warning"],
  [
    "H32",
    "a request that the sidecar has not handed on for long",
    stuckInSidecar(false),
    59.9,
    "warning",
    60.1,
    "error",
  ],
  [
    "B9",
    "connections that last so long",
    (capture, seconds) => {
      for (let time = 0; time < 12; time += 3) capture.connect(time).close("host", time + seconds);
    },
    0.99,
    "error",
    1.01,
    "silent",
  ],
  [
    "H17",
    "a container that ends so long after it was asked to",
    (capture, seconds) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD)
        .answer(1 + seconds, 4, "WaitForProcess", { ExitCode: 0 })
        .notify(1 + seconds, POD, "GracefulExit");
    },
    29.9,
    "silent",
    30.1,
    "info",
  ],
  [
    "H18",
    "an init without a wait",
    (capture, seconds) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD)
        .call(1.1, 2, "ExecuteProcess", POD, { answer: { ProcessId: 100 } })
        .call(1.1 + seconds, 3, "GetProperties", POD);
    },
    0.9,
    "silent",
    1.1,
    "warning",
  ],
  [
    "H19",
    "a wait after its container's exit",
    (capture, seconds) => {
      runningPod(bridgeIn(capture))
        .notify(2, POD)
        .call(2 + seconds, 6, "GetProperties", VM);
    },
    4.9,
    "silent",
    5.1,
    "error",
  ],
  [
    "H24",
    "an adapter that fails to appear in so long",
    (capture, seconds) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        ask: modify("Network"),
        answer: { Result: FAIL, ErrorMessage: "timed out waiting for net adapter" },
        seconds,
      });
    },
    4.4,
    "silent",
    4.6,
    "info",
  ],
  [
    "H37",
    "a guest that dials in vain",
    (capture, seconds) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 3; time < 2 + seconds; time += 5) capture.dial(time);
      capture.dial(2 + seconds);
    },
    119.9,
    "info",
    120.1,
    "error",
  ],
  [
    "H46",
    "two hops that end apart",
    (capture, seconds) => {
      const inner = capture.connect(0, 5000, 9);
      const outer = capture.connect(0.5);
      for (let id = 0; id < 6; id++) {
        const call = id === 0 ? "NegotiateProtocol" : "GetProperties";
        outer.ask(1 + id * 0.01, id, call, VM);
        inner.call(1.002 + id * 0.01, id, call, VM, { seconds: 0.002 });
        outer.answer(1.005 + id * 0.01, id, call);
      }
      inner.close("guest", 5);
      outer.close("guest", 5 + seconds);
    },
    1.9,
    "info",
    2.1,
    "silent",
  ],
  [
    "H51",
    "a log that outlives its bridge",
    (capture, seconds) => {
      capture.connect(0, LOG).data("guest", 0.1, new Uint8Array([123, 125, 10]));
      bridgeIn(capture).close("host", 3);
      capture.until(3 + seconds);
    },
    4.9,
    "silent",
    5.1,
    "warning",
  ],
  [
    "H52",
    "stdout that is not taken",
    (capture, seconds) => {
      bridgeIn(capture).call(0.2, 1, "ExecuteProcess", VM, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
        answer: { ProcessId: 100 },
      });
      capture.connect(0.25, STDOUT_PORT).data("guest", 1, new Uint8Array(1000)).window("host", 2, 0);
      capture.until(2 + seconds);
    },
    4.9,
    "silent",
    5.1,
    "warning",
  ],
  [
    "H58",
    "a guest that has not dialled since its host closed",
    (capture, seconds) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.5);
      capture.until(2.5 + seconds);
    },
    1.9,
    "silent",
    2.1,
    "critical",
  ],
  [
    "H08",
    "a host that ends the bridge so long after a member of another type",
    (capture, seconds) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", VM)
        .answer(2, 1, "GetProperties", { ErrorMessage: 5 })
        .close("host", 2 + seconds);
    },
    1.9,
    "critical",
    2.1,
    "silent",
  ],
];

it.each(LIMITS)("%s: %s", async (rule, _what, build, below, says, above, saysThen) => {
  const said = async (seconds: number): Promise<Says> => {
    const capture = new CaptureBuilder();
    build(capture, seconds);
    return findingOf(await capture.diagnose(), rule)?.severity ?? "silent";
  };
  expect({ [below]: await said(below), [above]: await said(above) }).toEqual({ [below]: says, [above]: saysThen });
});
