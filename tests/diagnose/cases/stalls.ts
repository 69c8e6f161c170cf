/** Requests that wait, and what they wait for. */
import { endPod, POD, VM, bridgeIn, modify, runningPod } from "../build-capture.ts";
import type { CaptureBuilder, Link } from "../build-capture.ts";
import type { CallName } from "../../../src-decoder/correlate/message-index.ts";
import type { RuleCase } from "./rule-case.ts";

const DISK = modify("MappedVirtualDisk");

/** Pairs of calls that are answered in turn, ids from 1 on, in the first seconds: each shows a little of a guest that serves one at a time. */
function inTurn(capture: CaptureBuilder, pairs: number): Link {
  const link = bridgeIn(capture);
  for (let pair = 0; pair < pairs; pair++) {
    const [time, id] = [0.1 + pair * 0.1, 1 + 2 * pair];
    link.ask(time, id, "ModifySettings", VM, DISK).ask(time + 0.001, id + 1, "GetProperties", POD);
    link.answer(time + 0.05, id, "ModifySettings").answer(time + 0.052, id + 1, "GetProperties");
  }
  return link;
}

/** Disks, ids from 101 on, that are asked for at once at second 10; those of `answers` are answered so many seconds later. */
function disks(link: Link, count: number, answers: readonly number[], call: CallName = "ModifySettings"): Link {
  for (let one = 0; one < count; one++) link.ask(10 + one * 1e-4, 101 + one, call, VM, DISK);
  for (const [one, after] of answers.entries()) link.answer(10 + after, 101 + one, call);
  return link;
}

const every = (seconds: number, count: number): number[] =>
  Array.from({ length: count }, (_, one) => seconds * (one + 1));

