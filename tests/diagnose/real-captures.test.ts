/** Every real capture, in every form it is here, against what its README says of it. */
import { describe, expect, it } from "vitest";
import { MemorySource, diagnose, formatId, isAtLeast } from "../../src-decoder/index.ts";
import type { Capture, Diagnosis, Severity } from "../../src-decoder/index.ts";
import { captureForms, loadTruth, openFiles, readBytes } from "../captures/load.ts";
import type { CaptureForm } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";

/** What a form of a scenario must be said to show; ids are those of the messages that the verdict points to, the culprit first. */
interface Expected {
  readonly severity: Severity;
  /** The rule of the first cause; null where there is none. */
  readonly rule: string | null;
  readonly culprit: string | null;
  readonly verdict: RegExp;
}

const HEALTHY: Expected = { severity: "info", rule: null, culprit: null, verdict: /^Nothing wrong here: / };
const NO_TIMES: Expected = { ...HEALTHY, verdict: /^Cannot tell how long anything waited or how the bridge ended/ };

interface Scenario {
  readonly packets: Expected;
  /** What the two byte streams still show. */
  readonly bytes: Expected;
}

const healthy: Scenario = { packets: HEALTHY, bytes: NO_TIMES };
const unknownAnswer: Expected = {
  severity: "critical",
  rule: "H05",
  culprit: "424242",
  verdict: /an answer to an id that no request had: ExecuteProcess 424242/,
};
const oversize: Expected = {
  severity: "critical",
  rule: "H03",
  culprit: "7",
  verdict: /The answer to DumpStacks 7 has 679,293 bytes; the host takes 65,536/,
};
const glued: Expected = {
  severity: "critical",
  rule: "H38",
  culprit: "17",
  verdict: /GetProperties 17 is 376, but its JSON ends before that/,
};

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "boot-exec": healthy,
  busy: healthy,
  lossy: healthy,
  reconnect: healthy,
  "wcow-fake-guest": healthy,
  "socat-xv": healthy,
  "socat-v-raw": healthy,
  "hang-handler": {
    packets: {
      severity: "critical",
      rule: "H01",
      culprit: "22",
      verdict: /^ShutdownGraceful 22 had waited 12 s when the host closed the bridge/,
    },
    bytes: { ...NO_TIMES, verdict: /1 request has no answer/ },
  },
  "hang-sequential": {
    packets: {
      severity: "error",
      rule: "H31",
      culprit: "17",
      verdict:
        /^GetProperties 17 took 9\.0\d s and held 7 requests behind it \(GetProperties 18 to 23 and ExecuteProcess 24\)/,
    },
    bytes: NO_TIMES,
  },
  oversize: { packets: oversize, bytes: oversize },
  "unknown-response": { packets: unknownAnswer, bytes: unknownAnswer },
  "half-frame": {
    packets: {
      severity: "critical",
      rule: "H10",
      culprit: "9",
      verdict:
        /announced 1,537 bytes for DumpStacks 9 and sent 776, then nothing for 12 s until the guest closed with RST/,
    },
    bytes: { severity: "error", rule: "H12", culprit: "9", verdict: /DumpStacks 9, is cut off and nothing follows/ },
  },
  "guest-crash": {
    packets: {
      severity: "critical",
      rule: "H10b",
      culprit: "5",
      verdict: /^The guest closed the connection with FIN while it had 4 processes still running/,
    },
    bytes: NO_TIMES,
  },
  "guest-frozen": {
    packets: {
      severity: "error",
      rule: "H57",
      culprit: "33",
      verdict: /^The guest sent nothing for 10\.\d s while 31 requests came, then answered all in a burst/,
    },
    bytes: NO_TIMES,
  },
  "reconnect-rpc-in-blackout": { packets: glued, bytes: glued },
};

/** Forms that show less than the others of their scenario. */
const EXCEPTIONS: Readonly<Record<string, Expected>> = {
  // USER0 has no FIN: the crash is only the end of the talk, with work open.
  "hexdump/guest-crash.text2pcap.user0.pcapng": {
    ...HEALTHY,
    verdict:
      /^Cannot tell whether the bridge lives: .* no ends of connections, and 4 processes were still waited for \(WaitForProcess 5, 10, 14 and 16\)/,
  },
  // The connection before the blackout by itself is sound.
  "reconnect-rpc-in-blackout/reconnect-rpc-in-blackout.conn1.*.bin": NO_TIMES,
};

function expectedOf({ name, truthFile, files }: CaptureForm): Expected {
  const stem = /([^/]+)\.truth\.json$/.exec(truthFile)?.[1] ?? "";
  const scenario = SCENARIOS[stem];
  if (scenario === undefined) throw new Error(`no expectation for ${name}`);
  return EXCEPTIONS[name] ?? (files.length === 2 ? scenario.bytes : scenario.packets);
}

function idOf({ frames }: Capture, row: number | undefined): string | null {
  return row === undefined ? null : formatId(frames.idLow.get(row), frames.idHigh.get(row));
}

