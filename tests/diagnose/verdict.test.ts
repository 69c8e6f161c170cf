/** The one sentence for a capture in which no rule found a fault: "nothing wrong" only where the capture shows it. */
import { describe, expect, it } from "vitest";
import { isAtLeast } from "../../src-decoder/index.ts";
import { BRIDGE_PORT, CaptureBuilder, POD, VM, bridgeIn, endPod, runningPod } from "./build-capture.ts";

interface Case {
  readonly name: string;
  readonly build: (capture: CaptureBuilder) => void;
  readonly kind: "nothing" | "cannot-tell";
  readonly text: RegExp;
}

const HALF_HEADER = new Uint8Array([1, 9, 0x10, 0x20, 80, 0, 0]);

const CASES: readonly Case[] = [
  {
    name: "a shutdown that has waited 9.8 s of its caller's 30 s",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "ShutdownGraceful", POD);
      capture.until(11.8);
    },
    kind: "cannot-tell",
    // The capture begins at 22:13:20 UTC.
    text: /whether ShutdownGraceful 5 hangs: the capture is cut off before the timeout \(waiting 9\.8 s of 30 s that its caller waits; the bridge's own limit is 300 s\); capture until 22:13:52 UTC at least\.$/,
  },
  {
    name: "a first message that has waited 5 s of the two minutes of a start",
    build: (capture) => {
      capture.connect(0).ask(1, 0, "NegotiateProtocol", "", { MinimumVersion: 4, MaximumVersion: 4 });
      capture.until(6);
    },
    kind: "cannot-tell",
    text: /whether NegotiateProtocol 0 hangs: .* \(waiting 5 s of 120 s that its caller waits; .*\); capture until 22:15:21 UTC at least\.$/,
  },
  {
    name: "a request that has waited 4 s of 300 s, with another behind it",
    build: (capture) => {
      bridgeIn(capture).ask(2, 1, "ModifySettings", VM).ask(3, 2, "GetProperties", VM);
      capture.until(6);
    },
    kind: "cannot-tell",
    text: /whether ModifySettings 1 hangs: .* \(waiting 4 s of 300 s\); capture until 22:18:22 UTC at least\. 1 other request waits too\.$/,
  },
  {
    name: "requests that were sent some milliseconds before the end",
    build: (capture) => {
      bridgeIn(capture).ask(2, 1, "ModifySettings", VM).ask(2.003, 2, "GetProperties", VM);
      capture.until(2.007);
    },
    kind: "nothing",
    text: /^Nothing wrong here: 3 requests, and 2 requests are still within their time \(open for 7 ms at most\)\.$/,
  },
  {
    name: "half a message, 10 ms before the end",
    build: (capture) => {
      bridgeIn(capture).ask(1.9, 2, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 2, '{"Res', 500);
      capture.until(2.01);
    },
    kind: "nothing",
    text: /1 request is still within its time \(open for 110 ms\); the capture ends after 21 of 500 bytes of GetProperties 2\.$/,
  },
  {
    name: "a host that closes on a young request, with the guest dialling at once",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.2);
      for (let time = 2.3; time < 2.9; time += 0.1) capture.dial(time);
    },
    kind: "cannot-tell",
    text: /with GetProperties 5 open, 200 ms after it was sent: the guest lives, as it dials again, and the capture ends \d+ ms later/,
  },
  {
    name: "a bridge that ended less than a second ago, with the guest dialling",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 2.1; time < 2.75; time += 0.1) capture.dial(time);
    },
    kind: "nothing",
    text: /; the guest dials again since the bridge ended, \d+ ms ago\.$/,
  },
  {
    name: "a signal that waits, of a guest that may be a Windows one",
    build: (capture) => {
      capture.joined().call(1, 41, "GetProperties", VM).ask(2, 42, "SignalProcess", POD, { ProcessId: 5 });
      capture.until(90);
    },
    kind: "cannot-tell",
    text: /whether SignalProcess 42 hangs: the capture is cut off before the timeout \(waiting 88 s of 300 s\)/,
  },
  {
    name: "an answer after 20 s to a signal, of such a guest",
    build: (capture) => {
      capture.connect(0).call(0.1, 0, "NegotiateProtocol", "").call(2, 1, "SignalProcess", POD, { seconds: 20 });
    },
    kind: "nothing",
    text: /^Nothing wrong here: 2 requests/,
  },
  {
    name: "a guest that closes a connection of which the capture lacks the beginning",
    build: (capture) => {
      capture.joined().call(1, 41, "GetProperties", VM).close("guest", 2);
    },
    kind: "cannot-tell",
    text: /why the guest ended the bridge with FIN: nobody is seen to ask for it, .* starts in the middle of connection 1, at id 41\. A guest that crashed looks the same/,
  },
  {
    name: "a guest that closes such a connection after the deletion of its container (N9)",
    build: (capture) => {
      capture.joined().call(1, 41, "DeleteContainerState", POD).close("guest", 2);
    },
    kind: "cannot-tell",
    text: /whether a request from before the capture hangs/,
  },
  {
    name: "a second answer that the host goes on after: packets of vsock are missing, and no byte is numbered",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM)
        .answer(2, 2, "GetProperties")
        .call(5, 3, "GetProperties", VM)
        .ask(6, 4, "ModifySettings", VM);
      capture.until(90);
    },
    kind: "cannot-tell",
    text: /whether 1 request without an answer \(ModifySettings 4\) hangs: the capture lacks packets of connection 1/,
  },
  {
    name: "an exec with stdio, and no connection but the bridge's",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, {
        ask: { Settings: { VsockStdioRelaySettings: { StdOut: BRIDGE_PORT + 1 } } },
        answer: { ProcessId: 100 },
      });
    },
    kind: "nothing",
    text: /; stdio is not in the capture\.$/,
  },
  {
    name: "packets with data alone, and a stdio port on which nothing was sent",
    build: (capture) => {
      capture
        .joined()
        .negotiate(0.1)
        .call(1, 1, "ExecuteProcess", VM, {
          ask: { Settings: { VsockStdioRelaySettings: { StdOut: BRIDGE_PORT + 1, StdErr: BRIDGE_PORT + 2 } } },
          answer: { ProcessId: 100 },
          seconds: 0.5,
        });
      capture.joined(BRIDGE_PORT + 1).data("guest", 1.6, new Uint8Array(5));
    },
    kind: "nothing",
    text: /; openings of connections and some stdio are not in the capture\.$/,
  },
  {
    name: "a power-off that is not answered (N26)",
    build: (capture) => void bridgeIn(capture).ask(2, 1, "ShutdownForced", VM).close("guest", 3),
    kind: "nothing",
    text: /every request but long polls and the power-off has its answer\.$/,
  },
  {
    name: "a shutdown without an answer, of a container that ended (N27)",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .ask(2, 5, "ShutdownGraceful", POD)
        .answer(2.1, 4, "WaitForProcess", { ExitCode: 0 })
        .notify(2.2, POD, "GracefulExit")
        .call(90, 6, "GetProperties", VM);
    },
    kind: "nothing",
    text: /: 7 requests, and ShutdownGraceful 5 has no answer, which nobody waits for any more\.$/,
  },
  {
    name: "a long poll of an hour",
    build: (capture) => void runningPod(bridgeIn(capture)).call(3600, 5, "GetProperties", POD),
    kind: "nothing",
    text: /every request but long polls has its answer\.$/,
  },
  {
    name: "a bridge that is down with the guest dialling",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      for (let time = 2.1; time < 16; time += 0.1) capture.dial(time);
    },
    kind: "cannot-tell",
    text: /whether the bridge comes back: it ended 14 s before the capture does, with 1 request open, and the guest still dials \(\d+ tries\); .* capture until 22:15:22 UTC at least\.$/,
  },
  {
    name: "a bridge that ended clean with the guest dialling",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 1).close("host", 2);
      for (let time = 2.1; time < 16; time += 0.1) capture.dial(time);
    },
    kind: "nothing",
    text: /^Nothing wrong here: /,
  },
  {
    name: "a host that closes on a young request",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 5, "GetProperties", POD).close("host", 2.2);
      capture.until(3);
    },
    kind: "cannot-tell",
    text: /why the host closed the bridge with GetProperties 5 open, 200 ms after it was sent: the capture ends 800 ms later/,
  },
  {
    name: "a host that closes on a young request behind the end of the pod (N9)",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 1)
        .ask(2, 7, "GetProperties", VM)
        .close("host", 2.2);
      capture.until(3);
    },
    kind: "nothing",
    text: /^Nothing wrong here: /,
  },
  {
    name: "a capture that starts late and shows the bridge end and come back (N17)",
    build: (capture) => {
      capture.joined().call(1, 41, "GetProperties", VM).close("guest", 2);
      capture.connect(3).call(4, 42, "GetProperties", VM).call(400, 43, "GetProperties", VM);
    },
    kind: "nothing",
    text: /^Nothing wrong here: /,
  },
  {
    name: "a guest that nobody takes up",
    build: (capture) => {
      for (let time = 0; time < 5; time += 0.5) capture.dial(time, BRIDGE_PORT, "none");
    },
    kind: "cannot-tell",
    text: /the capture has 10 tries to connect, to port 1073741824 of cid 2, and nobody took them up in 4\.5 s/,
  },
  {
    name: "half a header, 1.5 s before the end",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).data("guest", 2, HALF_HEADER);
      capture.until(3.5);
    },
    kind: "cannot-tell",
    text: /whether the guest is stuck: the capture ends 1\.5 s after 7 of the 16 bytes of a header;/,
  },
  {
    name: "half a message, 1.5 s before the end",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).frame("host", 2, 0x1010_0901, 2, '{"Con', 500);
      capture.until(3.5);
    },
    kind: "cannot-tell",
    text: /whether the host is stuck: the capture ends 1\.5 s after 21 of 500 bytes of GetProperties 2;/,
  },
  {
    name: "a capture without a packet",
    build: () => undefined,
    kind: "cannot-tell",
    text: /^Cannot tell: the capture shows no connection\. /,
  },
  {
    name: "a capture that starts late and is short",
    build: (capture) => void capture.joined().call(1, 41, "GetProperties", VM).call(20, 42, "GetProperties", VM),
    kind: "cannot-tell",
    text: /whether a request from before the capture hangs: the capture starts in the middle of connection 1, at id 41, and has 19 s of it;/,
  },
  {
    name: "a capture that starts late and outlasts what began before",
    build: (capture) => void capture.joined().call(1, 41, "GetProperties", VM).call(320, 42, "GetProperties", VM),
    kind: "nothing",
    text: /^Nothing wrong here: 2 requests/,
  },
];

describe.each(CASES)("$name", ({ build, kind, text }) => {
  it(`is ${kind === "nothing" ? "nothing wrong" : "told as what it lacks"}`, async () => {
    const capture = new CaptureBuilder();
    build(capture);
    const { verdict, findings } = await capture.diagnose();
    expect(verdict.text).toMatch(text);
    expect(verdict.kind).toBe(kind);
    expect(findings.filter(({ severity }) => isAtLeast(severity, "warning"))).toEqual([]);
  });
});
