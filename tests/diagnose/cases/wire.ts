/** Bytes and answers that a side cannot take. */
import { POD, VM, bridgeIn, runningPod } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const TIMED_OUT = 0xc037_0109 | 0;
const text = (length: number): string => "x".repeat(length);

export const WIRE_CASES: readonly RuleCase[] = [
  {
    rule: "H03",
    name: "an answer over 64 KiB, and the host closes",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "DumpStacks", VM, { answer: { GuestStacks: text(70_000) } })
        .close("host", 1.1, "RST");
    },
    severity: "critical",
    says: /The answer to DumpStacks 1 has 70,\d{3} bytes; the host takes 65,536 at most/,
  },
  {
    rule: "H03",
    name: "an answer of three quarters of the limit",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "DumpStacks", VM, { answer: { GuestStacks: text(50_000) } });
    },
    severity: "warning",
  },
  {
    rule: "H03",
    name: "a large request",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { ask: { Request: text(200_000) } });
    },
    severity: null,
  },
  {
    rule: "H04",
    name: "a header whose Size is under 16",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 2, "", 3);
    },
    severity: "critical",
    says: /offset \d+ whose Size is under 16/,
  },
  {
    rule: "H10",
    name: "the guest ends inside a message",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", VM)
        .frame("guest", 1.5, 0x2010_0901, 1, `{"Result":0,`, 500)
        .close("guest", 5);
    },
    severity: "critical",
    says: /announced 500 bytes for GetProperties 1 and sent 28, then nothing for 3\.5 s until the guest closed with FIN/,
  },
  {
    rule: "H10",
    name: "the guest ends inside a header",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", VM)
        .data("guest", 1.5, new Uint8Array([1, 9, 0x10, 0x20, 80, 0, 0]))
        .close("guest", 5, "RST");
    },
    severity: "critical",
    says: /sent 7 of the 16 bytes of a message's header, and nothing more until the guest closed with RST/,
  },
  {
    rule: "H10b",
    name: "the guest closes with a container running",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("guest", 3);
    },
    severity: "critical",
    says: /had 1 process still running/,
  },
  {
    rule: "H10b",
    name: "the guest closes 4 ms after statistics were asked",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(3, 5, "GetProperties", POD).close("guest", 3.004);
    },
    severity: "critical",
    says: /had 1 request \(GetProperties 5\) and 1 process still running/,
  },
  {
    rule: "H10b",
    name: "the guest closes after it was asked to power off (N26)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(2, 9, "ShutdownGraceful", VM).close("guest", 3);
    },
    severity: null,
  },
  {
    rule: "H38",
    name: "two messages in one frame",
    build: (capture) => {
      bridgeIn(capture).frame(
        "host",
        1,
        0x1010_0901,
        1,
        `{"ContainerId":"${VM}"}\n0123456789abcdef{"ContainerId":""}\n`,
      );
    },
    severity: "critical",
    says: /GetProperties 1 is \d+, but its JSON ends before that/,
  },
  {
    rule: "H05",
    name: "an answer to an id that was never used",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 77, "GetProperties").close("host", 2.01);
    },
    severity: "critical",
    says: /an id that no request had: GetProperties 77/,
  },
  {
    rule: "H05",
    name: "a second answer to one id",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 1, "GetProperties").close("host", 2.01);
    },
    severity: "critical",
    says: /answered before: GetProperties 1/,
  },
  {
    rule: "H05",
    name: "an answer whose request was sent before the capture",
    build: (capture) => {
      capture.joined().answer(1, 41, "ExecuteProcess", { ProcessId: 5 }).call(2, 50, "GetProperties", VM);
    },
    severity: "info",
    says: /1 answer without a request, the first ExecuteProcess 41; the capture starts in the middle/,
  },
  {
    rule: "H05",
    name: "a wait of the source, answered on a destination whose first connection is all there is (N15, N16)",
    build: (capture) => {
      capture
        .connect(0)
        .negotiate(0.1)
        .call(0.2, 40, "WaitForProcess", POD, {
          ask: { ProcessId: 100, TimeoutInMs: 50 },
          answer: { Result: TIMED_OUT },
        })
        .answer(9, 4, "WaitForProcess", { ExitCode: 0 })
        .call(30, 41, "GetProperties", VM);
    },
    severity: "info",
    says: /the first WaitForProcess 4; the connection goes on with a bridge from before, at id 40/,
  },
  {
    rule: "H05",
    name: "a call of the source, answered on a destination, which was not handed it",
    build: (capture) => {
      capture
        .connect(0)
        .negotiate(0.1)
        .call(0.2, 40, "GetProperties", POD)
        .answer(9, 4, "GetProperties")
        .close("host", 9.01);
    },
    severity: "critical",
  },
  {
    rule: "H05",
    name: "an answer on the next connection of a resumed bridge (N30)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      capture.connect(4).negotiate(4.1, 5).answer(5, 4, "WaitForProcess", { ExitCode: 0 });
    },
    severity: null,
  },
  {
    rule: "H07",
    name: "a request from the guest",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).frame("guest", 2, 0x1010_0901, 9, "{}").close("host", 2.01);
    },
    severity: "critical",
    says: /type 0x10100901, a request/,
  },
  {
    rule: "H08",
    name: "an answer that is no JSON",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 1, "<html>").close("host", 2.01);
    },
    severity: "critical",
  },
  {
    rule: "H08",
    name: "an answer whose Result is a text",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", VM)
        .answer(2, 1, "GetProperties", { Result: "no" })
        .close("host", 2.01);
    },
    severity: "critical",
  },
  {
    rule: "H08",
    name: "an answer whose Result has no sign",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", VM)
        .answer(2, 1, "GetProperties", { Result: 0x8000_4005 })
        .close("host", 2.01);
    },
    severity: "critical",
    says: /GetProperties 1 has Result 2147500037, where the host expects a number of 32 bits with a sign/,
  },
  {
    rule: "H08",
    name: "an exec's answer whose ProcessId is a text",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", VM)
        .answer(2, 1, "ExecuteProcess", { ProcessId: "12" })
        .close("host", 2.01);
    },
    severity: "critical",
    says: /has ProcessId "12", where the host expects a number of 32 bits/,
  },
  {
    rule: "H08",
    name: "an answer with members that the host does not know, and the host closes",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM, { answer: { ErrorMessage: null, Further: [1] } })
        .close("host", 1.1);
    },
    severity: null,
  },
  {
    rule: "H55",
    name: "an answer of another type",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).answer(1.1, 1, "ModifySettings");
    },
    severity: "error",
    says: /Id 1 was asked as GetProperties and answered as ModifySettings/,
  },
  {
    rule: "H55",
    name: "a sidecar's error, which has no type of its own (N18)",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).answer(1.1, 1, 0x2000_0000, { Result: -2_147_467_259 });
    },
    severity: null,
  },
  {
    rule: "H56",
    name: "a notification with an empty ResultInfo",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD, "UnexpectedExit", { ResultInfo: "" }).close("host", 2.01);
    },
    severity: "critical",
  },
  {
    rule: "H56",
    name: "a notification without one",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD);
    },
    severity: null,
  },
  {
    rule: "H54",
    name: "a capture that begins in the middle",
    build: (capture) => {
      capture.joined().call(1, 500, "GetProperties", VM).call(2, 501, "GetProperties", VM);
    },
    severity: "info",
    says: /starts in the middle of connection 1, at id 500/,
  },
  {
    rule: "H54",
    name: "a capture from the first packet on",
    build: (capture) => void bridgeIn(capture),
    severity: null,
  },
];