/** Rules that say more than a note. */
function graveRules({ findings }: Diagnosis): string[] {
  return findings.filter(({ severity }) => isAtLeast(severity, "warning")).map(({ rule }) => rule);
}

describe.each(captureForms())("$name", (form) => {
  it("is told what happened, and nothing else is claimed", async () => {
    const expected = expectedOf(form);
    const capture = await readCapture(openFiles(form.files));
    const diagnosis = await diagnose(capture);
    expect(diagnosis.verdict.text).toMatch(expected.verdict);
    expect(diagnosis.verdict.severity).toBe(expected.severity);
    expect(graveRules(diagnosis)).toEqual(expected.rule === null ? [] : [expected.rule]);
    if (expected.rule !== null) expect(idOf(capture, diagnosis.verdict.rows[0])).toBe(expected.culprit);
  });
});

describe("both legs of a relay before a Linux guest", () => {
  it("are one bridge, and no sidecar", async () => {
    const { verdict, findings } = await diagnose(await readCapture(openFiles(["socat/socat-xv.bothlegs.pcap"])));
    expect(verdict.text).toMatch(/^Nothing wrong here: 65 requests, each on both hops, and every request/);
    expect(findings.map(({ text }) => text).join(" ")).not.toContain("sidecar");
  });
});

describe.each(["drop0.2pct", "midstart", "reordered", "snap96"])("lossy/busy-%s.pcap", (kind) => {
  it("is not taken for a hang", async () => {
    const diagnosis = await diagnose(await readCapture(openFiles([`lossy/busy-${kind}.pcap`])));
    expect(graveRules(diagnosis)).toEqual([]);
    expect(diagnosis.verdict.text).toMatch(kind === "reordered" ? /^Nothing wrong here/ : /^Cannot tell/);
    if (kind !== "reordered") expect(diagnosis.quality).not.toEqual([]);
    if (kind === "snap96") expect(diagnosis.quality.join(" ")).toContain("its snap length is 96 bytes");
    // Of an answer that may have been lost nobody can say that it never came.
    const states = diagnosis.outstanding.map(({ state }) => state);
    if (kind === "snap96") expect(states.filter((state) => state === "unknown").length).toBeGreaterThan(100);
    expect(states).not.toContain("partly-sent");
  });
});

/** Copies a pcap (little-endian, Ethernet, IPv4) without the packets that one side of a TCP port sent. */
function without(side: "host" | "guest", pcap: Uint8Array, hostPort: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.length);
  const kept = [pcap.slice(0, 24)];
  for (let at = 24; at + 16 <= pcap.length;) {
    const next = at + 16 + view.getUint32(at + 8, true);
    const tcp = at + 16 + 14 + (pcap[at + 16 + 14]! & 15) * 4;
    if (view.getUint16(side === "host" ? tcp : tcp + 2) !== hostPort) kept.push(pcap.slice(at, next));
    at = next;
  }
  return Uint8Array.from(Buffer.concat(kept));
}

describe("a capture of one direction", () => {
  it.each([
    ["hang-handler", "host"],
    ["hang-handler", "guest"],
    ["guest-frozen", "guest"],
    ["busy", "host"],
    ["busy", "guest"],
    ["unknown-response", "host"],
  ] as const)("of %s without what the %s sent cannot tell what hangs", async (stem, side) => {
    const path = `${stem}/${stem}.pcap`;
    const truth = loadTruth(`${stem}/${stem}.truth.json`);
    const source = new MemorySource("one side", without(side, readBytes(path), truth.summary.hostTcpPort));
    const { verdict } = await diagnose(await readCapture([source]));
    expect(verdict.text).toMatch(new RegExp(`^Cannot tell.* the capture has nothing that the ${side} sent`));
    expect(verdict.severity).toBe("info");
  });
});

describe("two bridges in one capture", () => {
  it("are both named by the verdict where both are dead", async () => {
    const sources = ["hang-handler", "half-frame"].map(
      (stem) => new MemorySource(stem, readBytes(`${stem}/${stem}.pcap`)),
    );
    const { verdict, findings } = await diagnose(await readCapture(sources));
    expect(verdict.text).toMatch(/ That is bridge 1; on bridge 2: the guest's last message is cut off\.$/);
    expect(verdict.bridge).toBe(1);
    expect(findings.filter(({ severity, follows }) => severity === "critical" && follows === null)).toHaveLength(2);
    const one = await diagnose(await readCapture(sources.slice(0, 1)));
    expect(one.verdict.text).not.toContain("bridge 1");
  });

  it("whose end is of several containers names none of them", async () => {
    const { findings } = await diagnose(
      await readCapture([new MemorySource("crash", readBytes("guest-crash/guest-crash.pcap"))]),
    );
    const ended = findings.find(({ rule }) => rule === "H10b");
    expect(ended).toMatchObject({ containerId: null, processId: null });
    expect(ended?.rows.length).toBeGreaterThan(1);
  });
});
