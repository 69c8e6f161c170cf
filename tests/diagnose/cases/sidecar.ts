/** Confidential Windows, and the smaller buffer of Windows guests. */
import { FAIL, POD, VM, bridgeIn, runningPod } from "../build-capture.ts";
import type { CaptureBuilder, Link } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

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

export const SIDECAR_CASES: readonly RuleCase[] = [
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
    rows: [2, 3, 4],
  },
  {
    rule: "H06",
    name: "the sidecar gives up on an exec that waited for its turn",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD)
        .answer(14, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "timed out waiting for exec response" });
    },
    severity: "error",
    says: /with an error after 13 s; should the guest agent's own answer come later/,
  },
  {
    rule: "H06",
    name: "the sidecar gives up on an exec, and the answer that comes too often is another's",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD)
        .call(2, 2, "GetProperties", POD)
        .answer(6, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "timed out waiting for exec response" })
        .answer(7.5, 2, "GetProperties");
    },
    severity: "info",
    says: /should the guest agent's own answer come later, the host ends the bridge over it/,
    rows: [2, 5],
    under: "H05",
  },
  {
    rule: "H06",
    name: "an exec in the utility VM itself, for which the sidecar sets no limit",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ExecuteProcess", VM).answer(6, 1, 0x2000_0000, { Result: FAIL });
    },
    severity: null,
  },
  {
    rule: "H06",
    name: "the sidecar refuses an exec that waited for its turn",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD)
        .answer(7, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "denied by policy" });
    },
    severity: null,
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
    says: /held GetProperties 6 for 4 s before it handed it on, with GetProperties 7 to 8 behind it/,
  },
  {
    rule: "H32",
    name: "a request that is not handed on at all",
    build: (capture) => {
      const { outer } = twoHops(capture);
      outer.ask(3, 6, "ModifySettings", VM).ask(4, 7, "GetProperties", VM).ask(5, 8, "GetProperties", VM);
      capture.until(73);
    },
    severity: "error",
    says: /has held ModifySettings 6 for 70 s and has not handed it on, with GetProperties 7 to 8 behind it; .* Without an answer to ModifySettings 6 the host ends the bridge in 230 s/,
  },
  {
    rule: "H01",
    name: "a request that the sidecar has handed on, and the guest agent does not answer",
    build: (capture) => {
      const { outer, inner, pass } = twoHops(capture);
      outer.ask(3, 6, "ModifySettings", VM);
      inner.ask(3.002, 6, "ModifySettings", VM);
      pass(23, 7);
    },
    severity: "warning",
    says: /^ModifySettings 6 has waited 20 s behind the sidecar, which handed it on after 2 ms; in another 280 s/,
  },
  {
    rule: "H32",
    name: "a request held behind an exec that the sidecar waits for",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "ExecuteProcess", POD).ask(3.5, 7, "GetProperties", VM).ask(4, 8, "GetProperties", VM);
      inner.call(3.002, 6, "ExecuteProcess", POD, { answer: { ProcessId: 5 }, seconds: 4 });
      outer.answer(7.003, 6, "ExecuteProcess", { ProcessId: 5 });
      inner.call(7.004, 7, "GetProperties", VM).call(7.01, 8, "GetProperties", VM);
      outer.answer(7.02, 7, "GetProperties").answer(7.03, 8, "GetProperties");
    },
    severity: "warning",
    says: /held GetProperties 7 for 3\.5 s before it handed it on, with GetProperties 8 behind it/,
    next: /Look at ExecuteProcess 6, which came before it and was answered 3\.5 s after it came/,
  },
  {
    rule: "H32",
    name: "requests handed on at once",
    build: (capture) => void twoHops(capture),
    severity: null,
  },
  {
    rule: "H44",
    name: "a call that the sidecar rejects, and of which the guest agent never hears",
    build: (capture) => {
      const { outer } = twoHops(capture);
      outer.call(3, 6, "ModifySettings", VM, { answer: { Result: FAIL, ErrorMessage: "mount of the CIM failed" } });
      outer.call(3.1, 7, "ModifySettings", VM, { answer: { Result: FAIL, ErrorMessage: "mount of the CIM failed" } });
    },
    severity: "info",
    says: /^The sidecar refused ModifySettings 6 to 7 itself, and the guest agent behind it never saw them: mount of the CIM failed\.$/,
  },
  {
    rule: "H44",
    name: "an error of the sidecar's type, of a capture of the outer hop alone",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "Create", POD)
        .answer(1.1, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "no policy" });
    },
    severity: "info",
    says: /^The sidecar refused Create 1 itself, and the guest agent behind it has not answered it: no policy\.$/,
  },
  {
    rule: "H44",
    name: "a call that fails behind the sidecar, in the guest agent",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "ModifySettings", VM);
      inner.call(3.001, 6, "ModifySettings", VM, { answer: { Result: FAIL, ErrorMessage: "no such disk" } });
      outer.answer(3.004, 6, "ModifySettings", { Result: FAIL, ErrorMessage: "no such disk" });
    },
    severity: null,
  },
  {
    rule: "H44",
    name: "an exec that the sidecar gave up on, which is another matter (H06)",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD)
        .answer(6, 1, 0x2000_0000, { Result: FAIL, ErrorMessage: "timed out waiting for exec response" });
    },
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
    rule: "H45",
    name: "an answer that the sidecar cannot read, after which it answers by itself",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "ExecuteProcess", POD);
      inner.ask(3.001, 6, "ExecuteProcess", POD).frame("guest", 3.1, 0x2010_0501, 6, "not json");
      outer.answer(8, 6, 0x2000_0000, { Result: FAIL, ErrorMessage: "timed out waiting for exec response" });
      for (let id = 7; id < 10; id++) {
        outer.ask(id + 2, id, "GetProperties", VM);
        inner.call(id + 2.001, id, "GetProperties", VM);
      }
    },
    severity: "critical",
  },
  {
    rule: "H45",
    name: "answers that stay in the sidecar, all of them whole",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      for (let id = 6; id < 10; id++) {
        outer.ask(id, id, "GetProperties", VM);
        inner.call(id + 0.001, id, "GetProperties", VM);
      }
      capture.until(40);
    },
    severity: "error",
    says: /has answered GetProperties 6 to 9, the first 34 s before the capture ends, and the host has got none/,
  },
  {
    rule: "H57",
    name: "answers that stay in the sidecar: the guest agent is awake",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      for (let id = 6; id < 10; id++) {
        outer.ask(id, id, "GetProperties", VM);
        inner.call(id + 0.001, id, "GetProperties", VM);
      }
      capture.until(40);
    },
    severity: null,
  },
  {
    rule: "H45",
    name: "an inner hop that was captured long before the outer one",
    build: (capture) => {
      const inner = capture.connect(0, 5000, 9);
      for (let id = 0; id < 40; id++) inner.call(1 + id * 0.1, id, "GetProperties", VM);
      const outer = capture.joined();
      for (let id = 40; id < 46; id++) {
        outer.ask(id, id, "GetProperties", VM);
        inner.call(id + 0.001, id, "GetProperties", VM);
        outer.answer(id + 0.01, id, "GetProperties");
      }
      outer.ask(50, 46, "ExecuteProcess", VM);
      inner.ask(50.001, 46, "ExecuteProcess", VM).frame("guest", 50.1, 0x2010_0501, 46, "not json");
      outer.ask(51, 47, "GetProperties", VM);
      inner.call(51.001, 47, "GetProperties", VM);
    },
    severity: "critical",
  },
  {
    rule: "H01",
    name: "two guests of one host that do the same, one a little later, and one of them hangs",
    build: (capture) => {
      const [first, second] = [bridgeIn(capture, 3), bridgeIn(capture, 4)];
      for (let id = 1; id < 10; id++) {
        first.call(id, id, "GetProperties", VM, { seconds: 0.1 });
        second.call(id + 0.01, id, "GetProperties", VM, { seconds: 0.01 });
      }
      second.ask(11, 10, "ModifySettings", VM);
      capture.until(90);
    },
    severity: "error",
  },
  {
    rule: "H45",
    name: "an answer whose ProcessId Go does not decode",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "ExecuteProcess", VM);
      inner.ask(3.001, 6, "ExecuteProcess", VM).answer(3.1, 6, "ExecuteProcess", { ProcessId: "12" });
      for (let id = 7; id < 10; id++) {
        outer.ask(id, id, "GetProperties", VM);
        inner.call(id + 0.001, id, "GetProperties", VM);
      }
    },
    severity: "critical",
  },
  {
    rule: "H45",
    name: "an answer without JSON that is no exec's: the sidecar passes it on unread",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "GetProperties", VM);
      inner.ask(3.001, 6, "GetProperties", VM).frame("guest", 3.1, 0x2010_0901, 6, "not json");
      inner.ask(4, 7, "GetProperties", VM).answer(4.1, 7, "GetProperties");
    },
    severity: null,
  },
  {
    rule: "H03",
    name: "a large answer of the guest agent to the sidecar, which takes any size",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.ask(3, 6, "GetProperties", VM);
      inner.call(3.001, 6, "GetProperties", VM, { answer: { Properties: "x".repeat(70_000) } });
    },
    severity: null,
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
    connection: 0,
  },
  {
    rule: "H46",
    name: "the outer hop ends first",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      outer.close("host", 5);
      inner.close("host", 5.2);
    },
    severity: "info",
    says: /The outer hop ended first, closed by the host, and the other 200 ms after it/,
    connection: 1,
  },
  {
    rule: "H46",
    name: "the hops end apart from each other",
    build: (capture) => {
      const { outer, inner } = twoHops(capture);
      inner.close("guest", 5);
      outer.close("guest", 8);
    },
    severity: null,
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
