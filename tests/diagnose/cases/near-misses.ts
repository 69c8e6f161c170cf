/** Conversations that look much like one that a rule tells of, on either side of where it speaks. */
import { BRIDGE_PORT, POD, VM, bridgeIn, endPod, runningPod } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const LOG_PORT = 109;
const GLUED = `{"ContainerId":"${VM}"}\n0123456789abcdef{"ContainerId":""}\n`;

/** An answer whose exit code Go refuses, and what becomes of the bridge. */
function badExit(written: string, then: (capture: CaptureBuilder) => void) {
  return (capture: CaptureBuilder): void => {
    runningPod(bridgeIn(capture)).frame("guest", 2, 0x2010_0601, 4, `{"Result":0,"ExitCode":${written}}`);
    then(capture);
  };
}

export const NEAR_MISSES: readonly RuleCase[] = [
  {
    rule: "H10b",
    name: "a container that was stopped, and of whose end the guest tells nothing in the 20 s until it is gone",
    build: (capture) => {
      runningPod(bridgeIn(capture)).call(2, 5, "ShutdownGraceful", POD).close("guest", 22, "RST");
    },
    severity: "warning",
    says: /closed the connection with RST 20 s after it had answered ShutdownGraceful 5, and never told/,
  },
  {
    rule: "H10b",
    name: "a guest that is gone just behind the stop of its container",
    build: (capture) => {
      runningPod(bridgeIn(capture)).call(2, 5, "ShutdownForced", POD).close("guest", 3, "RST");
    },
    severity: null,
  },
  ...['"0"', "-1", "1.0", "1e2"].map((written): RuleCase => ({
    rule: "H08",
    name: `an exit code ${written} at the end of a capture, with which nothing shows that the host lived on`,
    build: badExit(written, () => undefined),
    severity: "critical",
    says: `has ExitCode ${written}, where the host expects a number of 32 bits`,
  })),
  {
    rule: "H08",
    name: "an odd exit code behind which the host goes on",
    build: badExit("1.0", (capture) => capture.until(30)),
    severity: null,
  },
  {
    rule: "H39",
    name: "an answer to another host, which ends the bridge",
    build: (capture) => {
      runningPod(bridgeIn(capture)).ask(1, 5, "GetProperties", POD).close("host", 2);
      const later = capture.connect(4).negotiate(4.001, 0).call(4.1, 30, "GetProperties", POD);
      later.answer(4.2, 5, "GetProperties").close("host", 4.21);
    },
    severity: "critical",
  },
  {
    rule: "H35",
    name: "an answer without a version, which the host reads as 0",
    build: (capture) => {
      capture
        .connect(0)
        .call(0.1, 0, "NegotiateProtocol", "", { answer: { Version: undefined } })
        .close("host", 0.2);
    },
    severity: "critical",
    says: /the guest chose 0/,
  },
  {
    rule: "H35",
    name: "an answer without a version, with which the host went on all the same",
    build: (capture) => {
      const link = capture.connect(0).call(0.1, 0, "NegotiateProtocol", "", { answer: { Version: undefined } });
      link.call(1, 1, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H31",
    name: "execs that wait for the first of them, one kind though they are",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 5; id++) link.ask(2 * id, id, "ExecuteProcess", POD);
      for (let id = 1; id <= 5; id++) link.answer(22 + id * 0.01, id, "ExecuteProcess", { ProcessId: 100 + id });
    },
    severity: "error",
  },
  {
    rule: "H51",
    name: "a log that is open beside the guest's next bridge, as it should be",
    build: (capture) => {
      capture.connect(0, LOG_PORT).data("guest", 0.1, new Uint8Array([123, 125, 10]));
      bridgeIn(capture).close("host", 1);
      endPod(runningPod(capture.connect(2, BRIDGE_PORT).negotiate(2.001), POD, 1, 2.1), 4);
      capture.until(20);
    },
    severity: null,
  },
  {
    rule: "H38",
    name: "glued messages on two bridges, each told by itself",
    build: (capture) => {
      bridgeIn(capture).frame("host", 1, 0x1010_0901, 1, GLUED);
      bridgeIn(capture, 4).frame("host", 1.5, 0x1010_0901, 1, GLUED);
    },
    severity: "critical",
    rows: [4],
  },
];
