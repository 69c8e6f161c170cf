/** The forms of `diagnose` for people, written from one report, and the places that a report names. */
import { describe, expect, it } from "vitest";
import { diagnosisMarkdown } from "../../cli/diagnosis-markdown.ts";
import { diagnosisReport, framesText } from "../../cli/diagnosis-report.ts";
import type { DiagnosisReport, FindingReport } from "../../cli/diagnosis-report.ts";
import { diagnosisText } from "../../cli/diagnosis-text.ts";
import { CaptureBuilder, VM, bridgeIn } from "../diagnose/build-capture.ts";

const BARE: FindingReport = {
  rule: "H20",
  severity: "info",
  title: "1 slow answer",
  text: "It took 7 s.",
  frames: [],
  connection: null,
  containerId: null,
  next: [],
  processId: null,
  time: null,
  certainty: "inferred",
  because: "",
  causes: [],
  evidence: [],
  follows: null,
};

const place = (text: string) => ({ kind: "connection", connection: 1, event: null, time: null, text }) as const;

const REPORT: DiagnosisReport = {
  verdict: { severity: "critical", text: "It hangs.", bridge: 1, frames: [42], kind: "fault", evidence: [] },
  findings: [
    {
      ...BARE,
      rule: "H01",
      severity: "critical",
      title: "A request_hangs",
      text: "ShutdownGraceful 22 waits.",
      frames: [42],
      connection: 1,
      containerId: "776c",
      processId: 100,
      time: "2026-11-23T17:35:00.000000000Z",
      certainty: "seen",
      because: "No answer is there.",
      causes: ["A lock.", "A disk."],
      next: ["Run `shimdiag list`."],
      evidence: [{ kind: "frame", frame: 42 }, ...["FIN", "RST", "a try", "another", "a third"].map(place)],
    },
    { ...BARE, frames: [44, 46], follows: 0 },
    { ...BARE, rule: "H14", title: "Work was open", text: "It ended.", follows: 1 },
    { ...BARE, rule: "H54", title: "Starts late", text: "At id 5." },
  ],
  outstanding: [
    { frame: 42, name: "ShutdownGraceful", id: "22", containerId: "776c", ageNs: 12e9, state: "waiting" },
    { frame: 50, name: "GetProperties", id: "23", containerId: null, ageNs: null, state: "queued" },
  ],
  quality: ["It starts late."],
  rulesRun: 61,
};

const EMPTY: DiagnosisReport = {
  verdict: { severity: "info", text: "Nothing wrong.", bridge: null, frames: [], kind: "nothing", evidence: [] },
  findings: [],
  outstanding: [],
  quality: [],
  rulesRun: 61,
};

describe("the diagnosis as text", () => {
  it("has all of a first cause, what follows below it, and the next one apart", () => {
    expect(diagnosisText(REPORT)).toBe(`It hangs.
  severity critical; bridge 1; frame 42; 61 rules run

Findings
  critical H01: A request_hangs
    ShutdownGraceful 22 waits.
    frame 42; FIN; RST; a try; 2 more like it; connection 1; container 776c; process 100; at 2026-11-23T17:35:00.000000000Z
    Seen on the wire: No answer is there.
    Likely causes
      - A lock.
      - A disk.
    Next
      - Run \`shimdiag list\`.
    What follows from it
      info H20: 1 slow answer
        It took 7 s.
        frames 44, 46
        What follows from it
          info H14: Work was open
            It ended.

  info H54: Starts late
    At id 5.

Outstanding at the end, oldest first
       age  state    name              id  frame  container
  12.000 s  waiting  ShutdownGraceful  22  42     776c
            queued   GetProperties     23  50

What the capture lacks
  It starts late.
`);
  });

  it("is the verdict alone where there is nothing else", () => {
    expect(diagnosisText(EMPTY)).toBe("Nothing wrong.\n  severity info; 61 rules run\n");
  });
});

describe("the diagnosis as markdown", () => {
  it("has all of a first cause, and what follows in short", () => {
    expect(diagnosisMarkdown(REPORT)).toBe(String.raw`## Verdict

**It hangs.**

severity critical; bridge 1; frame 42; 61 rules run

## Findings

### critical H01: A request\_hangs

ShutdownGraceful 22 waits.

frame 42; FIN; RST; a try; 2 more like it; connection 1; container 776c; process 100; at 2026-11-23T17:35:00.000000000Z

Seen on the wire: No answer is there.

Likely causes:

- A lock.
- A disk.

Next:

- Run ${"`shimdiag list`"}.

What follows from it:

- H20: 1 slow answer. It took 7 s. (frames 44, 46)
  - H14: Work was open. It ended.

### info H54: Starts late

At id 5.

## Outstanding at the end

| Frame | Name | Id | Container | Age | State |
|---|---|---|---|---|---|
| 42 | ShutdownGraceful | 22 | 776c | 12.000 s | waiting |
| 50 | GetProperties | 23 |  |  | queued |

## What the capture lacks

- It starts late.
`);
  });

  it("is the verdict alone where there is nothing else", () => {
    expect(diagnosisMarkdown(EMPTY)).toBe("## Verdict\n\n**Nothing wrong.**\n\nseverity info; 61 rules run\n");
  });
});

it.each([
  [[7], "frame 7"],
  [[7, 9], "frames 7, 9"],
  [Array.from({ length: 20 }, (_, i) => i + 1), /^frames 1, .*, 20$/],
  [Array.from({ length: 21 }, (_, i) => i + 1), /^frames 1, .*, 20 and 1 more$/],
])("frames in words: %j", (frames, expected) => {
  expect(framesText(frames)).toMatch(expected);
});

it("a report names bytes by their connection and direction", async () => {
  const builder = new CaptureBuilder();
  bridgeIn(builder, 4).call(1, 1, "GetProperties", VM);
  builder.connect(2).negotiate(2.1).frame("guest", 3, 0x2010_0901, 2, "", 3);
  const capture = await builder.read();
  const { findings } = diagnosisReport(capture, await builder.diagnose());
  expect(findings.find(({ rule }) => rule === "H04")).toMatchObject({
    connection: 2,
    evidence: expect.arrayContaining([
      expect.objectContaining({ kind: "bytes", connection: 2, direction: "guest-to-host" }),
    ]),
  });
});
