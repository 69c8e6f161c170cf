/** Containers and processes. */
import { FAIL, NOT_FOUND, POD, VM, bridgeIn, endPod, runningPod } from "../build-capture.ts";
import type { CaptureBuilder, Link } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const FOREVER = 4_294_967_295;
const STDOUT_PORT = 0x4000_0001;

function healthyPod(capture: CaptureBuilder): Link {
  const link = endPod(runningPod(bridgeIn(capture)), 2).call(20, 30, "GetProperties", VM);
  capture.until(60);
  return link;
}

/** A pod that is stopped with `call` as it should be, its deletion, and the same id created again with ids from 11 on, at second 4. */
function usedAgain(capture: CaptureBuilder, call: "ShutdownGraceful" | "ShutdownForced"): Link {
  const link = runningPod(bridgeIn(capture))
    .call(2, 5, call, POD)
    .answer(2.2, 4, "WaitForProcess", { ExitCode: 143 })
    .notify(2.2, POD, "GracefulExit")
    .call(2.3, 6, "DeleteContainerState", POD);
  return runningPod(link, POD, 11, 4);
}

const kill = (link: Link, time: number): Link =>
  link.call(time, 5, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 9 } } });

export const LIFE_CASES: readonly RuleCase[] = [
  {
    rule: "H09",
    name: "the exit of a container that was never created",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", VM).notify(2, POD).close("host", 2.01);
    },
    severity: "critical",
    says: /a container that was never created on this bridge, 7362626f…0001/,
  },
  {
    rule: "H09",
    name: "one exit told twice",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD).notify(3, POD).close("host", 3.01);
    },
    severity: "critical",
    says: /a second time/,
  },
  {
    rule: "H09",
    name: "one exit told twice, and the host goes on",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD).notify(3, POD).call(9, 20, "GetProperties", VM);
    },
    severity: "info",
  },
  {
    rule: "H09",
    name: "the exit of a container whose Create is not answered yet, for which the host listens since it asked",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "Create", POD).notify(1.5, POD).answer(1.6, 1, "Create");
    },
    severity: null,
  },
  {
    rule: "H09",
    name: "the exit of a container that the source of a migration created (N15)",
    build: (capture) => {
      capture.connect(0).negotiate(0.1).call(0.2, 40, "GetProperties", POD).notify(2, POD).close("host", 2.01);
    },
    severity: null,
  },
  { rule: "H09", name: "one exit told once", build: healthyPod, severity: null },
  {
    rule: "L1",
    name: "a container deleted while it runs",
    build: (capture) => {
      runningPod(bridgeIn(capture)).call(2, 5, "DeleteContainerState", POD);
    },
    severity: "warning",
    says: /deleted a container whose exit it had not told/,
  },
  {
    rule: "L1",
    name: "a container deleted between the answer to its wait and its notification, which come in any order (N5)",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .answer(2, 4, "WaitForProcess", { ExitCode: 0 })
        .call(2.05, 5, "DeleteContainerState", POD)
        .notify(2.2, POD);
    },
    severity: null,
  },
  {
    rule: "L1",
    name: "an exec before Create",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "ExecuteProcess", POD, { answer: { ProcessId: 5 } })
        .ask(1.1, 2, "WaitForProcess", POD, { ProcessId: 5 });
    },
    severity: "warning",
  },
  {
    rule: "L1",
    name: "a container that is created and not started (N14)",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD).call(50, 2, "GetProperties", VM);
    },
    severity: null,
  },
  { rule: "L1", name: "a whole life", build: healthyPod, severity: null },
  {
    rule: "H13",
    name: "a Create that fails for good",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD, { answer: { Result: -2_147_467_259 } })
        .call(9, 2, "GetProperties", VM);
    },
    severity: "info",
    says: /no later Create of that container is on the wire in the [\d.]+ s since/,
  },
  {
    rule: "H13",
    name: "a Create that fails right before the end: whether another was to follow, nobody can tell",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, { answer: { Result: -2_147_467_259 } });
    },
    severity: "info",
    says: /^Create 1 failed\. A host that tried/,
  },
  {
    rule: "H13",
    name: "a Create that is tried again",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD, { answer: { Result: -2_147_467_259 } })
        .call(2, 2, "Create", POD);
    },
    severity: null,
  },
  {
    rule: "H15",
    name: "a signal finds no process, and the wait goes on",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(2, 5, "SignalProcess", POD, { ask: { ProcessId: 100 }, answer: { Result: NOT_FOUND } })
        .call(12, 6, "GetProperties", POD);
    },
    severity: "error",
    says: /SignalProcess 5 found no such process, but WaitForProcess 4 has had no answer in the 10 s since/,
  },
  {
    rule: "H15",
    name: "a signal after the exit was told (N8)",
    build: (capture) => {
      endPod(runningPod(bridgeIn(capture)), 2)
        .call(3, 9, "SignalProcess", POD, { ask: { ProcessId: 100 }, answer: { Result: NOT_FOUND } })
        .call(12, 10, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H16",
    name: "a kill, and 30 s later the host closes all",
    build: (capture) => {
      kill(runningPod(bridgeIn(capture)), 2).close("host", 32.2);
    },
    severity: "critical",
    says: /SignalProcess 5 killed the init of 7362626f…0001, whose exit was not told in 30\.2 s/,
  },
  {
    rule: "H16",
    name: "two kills, the first of them 30 s before the host closes all",
    build: (capture) => {
      kill(runningPod(bridgeIn(capture)), 2)
        .call(3, 6, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 9 } } })
        .close("host", 32.1);
    },
    severity: "critical",
    says: /SignalProcess 5 killed the init of 7362626f…0001, whose exit was not told in 30\.1 s/,
  },
  {
    rule: "H16",
    name: "two kills, the second of them 30 s before the host closes all",
    build: (capture) => {
      kill(runningPod(bridgeIn(capture)), 2)
        .call(4, 6, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 9 } } })
        .close("host", 34.1);
    },
    severity: "critical",
    says: /SignalProcess 6 killed/,
  },
  {
    rule: "H16",
    name: "a kill of a process whose container the capture did not see created",
    build: (capture) => {
      capture
        .joined()
        .call(1, 40, "ExecuteProcess", POD, { answer: { ProcessId: 100 } })
        .ask(1.1, 41, "WaitForProcess", POD, { ProcessId: 100, TimeoutInMs: 4_294_967_295 })
        .call(2, 42, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 9 } } })
        .close("host", 32.2);
    },
    severity: null,
  },
  {
    rule: "H16",
    name: "SIGTERM, and much later the host closes",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(2, 5, "SignalProcess", POD, { ask: { ProcessId: 100, Options: { Signal: 15 } } })
        .close("host", 32.2);
    },
    severity: null,
  },
  {
    rule: "H17",
    name: "a container that neither SIGTERM nor SIGKILL ends",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD)
        .call(31.1, 6, "ShutdownForced", POD)
        .call(65, 7, "GetProperties", POD);
    },
    severity: "error",
    says: /ran on for 33\.9 s after it was killed with ShutdownForced 6, and its exit was never told/,
  },
  {
    rule: "H17",
    name: "a container that ignores SIGTERM and is killed",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD)
        .call(31.1, 6, "ShutdownForced", POD);
      link.answer(31.2, 4, "WaitForProcess", { ExitCode: 137 }).notify(31.2, POD, "ForcedExit");
      capture.until(70);
    },
    severity: "info",
    says: /ran on for 30\.2 s after it was asked to end with ShutdownGraceful 5, before its exit was told/,
  },
  {
    rule: "H17",
    name: "a container in which no process was ever started (N14)",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD)
        .call(1.1, 2, "Start", POD)
        .call(2, 3, "ExecuteProcess", POD, { answer: { Result: FAIL } })
        .call(3, 4, "ShutdownForced", POD)
        .call(65, 5, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H17",
    name: "a container whose end the answer to its wait tells, and whose deletion succeeds",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownForced", POD)
        .answer(1.2, 4, "WaitForProcess", { ExitCode: 143 })
        .call(1.3, 6, "DeleteContainerState", POD)
        .call(65, 7, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H17",
    name: "a kill that was waited for as long as its caller's clock ran, which began a little before it was sent",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD)
        .ask(31.05, 6, "ShutdownForced", POD)
        .close("host", 61, "RST");
    },
    severity: "error",
    says: /ran on for 29\.\d+ s after it was killed/,
  },
  ...(["ShutdownGraceful", "ShutdownForced"] as const).map((call): RuleCase => ({
    rule: "H17",
    name: `a container that ${call} ended, and another of its id that runs on`,
    build: (capture) => {
      usedAgain(capture, call).call(104, 20, "GetProperties", POD);
    },
    severity: null,
  })),
  {
    rule: "H17",
    name: "a container that ended as it was asked to, and another of its id that does not",
    build: (capture) => {
      usedAgain(capture, "ShutdownGraceful").call(10, 20, "ShutdownGraceful", POD).call(70, 21, "GetProperties", POD);
    },
    severity: "warning",
    says: /ran on for 60 s after it was asked to end with ShutdownGraceful 20, and its exit was never told/,
  },
  {
    rule: "H17",
    name: "a container that ended late, and another of its id that runs on",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture)).call(1, 5, "ShutdownGraceful", POD);
      link.answer(41, 4, "WaitForProcess", { ExitCode: 143 }).call(41.1, 6, "DeleteContainerState", POD);
      runningPod(link, POD, 11, 42).call(120, 20, "GetProperties", POD);
    },
    severity: "info",
    says: /ran on for 40 s after it was asked to end with ShutdownGraceful 5, before its exit was told/,
  },
  {
    rule: "H17",
    name: "a container whose end nothing tells but that its id is used again",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture)).call(1, 5, "ShutdownGraceful", POD);
      runningPod(link, POD, 11, 10).call(120, 20, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H17",
    name: "a shutdown that the guest refuses",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD, { answer: { Result: FAIL } })
        .call(65, 6, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H17",
    name: "a shutdown that the guest refuses, and a second that it takes and nothing follows",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD, { answer: { Result: FAIL } })
        .call(2, 6, "ShutdownGraceful", POD)
        .call(47, 7, "GetProperties", POD);
    },
    severity: "warning",
    says: /ran on for 45 s after it was asked to end with ShutdownGraceful 6, and its exit was never told/,
  },
  {
    rule: "H17",
    name: "a shutdown that is taken, and a second that the guest refuses",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .call(1, 5, "ShutdownGraceful", POD)
        .call(2, 6, "ShutdownGraceful", POD, { answer: { Result: FAIL } })
        .call(47, 7, "GetProperties", POD);
    },
    severity: "warning",
    says: /with ShutdownGraceful 5/,
  },
  {
    rule: "H17",
    name: "a shutdown of what is gone already (N7)",
    build: healthyPod,
    severity: null,
  },
  {
    rule: "H18",
    name: "an init that nobody waits for",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD)
        .call(1.1, 2, "ExecuteProcess", POD, { answer: { ProcessId: 100 } })
        .call(9, 3, "GetProperties", POD);
    },
    severity: "warning",
    says: /ExecuteProcess 2 started the init .* in the 7\.9 s since/,
  },
  {
    rule: "H18",
    name: "an init at the end of the capture, whose wait may still come",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", POD)
        .call(1.1, 2, "ExecuteProcess", POD, { answer: { ProcessId: 100 } })
        .call(1.9, 3, "GetProperties", POD);
    },
    severity: null,
  },
  { rule: "H18", name: "an init with its wait", build: healthyPod, severity: null },
  {
    rule: "H19",
    name: "a wait that outlives its container",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD).call(12, 6, "GetProperties", VM);
    },
    severity: "error",
    says: /WaitForProcess 4 has had no answer in the 10 s since/,
  },
  {
    rule: "H19",
    name: "the notification before the wait's answer (N5)",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .notify(2, POD)
        .answer(2.3, 4, "WaitForProcess", { ExitCode: 0 })
        .call(12, 6, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H22",
    name: "a wait behind a relay that is still open",
    build: (capture) => {
      const link = bridgeIn(capture)
        .call(0.1, 1, "Create", POD)
        .call(0.2, 2, "ExecuteProcess", POD, {
          ask: { Settings: { VsockStdioRelaySettings: { StdOut: STDOUT_PORT } } },
          answer: { ProcessId: 100 },
          seconds: 0.1,
        });
      capture.connect(0.25, STDOUT_PORT).data("guest", 0.4, new Uint8Array([104, 105]));
      link.ask(0.4, 3, "WaitForProcess", POD, { ProcessId: 100, TimeoutInMs: FOREVER });
      link.notify(2, POD).call(12, 6, "GetProperties", VM);
    },
    severity: "info",
    under: "H19",
    says: /The stdout connection of process 100 is open/,
  },
  {
    rule: "H22",
    name: "a wait behind no relay",
    build: (capture) => {
      runningPod(bridgeIn(capture)).notify(2, POD).call(12, 6, "GetProperties", VM);
    },
    severity: null,
  },
  {
    rule: "H40",
    name: "an exit told on the connection after its wait",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      capture.connect(4).negotiate(4.001, 5).notify(4.1, POD).call(14, 6, "GetProperties", VM);
    },
    severity: "error",
    says: /WaitForProcess 4 has had no answer/,
  },
  {
    rule: "H40",
    name: "a wait answered on the next connection (N16, N30)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).close("host", 2);
      capture
        .connect(4)
        .negotiate(4.001, 5)
        .notify(4.1, POD)
        .answer(4.1, 4, "WaitForProcess", { ExitCode: 0 })
        .call(14, 6, "GetProperties", VM);
    },
    severity: null,
  },
];