export const STALL_CASES: readonly RuleCase[] = [
  {
    rule: "H01",
    name: "statistics of a pod that is gone, whose caller may have given up (N9)",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture)).ask(1, 20, "GetProperties", POD);
      endPod(link, 4).close("host", 5);
    },
    severity: null,
  },
  {
    rule: "H01",
    name: "a request waits, and 300 s later the host closes",
    build: (capture) => {
      const link = disk2(capture);
      link.close("host", 301, "RST");
    },
    severity: "critical",
    says: /^ModifySettings 1 had waited 300 s when the host closed the bridge; 1 other request had no answer either/,
  },
  {
    rule: "H01",
    name: "a request waits 20 s",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ModifySettings", VM, modify("VPCIDevice")).call(21, 2, "GetProperties", POD);
    },
    severity: "warning",
    says: /has waited 20 s; in another 280 s, at 22:18:21 UTC, the host closes the bridge/,
  },
  {
    rule: "H01",
    name: "a request waits 291 s",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ModifySettings", VM, modify("VPCIDevice")).call(292, 2, "GetProperties", POD);
    },
    severity: "error",
    says: /has waited 291 s; in another 9 s, at 22:18:21 UTC, the host closes/,
  },
  {
    rule: "H01",
    name: "the host closes 300 s after one call, and statistics that nobody waits for are older",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", POD)
        .ask(60, 2, "ModifySettings", VM, modify("VPCIDevice"))
        .call(100, 3, "GetProperties", POD)
        .close("host", 360.01, "RST");
    },
    severity: "critical",
    says: /^ModifySettings 2 had waited 300 s when the host closed the bridge; 1 other request had no answer either/,
  },
  {
    rule: "H01",
    name: "statistics that the bridge outlives, as their caller gave up (N27)",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", POD).call(400, 2, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H01",
    name: "a device that the bridge outlives, which no caller gives up",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "ModifySettings", VM, modify("VPCIDevice")).call(400, 2, "GetProperties", POD);
    },
    severity: "error",
    says: /ModifySettings 1 has waited 399 s; that is over the 300 s/,
  },
  {
    rule: "H01",
    name: "waits without an end (N1, N28)",
    build: (capture) => {
      runningPod(bridgeIn(capture)).call(4000, 50, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H01",
    name: "a container's shutdown whose caller gave up after 30 s (N27)",
    build: (capture) => {
      runningPod(bridgeIn(capture))
        .ask(1, 5, "ShutdownGraceful", POD)
        .call(40, 6, "GetProperties", POD)
        .close("host", 60);
    },
    severity: null,
  },
  ...(["H31", "H57"] as const).flatMap((rule) =>
    [1, 2].map((apart) => ({
      rule,
      name: `calls that take 7 s each beside each other, ${apart} s apart`,
      build: (capture: CaptureBuilder): void => {
        const link = bridgeIn(capture);
        for (let id = 1; id < 5; id++) link.call(1 + id * apart, id, "GetProperties", VM, { seconds: 7 });
        capture.until(30);
      },
      severity: null,
    })),
  ),
  {
    rule: "H31",
    name: "calls of one kind, 2 s apart, that come together once the first is answered",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id < 5; id++) {
        link.call(2 * id, id, "GetProperties", VM, { seconds: 12 - 2 * id + id * 0.01 });
      }
      capture.until(30);
    },
    severity: "error",
  },
  {
    rule: "H31",
    name: "a queue behind one request, answered in order",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 6; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 6; id++) link.answer(9 + id * 0.001, id, "GetProperties");
    },
    severity: "error",
    says: /^GetProperties 1 took 8\.9 s and held 5 requests behind it \(GetProperties 2 to 6\)/,
  },
  {
    rule: "H31",
    name: "slow requests beside each other, each of which takes as long as the others",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.2, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 1; id <= 4; id++) link.answer(7 + id * 0.2, id, "ModifySettings");
    },
    severity: null,
  },
  {
    rule: "H31",
    name: "slow requests that all are answered once the first is done, whatever they are",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 3; id++) link.ask(id * 0.2, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      link.ask(0.8, 4, "Create", POD);
      for (let id = 1; id <= 4; id++) link.answer(7 + id * 0.01, id, id < 4 ? "ModifySettings" : "Create");
    },
    severity: "error",
    says: /^ModifySettings 1 took 6\.81 s and held 3 requests behind it/,
  },
  ...(["H31", "H57"] as const).map((rule): RuleCase => ({
    rule,
    name: "requests of one kind that are answered together, as of disks that appear together",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.2, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 1; id <= 4; id++) link.answer(7 + id * 0.01, id, "ModifySettings");
    },
    severity: null,
  })),
  ...([0.1, 0.3] as const).map((apart): RuleCase => ({
    rule: "H57",
    name: `statistics of 4 s, each ${apart} s behind the other, answered in the other order`,
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(1 + id * apart, id, "GetProperties", POD);
      for (let id = 4; id >= 1; id--) link.answer(5 + (5 - id) * apart, id, "GetProperties");
      link.call(12, 5, "GetProperties", POD);
    },
    severity: null,
  })),
  ...([41, null] as const).map((until): RuleCase => ({
    rule: "H57",
    name: `signals to three processes of Windows, ${until === null ? "without an answer" : "answered late"} (N21)`,
    build: (capture) => {
      // Only Windows is asked to create the utility VM itself (N12).
      const link = bridgeIn(capture).call(0.1, 9, "Create", VM);
      for (let id = 1; id <= 3; id++) link.ask(5 + id, id, "SignalProcess", POD, { ProcessId: 100 + id });
      if (until === null) capture.until(68);
      else for (let id = 1; id <= 3; id++) link.answer(until + id * 0.001, id, "SignalProcess");
    },
    severity: null,
  })),
  ...([12, 0] as const).map((pairs): RuleCase => ({
    rule: "H31",
    name: `eight slow requests at once, answered one by one in their order, behind ${pairs} pairs that were answered in turn`,
    build: (capture) => {
      disks(inTurn(capture, pairs), 8, every(6, 8)).call(60, 200, "GetProperties", POD);
    },
    severity: "error",
    says: /^ModifySettings 101 to 108 were served one after the other: the guest had ModifySettings 10\d in hand for 6 s, and ModifySettings 108 waited 48 s in all\. .* not for themselves\.$/,
  })),
  {
    rule: "H31",
    name: "a queue that moves so slowly that the host closes over its last request",
    build: (capture) => {
      disks(inTurn(capture, 12), 8, every(42, 7)).close("host", 310.01, "RST");
    },
    severity: "info",
    under: "H01",
    says: /in hand for 42 s, and ModifySettings 108 waited 300 s in all\. .* ModifySettings 108 has no answer when the host closes\.$/,
  },
  {
    rule: "H01",
    name: "the last of a queue that moves, which the guest had for a few seconds only",
    build: (capture) => {
      disks(inTurn(capture, 12), 8, every(42, 7)).close("host", 310.01, "RST");
    },
    severity: "critical",
    says: /^ModifySettings 108 had waited 300 s when the host closed the bridge; the guest, which serves one request at a time, had it in hand for the last 6\.0?1? ?s only\./,
    cause: /^A queue of slow requests before it/,
  },
  {
    rule: "H31",
    name: "a queue that moves slowly, and is not served to its end when the capture ends",
    build: (capture) => {
      disks(inTurn(capture, 12), 8, every(42, 3));
      capture.until(166);
    },
    severity: "error",
    says: /^ModifySettings 101 to 108 were served .* ModifySettings 104 to 108 have no answer\. Without an answer to ModifySettings 104 the host ends the bridge in 144 s/,
  },
  {
    rule: "H31",
    name: "a queue of which the first request alone is slow: those behind it are told with it",
    build: (capture) => {
      const link = disks(inTurn(capture, 24), 3, [7, 8, 9]);
      for (let id = 104; id <= 106; id++) link.ask(16, id, "GetProperties", POD);
      for (let id = 104; id <= 106; id++) link.answer(19.5 + id / 1000, id, "GetProperties");
    },
    severity: "error",
    says: /^ModifySettings 101 took 7 s and held 5 requests/,
  },
  {
    rule: "H31",
    name: "seven slow devices, answered one by one in their order: they may wait each beside the others",
    build: (capture) => {
      disks(inTurn(capture, 12), 7, every(6, 7)).call(60, 200, "GetProperties", POD);
    },
    severity: null,
  },
  ...[
    { name: "unevenly", answers: [6, 8, 20, 21, 35, 36, 52, 53] },
    { name: "with one of them out of its turn", answers: [6, 12, 18, 30, 24, 36, 42, 48] },
    { name: "of which too few are answered to tell", answers: every(6, 3) },
  ].map(({ name, answers }): RuleCase => ({
    rule: "H31",
    name: `eight slow requests at once, answered ${name}`,
    build: (capture) => {
      disks(bridgeIn(capture), 8, answers).call(63, 200, "GetProperties", POD);
    },
    severity: null,
  })),
  {
    rule: "H31",
    name: "eight requests, 6 s apart, each of which takes 45 s beside the others",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 8; id++) link.call(6 * id, id, "ModifySettings", VM, { ask: DISK, seconds: 45 });
      capture.until(120);
    },
    severity: null,
  },
  {
    rule: "H31",
    name: "eight containers that Windows starts, one ready after the other (N21)",
    build: (capture) => {
      disks(bridgeIn(capture).call(0.1, 9, "Create", VM), 8, every(6, 8), "Start");
    },
    severity: null,
  },
  {
    rule: "H31",
    name: "a queue that is not served, behind answers that came in turn",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.5 + id * 0.001, id, "GetProperties");
      link.ask(1, 5, "ModifySettings", VM);
      for (let id = 6; id <= 9; id++) link.ask(id, id, "GetProperties", POD);
      capture.until(21);
    },
    severity: "error",
    says: /^ModifySettings 5 has no answer after 20 s, and holds 4 requests behind it \(GetProperties 6 to 9\): .* Without an answer to ModifySettings 5 the host ends the bridge in 280 s, at 22:18:21 UTC\.$/,
  },
  {
    rule: "H31",
    name: "a queue of statistics alone, over which no host ends the bridge",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.5 + id * 0.001, id, "GetProperties");
      for (let id = 5; id <= 9; id++) link.ask(id, id, "GetProperties", POD);
      capture.until(21);
    },
    severity: "error",
    says: /so they wait for it and not for themselves\.$/,
  },
  {
    rule: "H31",
    name: "a queue behind a request that the bridge has outlived: no end of it is announced",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.5 + id * 0.001, id, "GetProperties");
      link.ask(1, 5, "ModifySettings", VM);
      for (let id = 6; id <= 9; id++) link.ask(id, id, "GetProperties", POD);
      capture.until(401);
    },
    severity: "error",
    says: /ModifySettings 5 has no answer after 400 s, .* so they wait for it and not for themselves\.$/,
  },
  {
    rule: "H31",
    name: "handlers that hang while the guest tells of exits, of a guest that has answered in any order",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture));
      link.ask(1, 11, "GetProperties", POD).ask(1.1, 12, "GetProperties", POD);
      link.answer(1.2, 12, "GetProperties").answer(1.3, 11, "GetProperties");
      for (let id = 13; id <= 15; id++) link.ask(2 + id / 100, id, "ModifySettings", VM);
      link.answer(8, 4, "WaitForProcess", { ExitCode: 0 }).notify(8.1, POD);
      capture.until(21);
    },
    severity: null,
  },
  {
    rule: "H31",
    name: "answers out of order (N4)",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 6; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 6; id >= 1; id--) link.answer(2 - id * 0.1, id, "GetProperties");
    },
    severity: null,
  },
  {
    rule: "H57",
    name: "silence, then a burst in any order",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 8; id++) link.ask(1 + id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 8; id++) link.answer(11 + id * 0.001, ((id * 3) % 8) + 1, "GetProperties");
    },
    severity: "error",
    says: /8 requests came, then answered all in a burst/,
  },
  {
    rule: "H57",
    name: "silence to the end of the capture, of a guest that has served one request at a time by chance",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 20; id++) link.call(id * 0.1, id, "GetProperties", POD);
      for (let id = 21; id <= 28; id++) link.ask(id * 0.2, id, "GetProperties", POD);
      capture.until(20);
    },
    severity: "error",
    says: /^The guest sent nothing for 18 s, with 8 requests sent to it, until the capture ends/,
  },
  {
    rule: "H57",
    name: "frozen until the host closes, with a burst that nobody reads",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 8; id++) link.ask(1 + id * 0.1, id, "GetProperties", POD);
      link.close("host", 13.1);
      for (let id = 1; id <= 8; id++) link.answer(16 + id * 0.001, id, "GetProperties");
    },
    severity: "critical",
    says: /^The guest sent nothing for 13\.1 s, with 8 requests sent to it, until the host closed/,
  },
  {
    rule: "H57",
    name: "three handlers that hang while nothing else is asked, then a call that is answered at once",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture))
        .ask(5, 10, "GetProperties", POD)
        .ask(6, 11, "ModifySettings", VM)
        .ask(7, 12, "SignalProcess", POD, { ProcessId: 100 });
      link.call(100, 13, "GetProperties", POD).close("host", 305);
    },
    severity: null,
  },
  {
    rule: "H57",
    name: "three requests that are answered late, while all that is asked meanwhile is answered at once",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 3; id++) link.ask(1 + id * 0.1, id, "GetProperties", VM);
      for (const time of [5, 10, 15, 19]) link.call(time, time, "GetProperties", VM);
      for (let id = 3; id >= 1; id--) link.answer(20.5 - id * 0.1, id, "GetProperties");
    },
    severity: null,
  },
  {
    rule: "H57",
    name: "three disks that do not appear while others are served",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 3; id++) link.ask(id * 0.1, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 4; id <= 20; id++) link.call(id, id, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H01",
    name: "the oldest of several that hang, when the host closes over it (bridge.md 9.3)",
    build: (capture) => {
      const link = runningPod(bridgeIn(capture)).ask(5, 10, "GetProperties", POD).ask(6, 11, "ModifySettings", VM);
      link.ask(7, 12, "SignalProcess", POD, { ProcessId: 100 }).call(100, 13, "GetProperties", POD).close("host", 305);
    },
    severity: "critical",
    says: /^GetProperties 10 had waited 300 s when the host closed the bridge; 2 other requests/,
  },
  {
    rule: "H11",
    name: "the host's last message is cut off",
    build: (capture) => {
      bridgeIn(capture).frame("host", 1, 0x1010_0901, 1, "{", 4000);
      capture.until(20);
    },
    severity: "error",
    says: /The host's last message, GetProperties 1, is cut off and nothing follows for 19 s/,
  },
  {
    rule: "H11",
    name: "the guest takes all it is sent",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", POD);
      capture.until(20);
    },
    severity: null,
  },
  {
    rule: "H12",
    name: "half a header of the guest's, and nothing more",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "GetProperties", POD)
        .data("guest", 1.01, new Uint8Array([1, 9, 0x10, 0x20, 80, 0, 0]))
        .ask(4, 2, "GetProperties", POD);
    },
    severity: "error",
    says: /^The guest sent 7 of the 16 bytes of a message's header and nothing follows for 2\.99 s/,
  },
  {
    rule: "H12",
    name: "the capture ends between a message's header and its payload",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", POD).frame("guest", 1.01, 0x2010_0901, 1, "", 300);
      capture.until(1.5);
    },
    severity: null,
  },
  {
    rule: "H12",
    name: "the host's receive window is closed",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, "GetProperties", POD).window("host", 2, 0);
      capture.until(30);
    },
    severity: "error",
    says: /The host has had no room to receive for 28 s/,
  },
  {
    rule: "H12",
    name: "a guest that sends on for long after the host's window was said to be closed: the numbers are not to be trusted",
    build: (capture) => {
      bridgeIn(capture).window("host", 2, 0).call(5, 1, "GetProperties", POD).call(9, 2, "GetProperties", POD);
      capture.until(30);
    },
    severity: null,
  },
  {
    rule: "H20",
    name: "an answer after 7 s",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { seconds: 7 });
    },
    severity: "info",
    says: /1 request took over 5 s; the slowest is ModifySettings 1 with 7 s/,
  },
  {
    rule: "H20",
    name: "an answer after 4 s",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { seconds: 4 });
    },
    severity: null,
  },
  {
    rule: "H20",
    name: "statistics after 20 s, whose caller may have given up, and a device after 12 s",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "GetProperties", POD, { seconds: 20 })
        .call(30, 2, "ModifySettings", VM, { ask: modify("VPCIDevice"), seconds: 12 });
    },
    severity: "warning",
    says: /2 requests took over 5 s; the slowest that a caller waits for to the end is ModifySettings 2 with 12 s/,
    rows: [4, 2],
  },
  {
    rule: "H20",
    name: "the format of a scratch disk of 31 s",
    build: (capture) => {
      const scratch = modify("MappedVirtualDisk", "Add", { EnsureFilesystem: true });
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { ask: scratch, seconds: 31 });
    },
    severity: "warning",
  },
  {
    rule: "H20",
    name: "a Create of 31 s on Windows",
    build: (capture) => {
      bridgeIn(capture).call(0.5, 1, "Create", VM).call(1, 2, "Create", POD, { seconds: 31 });
    },
    severity: "warning",
  },
  {
    rule: "H20",
    name: "a Create of 7 s, and a signal of 40 s, on Windows (N21)",
    build: (capture) => {
      bridgeIn(capture)
        .call(0.5, 1, "Create", VM)
        .call(1, 2, "Create", POD, { seconds: 7 })
        .call(9, 3, "SignalProcess", POD, { ask: { ProcessId: 1 }, seconds: 40 });
    },
    severity: null,
  },
  {
    rule: "H20",
    name: "an answer after 12 s that somebody waits for",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { ask: modify("VPCIDevice"), seconds: 12 });
    },
    severity: "warning",
    says: /1 request took over 5 s; the slowest is ModifySettings 1 with 12 s/,
  },
  {
    rule: "H20",
    name: "statistics after 12 s, whose caller may have given up (N27)",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "GetProperties", POD, { seconds: 12 });
    },
    severity: "info",
  },
  {
    rule: "H20",
    name: "the format of a scratch disk of 12 s",
    build: (capture) => {
      const scratch = modify("MappedVirtualDisk", "Add", { EnsureFilesystem: true });
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, { ask: scratch, seconds: 12 });
    },
    severity: null,
  },
  {
    rule: "H20",
    name: "a container's Create of 12 s, which nobody may cancel",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, { seconds: 12 });
    },
    severity: "warning",
  },
  {
    rule: "H20",
    name: "the Create of the utility VM itself of 31 s, which its caller may cancel",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", VM, { seconds: 31 });
    },
    severity: "info",
  },
  {
    rule: "H20",
    name: "a queue of slow answers: each is as slow as its own handler",
    build: (capture) => {
      disks(inTurn(capture, 12), 8, every(6, 8)).call(60, 200, "GetProperties", POD);
    },
    severity: "info",
    under: "H31",
    says: /^8 requests took over 5 s; the slowest is ModifySettings 10\d with 6 s\./,
  },
  {
    rule: "H20",
    name: "answers behind a slow one",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 6; id++) link.ask(id * 0.1, id, "SignalProcess", POD, { ProcessId: 9 });
      for (let id = 1; id <= 6; id++) link.answer(14 + id * 0.001, id, "SignalProcess");
    },
    severity: "info",
    under: "H31",
  },
];

function disk2(capture: CaptureBuilder): Link {
  return bridgeIn(capture)
    .ask(1, 1, "ModifySettings", VM, modify("MappedVirtualDisk"))
    .call(5, 2, "GetProperties", POD)
    .ask(200, 3, "ExecuteProcess", VM);
}
