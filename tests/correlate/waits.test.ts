import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CaptureReader, Correlation, LATENCY_EDGES, hopTimes } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { CaptureBuilder, POD, VM, bridgeIn, runningPod } from "../diagnose/build-capture.ts";

const SECOND = 1e9;

async function correlate(build: (capture: CaptureBuilder) => void): Promise<Correlation> {
  const capture = new CaptureBuilder();
  build(capture);
  return capture.correlate();
}

/** Id, state and the id of what it stands behind, for each request open at a moment. */
function openAt({ capture, waits }: Correlation, seconds: number): [number, string, number | null][] {
  const id = (row: number): number => capture.frames.idLow.get(row);
  return waits
    .at(seconds * SECOND)
    .map(({ row, state, behind }) => [id(row), state, behind === null ? null : id(behind)]);
}

describe("requests open at a moment", () => {
  it("are those of a look at every request", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer({ min: 1, max: 30 }))), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer({ min: 0, max: 100 }),
        async (requests, moment) => {
          const { exchanges, capture } = await correlate((builder) => {
            const link = builder.connect(0);
            requests.forEach(([sent, answered], id) => {
              link.ask(1 + sent, id, "GetProperties", VM);
              if (answered !== null) link.answer(1 + sent + answered, id, "GetProperties");
            });
          });
          const expected = requests.flatMap(([sent, answered], id) =>
            1 + sent <= moment && (answered === null || moment < 1 + sent + answered) ? [id] : [],
          );
          const found = exchanges
            .outstandingAt(moment * SECOND)
            .map((exchange) => capture.frames.idLow.get(exchanges.request[exchange]!));
          expect(found.toSorted((a, b) => a - b)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("say what they do: in the guest, long poll, partly sent, given up", async () => {
    const correlation = await correlate((capture) => {
      runningPod(bridgeIn(capture))
        .ask(1, 5, "GetProperties", POD)
        .ask(2, 6, "ShutdownGraceful", POD)
        .frame("host", 40, 0x1010_0a01, 7, "{", 400);
      capture.until(60);
    });
    expect(openAt(correlation, 50)).toEqual([
      [4, "long-poll", null],
      [5, "waiting", null],
      [6, "abandoned", null],
      [7, "partly-sent", null],
    ]);
    const { exchanges, waits } = correlation;
    const states = [0, 10, 50].map((seconds) => waits.stateOf(6, seconds * SECOND));
    expect(states).toEqual(["not-sent", "waiting", "abandoned"]);
    expect(waits.stateOf(0, exchanges.end[0]!)).toBe("answered");
  });

  it("stand behind the first of a sequential guest", async () => {
    const reader = new CaptureReader(openFiles(["hang-sequential/hang-sequential.pcap"]));
    await reader.run();
    const correlation = new Correlation(reader.capture);
    const culprit = correlation.exchanges.ofRequest(31);
    const moment = correlation.exchanges.end[culprit]! / SECOND - 0.5;
    const queued = openAt(correlation, moment).filter(([, state]) => state === "queued");
    expect(queued.map(([id, , behind]) => [id, behind])).toEqual([18, 19, 20, 21, 22, 23, 24].map((id) => [id, 17]));
  });

  it("stand behind none where answers overtake each other", async () => {
    const reader = new CaptureReader(openFiles(["guest-frozen/guest-frozen.pcap"]));
    await reader.run();
    const correlation = new Correlation(reader.capture);
    expect(openAt(correlation, 9).filter(([, state]) => state === "queued")).toEqual([]);
  });
});

it("requests stand behind none where each was answered before the next was asked", async () => {
  const correlation = await correlate((capture) => {
    const link = bridgeIn(capture);
    for (let id = 1; id <= 20; id++) link.call(id, id, "GetProperties", VM, { seconds: 0.5 });
    for (let id = 21; id <= 24; id++) link.ask(id, id, "GetProperties", VM);
    capture.until(60);
  });
  expect(openAt(correlation, 50).map(([, state]) => state)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
});

async function hops(): Promise<Correlation> {
  return correlate((capture) => {
    const inner = capture.connect(0, 5000, 9);
    const outer = capture.connect(0.5);
    for (let id = 0; id < 5; id++) {
      outer.ask(1 + id, id, id === 0 ? "NegotiateProtocol" : "GetProperties", VM);
      inner.call(1.1 + id, id, id === 0 ? "NegotiateProtocol" : "GetProperties", VM, { seconds: 0.3 });
      outer.answer(1.5 + id, id, "GetProperties");
    }
    outer
      .call(7, 5, "ModifySettings", VM, { seconds: 0.2 })
      .ask(8, 6, "GetProperties", VM)
      .ask(8.1, 7, "GetProperties", VM);
    capture.until(20);
  });
}

describe("two hops", () => {
  it("are found, and tell where the time went", async () => {
    const correlation = await hops();
    const [pair] = correlation.hops;
    expect(correlation.hops).toHaveLength(1);
    expect(pair!.copies.size).toBe(5);
    const [row] = pair!.copies.keys();
    const { before, behind, back } = hopTimes(correlation.capture, pair!, row!);
    expect([before, behind, back].map((time) => Math.round(time! / 1e6))).toEqual([100, 300, 100]);
  });

  it("show what stands in the sidecar's queue", async () => {
    expect(openAt(await hops(), 12)).toEqual([
      [6, "waiting", null],
      [7, "queued", 6],
    ]);
  });

  it("are not two utility VMs that were captured together", async () => {
    const correlation = await correlate((capture) => {
      for (const guest of [3, 4]) {
        const link = bridgeIn(capture, guest);
        for (let id = 1; id < 20; id++)
          link.call(1 + id * guest, id, "GetProperties", VM, { seconds: guest === 3 ? 0.1 : 5 });
      }
    });
    expect(correlation.hops).toEqual([]);
  });

  it("are not two that do the same at the same moment", async () => {
    const correlation = await correlate((capture) => {
      for (const guest of [3, 4]) {
        const link = bridgeIn(capture, guest);
        for (let id = 1; id < 20; id++) link.call(1 + id, id, "GetProperties", VM, { seconds: 0.1 });
      }
    });
    expect(correlation.hops).toEqual([]);
  });
});

describe("statistics", () => {
  it("agree with a plain count", async () => {
    const latencies = [0.001, 0.002, 0.003, 0.004, 0.1, 0.2, 0.3, 1, 2, 30];
    const correlation = await correlate((capture) => {
      const link = bridgeIn(capture);
      latencies.forEach((seconds, i) => {
        link.call(40 * (i + 1), i + 1, "GetProperties", POD, { seconds, answer: { Result: i === 9 ? -1 : 0 } });
      });
      link.ask(500, 20, "GetProperties", POD);
    });
    const { byType, byContainer, slowest } = correlation.statistics();
    const properties = byType.find(({ name }) => name === "GetProperties")!;
    expect(properties).toMatchObject({ count: 11, errors: 1, unanswered: 1 });
    const { min, median, p90, max } = properties;
    expect([min, median, p90, max].map((time) => Math.round(time / 1e6))).toEqual([1, 150, 2000, 30_000]);
    expect(correlation.capture.frames.idLow.get(properties.slowestRow!)).toBe(10);
    const { exchanges } = correlation;
    const times = [...exchanges.request.keys()]
      .filter((exchange) => exchange > 0 && Number.isFinite(exchanges.end[exchange]))
      .map((exchange) => exchanges.end[exchange]! - exchanges.start[exchange]!);
    const from = [0, ...LATENCY_EDGES];
    const inBucket = from.map(
      (edge, i) => times.filter((time) => time >= edge && time < (from[i + 1] ?? Number.POSITIVE_INFINITY)).length,
    );
    expect([...properties.histogram]).toEqual(inBucket);
    expect(byContainer.find(({ containerId }) => containerId === POD)?.count).toBe(11);
    expect(correlation.capture.frames.idLow.get(slowest[0]!)).toBe(10);
  });

  it("count requests, bytes and open requests over time", async () => {
    const correlation = await correlate((capture) => {
      const link = capture.connect(0);
      link.ask(1, 0, "GetProperties", VM).ask(1.5, 1, "GetProperties", VM).answer(4.5, 0, "GetProperties");
      link.answer(6.5, 1, "GetProperties");
      capture.until(10);
    });
    const { requests, outstanding, hostBytes, guestBytes } = correlation.activity(10);
    expect([...requests]).toEqual([0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...outstanding]).toEqual([0, 2, 2, 2, 2, 1, 1, 0, 0, 0]);
    expect([hostBytes[1]! > 0, guestBytes[4]! > 0, hostBytes[4]]).toEqual([true, true, 0]);
  });

  it("count as a look at every frame does, in any span and of any frames", async () => {
    const time = fc.integer({ min: 0, max: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ sent: time, took: fc.option(fc.integer({ min: 1, max: 20 })), result: fc.constantFrom(0, -1) }),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        fc.tuple(time, fc.integer({ min: 1, max: 30 })),
        // Spans of whole nanoseconds, so that no moment lies between two of them.
        fc.constantFrom(1, 2, 4, 5),
        fc.boolean(),
        async (calls, [from, length], buckets, oddOnly) => {
          const correlation = await correlate((capture) => {
            const link = capture.connect(0);
            calls.forEach(({ sent, took, result }, id) => {
              link.ask(sent, id, "GetProperties", VM);
              if (took !== null) link.answer(sent + took, id, "GetProperties", { Result: result });
            });
          });
          const { frames } = correlation.capture;
          const to = from + length;
          const takes = (row: number): boolean => !oddOnly || frames.idLow.get(row) % 2 === 1;
          const found = correlation.activity(buckets, from * SECOND, to * SECOND, takes);
          /** The bucket of a moment, both ends of the span within it; null outside. */
          const bucketOf = (ns: number): number | null =>
            ns >= from * SECOND && ns <= to * SECOND
              ? Math.min(buckets - 1, Math.floor((buckets * (ns - from * SECOND)) / (length * SECOND)))
              : null;
          const rows = Array.from({ length: frames.length }, (_, row) => row).filter(takes);
          const countIn = (bucket: number, test: (row: number) => boolean): number =>
            rows.filter((row) => bucketOf(frames.time.get(row)) === bucket && test(row)).length;
          const isRequest = (row: number): boolean => frames.type.get(row) >>> 28 === 1;
          for (let bucket = 0; bucket < buckets; bucket++) {
            expect(found.requests[bucket]).toBe(countIn(bucket, isRequest));
            expect(found.errors[bucket]).toBe(
              countIn(bucket, (row) => !isRequest(row) && frames.result.get(row) !== 0),
            );
            const sizes = rows.filter((row) => bucketOf(frames.time.get(row)) === bucket && isRequest(row));
            expect(found.hostBytes[bucket]).toBe(sizes.reduce((sum, row) => sum + frames.size.get(row), 0));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
