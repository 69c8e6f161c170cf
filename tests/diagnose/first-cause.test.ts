/** One cause for each bridge: what is the consequence of which finding, and what stands for itself. */
import { expect, it } from "vitest";
import { findingKey } from "../../src-decoder/index.ts";
import { CaptureBuilder, FAIL, POD, VM, bridgeIn, modify, runningPod } from "./build-capture.ts";
import type { Link } from "./build-capture.ts";

const NOT_IMPLEMENTED = 0x8000_4001 | 0;

/** Each finding as its rule, its severity, and the rule of what it follows from. */
async function causesIn(build: (capture: CaptureBuilder) => void): Promise<string[]> {
  const capture = new CaptureBuilder();
  build(capture);
  const { findings } = await capture.diagnose();
  return findings.map(({ rule, severity, follows }) => {
    const cause = findings.find((other) => findingKey(other) === follows);
    return `${rule} ${severity}${cause === undefined ? "" : ` under ${cause.rule}`}`;
  });
}

/** An answer to an id that nobody asked ends the bridge (H05). */
const end = (link: Link, time: number): Link => link.answer(time, 77, "GetProperties").close("host", time + 0.01);

/** Six requests, all answered in their order after nine seconds (H31). */
function servedQueue(link: Link): Link {
  for (let id = 1; id <= 6; id++) link.ask(id * 0.1, id, "GetProperties", POD);
  for (let id = 1; id <= 6; id++) link.answer(9 + id * 0.001, id, "GetProperties");
  return link;
}

interface Case {
  readonly name: string;
  readonly build: (capture: CaptureBuilder) => void;
  readonly causes: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "a queue that was served before the bridge ended",
    build: (capture) => void end(servedQueue(bridgeIn(capture)), 20),
    causes: ["H05 critical", "H31 error", "H20 info under H31"],
  },
  {
    name: "a queue that was not served when the bridge ended",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.5 + id * 0.001, id, "GetProperties");
      link.ask(1, 5, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 6; id <= 9; id++) link.ask(id, id, "GetProperties", POD);
      end(link, 21);
    },
    causes: ["H05 critical", "H21 info under H01", "H31 info under H05", "H01 info under H05", "H14 info under H05"],
  },
  {
    name: "a request that the sidecar handed on late, before both hops ended",
    build: (capture) => {
      const inner = capture.connect(0, 5000, 9);
      const outer = capture.connect(0.5);
      for (let id = 0; id < 8; id++) {
        const call = id === 0 ? "NegotiateProtocol" : "GetProperties";
        const late = id < 6 ? 0.002 : 4;
        outer.ask(1 + id * 0.1, id, call, VM);
        inner.call(1 + id * 0.1 + late, id, call, VM, { seconds: 0.002 });
        outer.answer(1 + id * 0.1 + late + 0.003, id, call);
      }
      end(outer, 20);
      inner.close("host", 20.1);
    },
    causes: ["H05 critical", "H32 warning", "H46 info"],
  },
  {
    name: "a guest that had thawed before the bridge ended",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(1 + id * 0.1, id, "GetProperties", VM);
      for (let id = 4; id >= 1; id--) link.answer(20 - id * 0.1, id, "GetProperties");
      end(link, 40);
    },
    causes: ["H05 critical", "H57 error", "H20 info under H57"],
  },
  {
    name: "a refused request before the bridge ended",
    build: (capture) => {
      end(bridgeIn(capture).call(1, 1, "NegotiateProtocol", "", { answer: { Result: NOT_IMPLEMENTED } }), 20);
    },
    causes: ["H05 critical", "H34 error"],
  },
  {
    name: "the work that was open when the bridge ended, and the guest that dials since",
    build: (capture) => {
      end(runningPod(bridgeIn(capture)), 5);
      for (let time = 6; time < 20; time += 0.5) capture.dial(time);
    },
    causes: ["H05 critical", "H14 info under H05", "H37 info under H05"],
  },
  {
    name: "a first message without an answer, which is a request without one too",
    build: (capture) => {
      capture.connect(0).ask(0.1, 0, "NegotiateProtocol", "");
      capture.until(60);
    },
    causes: ["B4 error", "H01 info under B4"],
  },
  {
    name: "an exec that failed late, as it could not dial",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, {
        answer: { Result: FAIL, ErrorMessage: "failed creating stdout Connection: can't connect after 10 attempts" },
        seconds: 21,
      });
    },
    causes: ["H26 error", "H20 info under H26"],
  },
  {
    name: "two messages over either of which the host ends the bridge: it had the first first",
    build: (capture) => {
      const link = bridgeIn(capture).call(1, 1, "GetProperties", VM).answer(2, 77, "GetProperties");
      link.frame("guest", 2.001, 0x1010_0901, 9, "{}").close("host", 2.01);
    },
    causes: ["H05 critical", "H07 info under H05"],
  },
  {
    name: "two bridges, each with its own end",
    build: (capture) => {
      for (const guest of [3, 4]) end(bridgeIn(capture, guest).call(1, 1, "GetProperties", VM), guest);
    },
    causes: ["H05 critical", "H05 critical"],
  },
  {
    name: "the refusal of two messages that the host glued into one",
    build: (capture) => {
      bridgeIn(capture)
        .frame("host", 1, 0x1010_0901, 1, `{"ContainerId":"${VM}"}\n0123456789abcdef{"ContainerId":""}\n`)
        .answer(1.1, 1, "GetProperties", { Result: 0xc037_010d | 0, ErrorMessage: "invalid" });
    },
    causes: ["H38 critical", "H36 info under H38"],
  },
  {
    name: "requests that wait behind a message that the host does not send whole",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ModifySettings", VM, modify("VPCIDevice"))
        .ask(1.5, 3, "ModifySettings", VM, modify("VPCIDevice"))
        .frame("host", 2, 0x1010_0901, 2, '{"Con', 500);
      capture.until(60);
    },
    causes: ["H11 error", "H57 info under H11", "H01 info under H11"],
  },
  {
    name: "a wait without an answer, whose container had ended long before the bridge did",
    build: (capture) => {
      end(runningPod(bridgeIn(capture)).notify(2, POD).call(12, 6, "GetProperties", VM), 13);
    },
    causes: ["H05 critical", "H19 info under H05"],
  },
];

it.each(CASES)("$name", async ({ build, causes }) => {
  expect(await causesIn(build)).toEqual(causes);
});
