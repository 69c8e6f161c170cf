/** Bytes that a side cannot take, and what the capture lacks of them. */
import { FAIL, POD, VM, bridgeIn, endPod, runningPod } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

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
    says: /1 message from the guest has over 49,152 bytes, .* the first is DumpStacks 1 with 50,\d{3}/,
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
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM)
        .ask(1.9, 2, "GetProperties", VM)
        .frame("guest", 2, 0x2010_0901, 2, "", 3);
    },
    severity: "critical",
    says: /offset \d+ whose Size is under 16/,
    rows: [3],
  },
  {
    rule: "H04",
    name: "a header whose Size is the 16 of itself",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 1, "");
    },
    severity: null,
  },
  {
    rule: "H10",
    name: "the utility VM ends inside a message when its pod is gone (N9)",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2)
        .frame("guest", 3, 0x3010_0101, 0, '{"ContainerId', 300)
        .close("guest", 3.1);
    },
    severity: "info",
  },
  {
    rule: "H10",
    name: "the guest ends between two messages",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("guest", 5);
    },
    severity: null,
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
    rule: "H08",
    name: "properties whose text is no JSON, as an empty one, which the host decodes at once",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", POD, { answer: { Properties: "" } })
        .close("host", 1.05);
    },
    severity: "critical",
    says: /GetProperties 1 has Properties "", where the host expects the JSON of an object in it/,
  },
  {
    rule: "H08",
    name: "a member in other letters, which Go's decoder takes all the same",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", POD, { answer: { errorRecords: "none" } })
        .close("host", 1.05);
    },
    severity: "critical",
    says: /has errorRecords "none", where the host expects a list/,
  },
  {
    rule: "H10b",
    name: "the guest closes when its pod is gone, with a process of the utility VM waited for (N9, N10)",
    build: (capture) => {
      const link = bridgeIn(capture)
        .call(0.05, 11, "ExecuteProcess", VM, { answer: { ProcessId: 7 } })
        .ask(0.06, 12, "WaitForProcess", VM, { ProcessId: 7 })
        // One that never was does not keep the pod.
        .call(0.07, 13, "Create", "7362626f-0000-4000-8000-000000000002", { answer: { Result: FAIL } });
      endPod(runningPod(link), 2).close("guest", 3);
    },
    severity: null,
  },
  {
    rule: "H10b",
    name: "the guest closes 4 ms after statistics were asked",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(3, 5, "GetProperties", POD).close("guest", 3.004);
    },
    severity: "critical",
    says: /had 1 request \(GetProperties 5\) and 1 process still running/,
    cause: /^GetProperties 5 was sent 4 ms before: guests of v0\.14\.1 panic/,
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
    rule: "H10b",
    name: "the guest dials again, so it lives: the host closed, and its FIN is not in the capture",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("guest", 3);
      capture.dial(3.1);
      capture.dial(3.2);
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
    rule: "H38",
    name: "requests that end in a line break, as the host writes them",
    build: (capture) => {
      runningPod(bridgeIn(capture));
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
