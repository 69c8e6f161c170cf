/** Answers and notifications that the host cannot take. */
import { POD, VM, bridgeIn, runningPod } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const TIMED_OUT = 0xc037_0109 | 0;

/** A member of an answer, what a guest might send for it, and what the host decodes it into (internal/gcs/prot). */
const MISTYPED: readonly (readonly [name: string, value: unknown, expected: string])[] = [
  ["ActivityId", 5, "5, where the host expects a text"],
  ["ErrorMessage", { Code: 5 }, '{"Code":5}, where the host expects a text'],
  ["ErrorRecords", {}, "{}, where the host expects a list"],
  ["ProcessId", -1, "-1, where the host expects a number of 32 bits"],
  ["ExitCode", 1.5, "1.5, where the host expects a number of 32 bits"],
  ["Version", "4", '"4", where the host expects a number of 32 bits'],
  ["GuestStacks", ["x"], '["x"], where the host expects a text'],
  ["Properties", ["x".repeat(60)], `["${"x".repeat(37)}…, where the host expects a text`],
];

export const ANSWER_CASES: readonly RuleCase[] = [
  {
    rule: "H05",
    name: "an answer whose request the capture lacks, as its id lies between two that the host used",
    build: (capture) => {
      const link = bridgeIn(capture).call(1, 1, "GetProperties", VM);
      link.answer(1.5, 2, "GetProperties").call(2, 3, "GetProperties", VM).close("host", 2.1);
    },
    severity: "info",
  },
  {
    rule: "H54",
    name: "a bridge that begins, and whose first message is missing",
    build: (capture) => void capture.connect(0).call(1, 1, "GetProperties", VM).call(2, 2, "GetProperties", VM),
    severity: "info",
    says: /lacks packets of connection 1/,
  },
  {
    rule: "H54",
    name: "ends that took more than was captured",
    build: (capture) => {
      bridgeIn(capture).window("guest", 1, 262_144, 5000).call(2, 1, "GetProperties", VM);
    },
    severity: "info",
    says: /lacks [\d,]+ bytes of what the host sent on connection 1, by what the other end says that it took/,
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
    name: "a second answer, in a capture that begins in the middle: the first is there",
    build: (capture) => {
      capture.joined().call(1, 40, "GetProperties", VM).answer(2, 40, "GetProperties").close("host", 2.01);
    },
    severity: "critical",
    says: /answered before: GetProperties 40/,
  },
  {
    rule: "H05",
    name: "an id a little above all that the host used, in a capture that begins in the middle: the host ends the bridge",
    build: (capture) => {
      capture.joined().call(1, 40, "GetProperties", VM).answer(2, 45, "GetProperties").close("host", 2.01);
    },
    severity: "critical",
    says: /an id that no request had: GetProperties 45/,
  },
  {
    rule: "H05",
    name: "an id a little above all that the host used, at the end of a capture whose last requests may be missing",
    build: (capture) => {
      capture.joined().call(1, 40, "GetProperties", VM).answer(2, 45, "GetProperties");
    },
    severity: "info",
  },
  {
    rule: "H05",
    name: "an answer with an unknown id that is cut off, so that the host never has it whole",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM)
        .frame("guest", 2, 0x2010_0901, 77, '{"Result":0,', 500)
        .close("guest", 5);
    },
    severity: null,
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
    name: "an id above all that the host used, in a capture that begins in the middle",
    build: (capture) => {
      capture.joined().call(1, 40, "GetProperties", VM).answer(2, 424_242, "GetProperties").close("host", 2.01);
    },
    severity: "critical",
    says: /an id that no request had: GetProperties 424242/,
  },
  {
    rule: "H05",
    name: "an id that the host goes on with, on a link that numbers no bytes: its request is missing",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 2, "GetProperties").call(5, 3, "GetProperties", VM);
    },
    severity: "info",
    says: /the first GetProperties 2; packets are missing, as the host went on all the same/,
  },
  {
    rule: "H05",
    name: "an unknown id while the host's next request was on its way: it had not read the answer yet",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM)
        .answer(2, 77, "GetProperties")
        .ask(2.0005, 2, "GetProperties", VM)
        .close("host", 2.01);
    },
    severity: "critical",
  },
  {
    rule: "H05",
    name: "a second answer of which the guest sends the first half only: the host never sees it whole",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM)
        .frame("guest", 2, 0x2010_0901, 1, '{"Res', 500)
        .close("guest", 9, "RST");
    },
    severity: null,
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
    rule: "H07",
    name: "a type that is of no kind",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).frame("guest", 2, 0x5000_0000, 9, "{}").close("host", 2.01);
    },
    severity: "critical",
    says: /type 0x50000000, of no known kind;/,
  },
  {
    rule: "H07",
    name: "answers, a sidecar's error among them (N18), and a notification",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .ask(1, 9, "GetProperties", VM)
        .answer(1.1, 9, 0x2000_0000, { Result: -1 })
        .notify(2, POD);
    },
    severity: null,
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
    name: "properties as an object, where the host expects JSON in a text",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", POD)
        .answer(2, 1, "GetProperties", { Properties: { ProcessList: [] } })
        .close("host", 2.01);
    },
    severity: "critical",
    says: /GetProperties 1 has Properties \{"ProcessList":\[\]\}, where the host expects a text/,
  },
  ...MISTYPED.map(([name, value, expected]): RuleCase => ({
    rule: "H08",
    name: `an answer whose ${name} is of another type`,
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "DumpStacks", VM)
        .answer(2, 1, "DumpStacks", { [name]: value })
        .close("host", 2.01);
    },
    severity: "critical",
    says: `has ${name} ${expected}`,
  })),
  ...["ContainerId", "Type", "Operation"].map((name): RuleCase => ({
    rule: "H08",
    name: `a notification whose ${name} is a number`,
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .notify(2, POD, "UnexpectedExit", { [name]: 7 })
        .close("host", 2.01);
    },
    severity: "critical",
    says: `has ${name} 7, where the host expects a text`,
  })),
  ...["[1,2]", '"x"', "5", "true"].map((payload): RuleCase => ({
    rule: "H08",
    name: `an answer that is no object, ${payload}, in a capture that does not show the host's end`,
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 1, payload);
    },
    severity: "critical",
    says: "it is no JSON object",
  })),
  ...['{"Result":1.0}', '{"Result":1e3}', '{"Result":-2147483649}'].map((payload): RuleCase => ({
    rule: "H08",
    name: `an answer whose Result is written as Go takes it for no number of 32 bits: ${payload}`,
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", VM).frame("guest", 2, 0x2010_0901, 1, payload).close("host", 2.01);
    },
    severity: "critical",
  })),
  ...[{ Result: "x" }, { Line: -1 }, { Message: {} }, "x"].map((record): RuleCase => ({
    rule: "H08",
    name: `an answer with ${JSON.stringify(record)} among its records, and others in flight behind it`,
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 30; id++) link.ask(1, id, "GetProperties", VM);
      for (let id = 1; id <= 30; id++) {
        link.answer(2, id, "GetProperties", id === 1 ? { ErrorRecords: [null, {}, record] } : {});
      }
      link.close("host", 2.01);
    },
    severity: "critical",
    says: /GetProperties 1 has ErrorRecords\[2\]/,
  })),
  {
    rule: "H08",
    name: "capabilities of another type than the host decodes",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", VM, { answer: { Capabilities: { SendHostStartMessage: "yes" } } })
        .close("host", 1.1);
    },
    severity: "critical",
    says: 'has Capabilities.SendHostStartMessage "yes", where the host expects true or false',
  },
  {
    rule: "H08",
    name: "members that the host takes: null for any of them, numbers of 32 bits to the largest",
    build: (capture) => {
      const link = bridgeIn(capture);
      const empty = Object.fromEntries(MISTYPED.map(([name]) => [name, null]));
      link.call(1, 1, "DumpStacks", VM, { answer: { ...empty, Result: null } });
      link.call(1.1, 2, "DumpStacks", VM, { answer: { ProcessId: 0xffff_ffff, ExitCode: 0, Version: 4 } });
      link.call(1.2, 3, "DumpStacks", VM, { answer: { ErrorRecords: [], Result: -0x8000_0000 } }).close("host", 1.3);
    },
    severity: null,
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
    says: /container [0-9a-f]{8}…[0-9a-f]{4} has/,
  },
  {
    rule: "H56",
    name: "a notification without one",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD);
    },
    severity: null,
  },
];
