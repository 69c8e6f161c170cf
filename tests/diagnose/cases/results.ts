/** Error answers, and confidential Windows. */
import { CaptureBuilder, FAIL, POD, VM, bridgeIn, runningPod } from "../build-capture.ts";
import type { Link } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const NOT_IMPLEMENTED = 0x8000_4001 | 0;
const decision = Buffer.from(
  JSON.stringify({ decision: "deny", input: { rule: "create_container" }, reason: { errors: ["invalid command"] } }),
).toString("base64");

/** Two hops: what the host asks is handed on `late` seconds later, and the guest agent's answer comes back. */
function twoHops(capture: CaptureBuilder): {
  outer: Link;
  inner: Link;
  pass: (time: number, id: number, late?: number) => void;
} {
  const inner = capture.connect(0, 5000, 9);
  const outer = capture.connect(0.5);
  const pass = (time: number, id: number, late = 0.002): void => {
    const call = id === 0 ? "NegotiateProtocol" : "GetProperties";
    outer.ask(time, id, call, VM);
    inner.call(time + late, id, call, VM, { seconds: 0.002 });
    outer.answer(time + late + 0.003, id, call);
  };
  for (let id = 0; id < 6; id++) pass(1 + id * 0.1, id);
  return { outer, inner, pass };
}

export const RESULT_CASES: readonly RuleCase[] = [
  {
    rule: "H34",
    name: "a request before the version is agreed on",
    build: (capture) => {
      const link = capture.connect(0);
      link.ask(0.1, 0, "NegotiateProtocol", "").ask(0.11, 1, "GetProperties", VM);
      link
        .answer(0.2, 0, "NegotiateProtocol", { Version: 4 })
        .answer(0.21, 1, "GetProperties", { Result: NOT_IMPLEMENTED });
    },
    severity: "error",
    says: /GetProperties 1: it was asked before the version of this connection was agreed on/,
  },
  {
    rule: "H34",
    name: "a second agreement on one connection",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "NegotiateProtocol", "", { answer: { Result: NOT_IMPLEMENTED } });
    },
    severity: "error",
    says: /agreed on before, on the same connection/,
  },
  {
    rule: "H34",
    name: "a procedure that nobody knows",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, 0x1010_1f01, VM).answer(1.1, 1, 0x2010_1f01, { Result: NOT_IMPLEMENTED });
    },
    severity: "info",
  },
  {
    rule: "H35",
    name: "versions 2 to 3 refused",
    build: (capture) => {
      capture.connect(0).call(0.1, 0, "NegotiateProtocol", "", {
        ask: { MinimumVersion: 2, MaximumVersion: 3 },
        answer: { Result: 0xc037_010c | 0 },
      });
    },
    severity: "critical",
    says: /offered versions 2 to 3, and the guest refused them/,
  },
  {
    rule: "H35",
    name: "version 4",
    build: (capture) => void bridgeIn(capture),
    severity: null,
  },
  {
    rule: "H36",
    name: "layers that an older guest cannot read",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        answer: { Result: 0xc037_010d | 0, ErrorMessage: "The virtual machine or container JSON document is invalid." },
      });
    },
    severity: "error",
    says: /could not read ModifySettings 1: The virtual machine or container JSON document is invalid/,
  },
  {
    rule: "H36",
    name: "a resource that the guest does not know",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        answer: { Result: FAIL, ErrorMessage: "invalid ResourceType 'Memory'" },
      });
    },
    severity: "info",
    says: /invalid ResourceType 'Memory'/,
  },
  {
    rule: "H43",
    name: "a code that stands in the text only",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: "container is still being created" },
      });
    },
    severity: "info",
  },
  {
    rule: "H43",
    name: "an error without another code",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: "no space left on device" },
      });
    },
    severity: null,
  },
  {
    rule: "H44",
    name: "a denial by the policy",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: `denied: policyDecision< ${decision} >policyDecision` },
      });
    },
    severity: "info",
    says: /denied Create 1 \(create_container\): invalid command/,
  },
  {
    rule: "H44",
    name: "all mounts disabled after a failure",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "ModifySettings", VM, { answer: { Result: FAIL, ErrorMessage: "unmount: device busy" } })
        .call(2, 2, "Create", POD, {
          answer: {
            Result: FAIL,
            ErrorMessage:
              "mount, unmount, container creation and deletion have been disabled in this UVM due to a previous error",
          },
        });
    },
    severity: "error",
    says: /first Create 2\. The failure before it is ModifySettings 1: unmount: device busy/,
  },
  {
    rule: "H06",
    name: "the sidecar gives up on an exec, and the answer comes after all",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD)
        .answer(6, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "timed out waiting for exec response" })
        .answer(7.5, 1, "ExecuteProcess", { ProcessId: 5 })
        .close("host", 7.6);
    },
    severity: "critical",
    says: /ExecuteProcess 1 with an error after 5 s, and 1\.5 s later/,
  },
  {
    rule: "H06",
    name: "the sidecar refuses an exec at once",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ExecuteProcess", POD).answer(1.1, 1, 0x2000_0000, { Result: FAIL });
    },
    severity: null,
  },
  {
    rule: "H32",
    name: "a request held in the sidecar with others behind it",
    build: (capture) => {
      const { outer, pass } = twoHops(capture);
      pass(3, 6, 4);
      outer.ask(3.5, 7, "GetProperties", VM).ask(4, 8, "GetProperties", VM);
      outer.answer(8, 7, "GetProperties").answer(8.1, 8, "GetProperties");
    },
    severity: "warning",
    says: /held GetProperties 6 for 4 s before it handed it on, with GetProperties 7 and GetProperties 8 behind it/,
  },
  {
    rule: "H32",
    name: "requests handed on at once",
    build: (capture) => void twoHops(capture),
    severity: null,
  },
  {
    rule: "H45",
    name: "an answer that the sidecar cannot read",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "ExecuteProcess", VM);
      inner.ask(3.001, 6, "ExecuteProcess", VM).frame("guest", 3.1, 0x2010_0501, 6, "not json");
      for (let id = 7; id < 10; id++) {
        outer.ask(id, id, "GetProperties", VM);
        inner.call(id + 0.001, id, "GetProperties", VM);
      }
    },
    severity: "critical",
  },
  {
    rule: "H46",
    name: "the inner hop ends first",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      inner.close("guest", 5);
      outer.close("guest", 5.2);
    },
    severity: "info",
    says: /The inner hop ended first, closed by the guest agent, and the other 200 ms after it/,
  },
  {
    rule: "H46",
    name: "both hops go on",
    build: (capture) => void twoHops(capture),
    severity: null,
  },
  {
    rule: "H47",
    name: "a large request to a Windows guest",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", VM)
        .ask(2, 2, "ModifySettings", VM, { Request: { Fragment: "x".repeat(90_000) } });
    },
    severity: "warning",
    says: /ModifySettings 2 has 90,\d{3} bytes/,
  },
  {
    rule: "H47",
    name: "a large request to a Linux guest",
    build: (capture) => {
      runningPod(bridgeIn(capture)).call(2, 20, "ModifySettings", VM, { ask: { Request: "x".repeat(90_000) } });
    },
    severity: null,
  },
];
