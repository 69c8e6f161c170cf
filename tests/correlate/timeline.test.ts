import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CaptureReader,
  Changes,
  Exchanges,
  LOOK,
  OUTCOME,
  Timeline,
  gapTimes,
  messageKind,
  procedureName,
  type Capture,
  type LaneGrouping,
} from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { CaptureBuilder, VM, type Link } from "../diagnose/build-capture.ts";
import { capturePlan, random, type PlannedExchange } from "./timeline-plan.ts";

async function read(path: string): Promise<Capture> {
  const reader = new CaptureReader(openFiles([path]), {});
  await reader.run();
  return reader.capture;
}

const boot = await read("boot-exec/boot-exec.pcapng");
const hang = await read("hang-handler/hang-handler.pcapng");
const lossy = await read("lossy/busy-drop0.2pct.pcap");
const GROUPINGS: readonly LaneGrouping[] = ["container", "type"];

/** All spans of a timeline at a resolution, from before the first to after the last. */
function allSpans(timeline: Timeline, end: number, step: number): ReturnType<Timeline["spans"]> {
  return timeline.spans({ from: -1, to: end + 1, step, firstTrack: 0, endTrack: 1_000_000 });
}

describe("lanes", () => {
  it.each(GROUPINGS)("hold every request and notification once, by %s", (grouping) => {
    for (const capture of [boot, hang]) {
      const exchanges = new Exchanges(capture);
      const { lanes } = new Timeline(capture, exchanges, grouping);
      const notes = kinds(capture).filter((kind) => kind === "notification").length;
      expect(sum(lanes.map((lane) => lane.exchanges))).toBe(exchanges.length);
      expect(sum(lanes.map((lane) => lane.notifications))).toBe(notes);
      expect(sum(lanes.map((lane) => lane.failed))).toBe(count(exchanges, OUTCOME.failed));
      expect(lanes.map((lane) => lane.firstTrack)).toEqual(
        lanes.map((_, at) => sum(lanes.slice(0, at).map((lane) => lane.tracks))),
      );
    }
  });

  it("stand by container, its processes below it", () => {
    const { lanes } = new Timeline(boot, new Exchanges(boot), "container");
    for (const [at, lane] of lanes.entries()) {
      if (lane.processId === null) continue;
      const above = lanes.slice(0, at).findLast(({ processId }) => processId === null);
      expect(above?.containerId).toBe(lane.containerId);
    }
    expect(new Set(lanes.map((lane) => lane.containerId)).size).toBeGreaterThan(1);
  });

  it("bear the types of the capture, each once", () => {
    const { lanes } = new Timeline(boot, new Exchanges(boot), "type");
    const names = lanes.map((lane) => procedureName(lane.type!));
    expect(names).toContain("ModifySettings");
    expect(names).toContain("Notification");
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("spans", () => {
  it("show each exchange as it is where there is room", () => {
    const exchanges = new Exchanges(hang);
    const timeline = new Timeline(hang, exchanges, "container");
    const { look, start, end } = allSpans(timeline, hang.lastTime, 1);
    const bars = Array.from(look.entries()).filter(([, bits]) => (bits & LOOK.outcome) !== LOOK.notification);
    expect(bars.map(([at]) => `${start[at]} ${end[at]}`).toSorted()).toEqual(
      Array.from(exchanges.start, (from, at) => `${from} ${exchanges.end[at]}`).toSorted(),
    );
    const died = bars.filter(([, bits]) => (bits & LOOK.outcome) === OUTCOME.died);
    expect(died).toHaveLength(count(exchanges, OUTCOME.died));
  });

  it("cover at any resolution just the columns in which something is open", () => {
    fc.assert(
      fc.property(random(), fc.integer({ min: 1, max: 40 }), ({ capture, exchanges }, step) => {
        const timeline = new Timeline(capture, exchanges, "type");
        const { count: spans, start, end, track } = allSpans(timeline, 300, step);
        for (let exchange = 0; exchange < exchanges.length; exchange++) {
          const from = exchanges.start[exchange]!;
          const until = Math.min(exchanges.end[exchange]!, from + 1);
          const drawn = Array.from({ length: spans }, (_, at) => at).some(
            (at) => start[at]! <= from && end[at]! >= Math.min(until, 300),
          );
          expect(drawn).toBe(true);
        }
        for (let at = 1; at < spans; at++) {
          if (track[at] === track[at - 1]) expect(start[at]!).toBeGreaterThanOrEqual(start[at - 1]!);
        }
      }),
    );
  });

  it("of a part are those of the whole in that part", () => {
    fc.assert(
      fc.property(random(), fc.nat(200), fc.integer({ min: 1, max: 100 }), ({ capture, exchanges }, from, length) => {
        const timeline = new Timeline(capture, exchanges, "type");
        const whole = allSpans(timeline, 300, 1);
        const part = timeline.spans({ from, to: from + length, step: 1, firstTrack: 0, endTrack: 1000 });
        const texts = ({ count: spans, track, start, end, look }: typeof whole): string[] =>
          Array.from({ length: spans }, (_, at) => at)
            .filter((at) => start[at]! < from + length && end[at]! >= from && (look[at]! & LOOK.dense) === 0)
            .map((at) => `${track[at]} ${start[at]} ${end[at]} ${look[at]}`);
        expect(texts(part)).toEqual(texts(whole));
      }),
    );
  });

  it("tell a column where all failed from one where some did", () => {
    const answered = { start: 0, end: 1, failed: false };
    const failed = { start: 2, end: 3, failed: true };
    expect(looks([answered, failed])).toEqual([LOOK.mixed]);
    expect(looks([failed])).toEqual([OUTCOME.failed]);
    expect(looks([answered])).toEqual([OUTCOME.answered]);
  });
});

/** Outcomes of the spans of a bridge that ends at 9 s, all in one column of 10 s unless `step` says so. */
async function looksOf(build: (link: Link) => void, step = 10e9): Promise<number[]> {
  const builder = new CaptureBuilder();
  const link = builder.connect(0.1);
  build(link);
  link.close("guest", 9);
  builder.until(60);
  const { capture, exchanges } = await builder.correlate();
  const timeline = new Timeline(capture, exchanges, "type", () => true);
  return Array.from(allSpans(timeline, 60e9, step).look, (bits) => bits & LOOK.outcome);
}

/** The same of a call without an answer beside one with a result. */
function looksAmong(Result: number): Promise<number[]> {
  return looksOf((link) =>
    link.call(1, 0, "GetProperties", VM, { seconds: 1, answer: { Result } }).ask(3, 1, "GetProperties", VM),
  );
}

describe("an answer that may be lost", () => {
  it("is drawn as that, alone and in a column with others", async () => {
    expect(await looksOf((link) => link.ask(1, 0, "GetProperties", VM), 1e9)).toEqual([LOOK.unknown]);
    expect(await looksOf((link) => link.ask(1, 0, "GetProperties", VM).ask(2, 1, "GetProperties", VM))).toEqual([
      LOOK.unknown,
      LOOK.unknown,
    ]);
  });

  it("is no failure among answers", async () => {
    expect(await looksAmong(0)).toEqual([OUTCOME.answered]);
    expect(await looksAmong(-1)).toEqual([LOOK.mixed]);
  });
});

describe("a hit", () => {
  it("finds where each frame is drawn, and the frame there", () => {
    for (const grouping of GROUPINGS) {
      const timeline = new Timeline(boot, new Exchanges(boot), grouping);
      for (const [row, kind] of kinds(boot).entries()) {
        const place = timeline.placeOf(row)!;
        const lane = timeline.lanes[place.lane]!;
        expect(place.track - lane.firstTrack).toBeLessThan(lane.tracks);
        if (kind === "response") {
          expect(place).toEqual(timeline.placeOf(boot.frames.peer.get(row)));
          continue;
        }
        const hit = timeline.hit(place.track, place.start, place.start + 1)!;
        expect(hit.count).toBeGreaterThanOrEqual(1);
        if (hit.count === 1) expect(hit.row).toBe(row);
      }
    }
  });

  it("leads to what went wrong among several", () => {
    const plan = [1, 2, 3, 4].map((at) => ({ start: 10 * at, end: 10 * at + 5, failed: at === 3 }));
    const { capture, exchanges } = capturePlan(plan);
    const timeline = new Timeline(capture, exchanges, "type");
    expect(timeline.hit(0, 0, 100)).toEqual({ row: exchanges.request[2], count: 4, bad: 1, start: 10, end: 45 });
    expect(timeline.hit(0, 16, 19)).toBeNull();
    expect(timeline.hit(7, 0, 100)).toBeNull();
  });

  it("finds each track's many at once as the last that covers the others", () => {
    const plan = Array.from({ length: 30 }, (_, at) => ({ start: at, end: 1000 + at, failed: false }));
    const { capture, exchanges } = capturePlan(plan);
    const timeline = new Timeline(capture, exchanges, "type");
    const [lane] = timeline.lanes;
    expect(lane!.tracks).toBeLessThan(plan.length);
    expect(timeline.hit(lane!.tracks - 1, 500, 501)).toMatchObject({ count: 1, row: exchanges.request[29] });
  });
});

describe("changes", () => {
  it("step through the begins and ends of all requests", () => {
    fc.assert(
      fc.property(random(), ({ exchanges }) => {
        const changes = new Changes(exchanges);
        const expected = [...new Set([...exchanges.start, ...exchanges.end])].filter(Number.isFinite);
        const forward: number[] = [];
        for (let at = changes.next(-1, 1); at !== null; at = changes.next(at, 1)) forward.push(at);
        expect(forward).toEqual(expected.toSorted((a, b) => a - b));
        const backward: number[] = [];
        for (let at = changes.next(Number.POSITIVE_INFINITY, -1); at !== null; at = changes.next(at, -1))
          backward.push(at);
        expect(backward).toEqual(forward.toReversed());
      }),
    );
  });

  it("count what is outstanding as a look at every moment does", () => {
    fc.assert(
      fc.property(random(), fc.integer({ min: 1, max: 20 }), ({ exchanges }, spans) => {
        const to = 20 * spans;
        const { calls, longPolls, answers, errors } = new Changes(exchanges).outstanding(spans, 0, to);
        const expected = Array.from({ length: spans }, (_, span) => {
          let most = 0;
          for (let at = span * 20; at <= (span + 1) * 20; at++)
            most = Math.max(most, exchanges.outstandingAt(at).length);
          return most;
        });
        expect(Array.from(calls, (value, at) => value + longPolls[at]!)).toEqual(expected);
        const failed = Array.from(exchanges.end).filter(
          (end, at) => exchanges.outcome[at] === OUTCOME.failed && end <= to,
        );
        expect(sum(Array.from(errors))).toBe(failed.length);
        expect(sum(Array.from(answers))).toBe(Array.from(exchanges.end).filter((end) => end <= to).length);
        expect(Array.from(errors).every((failures, at) => failures <= answers[at]!)).toBe(true);
      }),
    );
  });

  it("keep long polls apart", () => {
    const exchanges = new Exchanges(boot);
    const { calls, longPolls } = new Changes(exchanges).outstanding(100, 0, boot.lastTime);
    expect(Math.max(...calls)).toBeGreaterThan(0);
    expect(Math.max(...longPolls)).toBeGreaterThan(0);
    const open = (time: number): number =>
      exchanges.outstandingAt(time).filter((one) => exchanges.isLongPoll(one)).length;
    expect(longPolls[50]).toBeGreaterThanOrEqual(open(boot.lastTime * 0.505));
  });
});

describe("gaps", () => {
  it("lie between the frames around them, with all their bytes", () => {
    const gaps = gapTimes(lossy);
    const bytes = lossy.streams.filter(({ direction }) => direction !== null).map(({ gapBytes }) => gapBytes);
    expect(sum(gaps.map((gap) => gap.bytes))).toBe(sum(bytes));
    expect(gaps.length).toBeGreaterThan(0);
    for (const { from, to } of gaps) {
      expect(from).toBeLessThanOrEqual(to);
      expect(to).toBeLessThanOrEqual(lossy.lastTime);
    }
  });

  it("are none in a whole capture", () => {
    expect(gapTimes(boot)).toEqual([]);
  });
});

/** Outcomes of the spans of a plan of less than 100 ns, in columns of that length. */
function looks(plan: readonly PlannedExchange[]): number[] {
  const { capture, exchanges } = capturePlan(plan);
  const { look } = allSpans(new Timeline(capture, exchanges, "type"), 10, 100);
  return Array.from(look, (bits) => bits & LOOK.outcome);
}

function kinds({ frames }: Capture): string[] {
  return Array.from({ length: frames.length }, (_, row) => messageKind(frames.type.get(row)));
}

function count({ outcome }: Exchanges, wanted: number): number {
  return outcome.filter((value) => value === wanted).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
