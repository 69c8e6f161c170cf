/** One packet that a capture lacks of a link that numbers no bytes: a healthy bridge must not look as if it had ended over that. */
import { POD, VM, bridgeIn } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

export const UNNUMBERED_CASES: readonly RuleCase[] = [
  {
    rule: "H05",
    name: "an answer to the id behind the host's last, over which no host ends the bridge",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 2, "GetProperties");
    },
    severity: "info",
    says: /the first GetProperties 2; nothing numbers the bytes of this link, so its request may be missing/,
  },
  {
    rule: "H05",
    name: "an answer to an id far above the host's last",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 77, "GetProperties");
    },
    severity: "critical",
  },
  {
    rule: "H04",
    name: "a payload at the end whose header, a packet of its own, is missing",
    build: (capture) => {
      const payload = new TextEncoder().encode('{"Result":0,"ActivityId":"00000000-0000-0000-0000-000000000000"}');
      bridgeIn(capture).call(1, 1, "GetProperties", VM).ask(2, 2, "GetProperties", VM).data("guest", 2.1, payload);
    },
    severity: "info",
    says: /whose Size is beyond what can be/,
  },
  {
    rule: "H04",
    name: "a payload without its header, over which the host ends the bridge",
    build: (capture) => {
      const payload = new TextEncoder().encode('{"Result":0,"ActivityId":"00000000-0000-0000-0000-000000000000"}');
      const link = bridgeIn(capture).call(1, 1, "GetProperties", VM).ask(2, 2, "GetProperties", VM);
      link.data("guest", 2.1, payload).close("host", 2.15, "RST");
    },
    severity: "critical",
  },
  {
    rule: "H05",
    name: "an answer to the id behind the host's last, and a host that closes when it has done all",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 2, "GetProperties").close("host", 2.6);
    },
    severity: "info",
  },
  {
    rule: "B4",
    name: "a host that goes on: it has had the answer to its first message",
    build: (capture) => {
      capture.connect(0).ask(0.1, 0, "NegotiateProtocol", "").call(1, 1, "GetProperties", VM);
      capture.until(60);
    },
    severity: null,
  },
  {
    rule: "H18",
    name: "an id that is not there, which may be that of the wait for the init",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD)
        .call(1.1, 2, "ExecuteProcess", POD, { answer: { ProcessId: 100 } })
        .call(9, 4, "GetProperties", POD);
    },
    severity: null,
  },
];
