import fc from "fast-check";
import { expect, test } from "vitest";
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { mergeByTime, type MergedFile } from "../../src-decoder/capture-file/time-merge.ts";
import { Recorder, RottingSource, hex } from "./recorder.ts";
import { NANOSECONDS, writePcap } from "./write-pcap.ts";

/** A packet of the test: its time, and which one of which file it is. */
interface Stamp {
  readonly time: number;
  readonly file: number;
  readonly place: number;
}

const SECOND = 1_000_000_000;
const START = 1_795_455_311;

/** Reads the files together, by slices of a few packets, and tells their packets in the order in which they came. */
async function merged(files: readonly (readonly number[])[]): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  const readers = files.map((times, file): MergedFile => {
    const records = times.map((time, place) => ({
      seconds: START + Math.floor(time / SECOND),
      fraction: time % SECOND,
      data: Uint8Array.of(file, place),
    }));
    const { bytes } = writePcap({ magic: NANOSECONDS, records });
    const sink = new Recorder();
    sink.packet = (packet) => {
      const [, place = -1] = packet.bytes.subarray(packet.start, packet.end);
      expect(hex(packet.bytes.subarray(packet.start, packet.end))).toBe(hex(Uint8Array.of(file, place)));
      stamps.push({ time: times[place]!, file, place });
    };
    const first = times[0] ?? 0;
    return {
      start: { seconds: START + Math.floor(first / SECOND), nanoseconds: first % SECOND },
      sink,
      read: (into) => pcap.read(new RottingSource(bytes), into, 64),
    };
  });
  await mergeByTime(readers);
  return stamps;
}

const times = fc.array(fc.nat({ max: 3 * SECOND }), { minLength: 1, maxLength: 40 });

test("packets of files come in the order of their times, each file's in its own", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 5 }), async (files) => {
      const sorted = files.map((each) => each.toSorted((a, b) => a - b));
      const stamps = await merged(sorted);
      expect(stamps.map(({ time }) => time)).toEqual(sorted.flat().toSorted((a, b) => a - b));
      for (const [file, each] of sorted.entries()) {
        const own = stamps.filter((stamp) => stamp.file === file);
        expect(own.map(({ place }) => place)).toEqual(each.map((_, place) => place));
      }
    }),
    { numRuns: 60 },
  );
});

test("a packet that is earlier than the one before it in its file comes at once behind that", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 4 }), async (files) => {
      const stamps = await merged(files);
      expect(stamps).toHaveLength(files.flat().length);
      const next = files.map(() => 0);
      for (const { time, file, place } of stamps) {
        expect(place).toBe(next[file]);
        next[file] = place + 1;
        // Nobody else had an earlier packet to come.
        for (const [other, each] of files.entries()) {
          if (other !== file) expect(each[next[other]!] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(time);
        }
      }
    }),
    { numRuns: 60 },
  );
});
