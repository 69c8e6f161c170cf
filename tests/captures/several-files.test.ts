import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { ByteSource, Capture } from "../../src-decoder/index.ts";
import { record } from "../capture-file/recorder.ts";
import { NANOSECONDS, writePcap } from "../capture-file/write-pcap.ts";
import { readBytes } from "./load.ts";
import { framesByConnection, readCapture, unansweredIds } from "./observe.ts";

/** All that the order of packets decides: frames and what is answered, what became of the connections, and the verdict. */
async function told(sources: readonly ByteSource[]) {
  const capture: Capture = await readCapture(sources);
  return {
    frames: await framesByConnection(capture),
    unanswered: unansweredIds(capture),
    connections: capture.connections.map(({ events }) => events.map(({ kind, by, time }) => [kind, by, time])),
    verdict: (await diagnose(capture)).verdict.text,
  };
}

describe("a capture whose packets are in several files", () => {
  it.each(["hang-handler/hang-handler", "guest-crash/guest-crash", "reconnect/reconnect", "half-frame/half-frame"])(
    "%s: is read as the whole, whichever packets are in which file",
    async (name) => {
      const bytes = readBytes(`${name}.nsec.pcap`);
      const { packets, interfaces } = await record(pcap, bytes);
      const whole = await told([new MemorySource("whole", bytes)]);
      const files = fc.integer({ min: 2, max: 4 });
      const dealt = files.chain((count) =>
        fc.array(fc.nat({ max: count - 1 }), { minLength: packets.length, maxLength: packets.length }),
      );
      await fc.assert(
        fc.asyncProperty(dealt, async (fileOf) => {
          const sources = [...new Set(fileOf)].map((file) => {
            const records = packets
              .filter((_, at) => fileOf[at] === file)
              .map(({ seconds, nanoseconds, originalLength, data }) => ({
                seconds,
                fraction: nanoseconds,
                original: originalLength,
                data: Buffer.from(data, "hex"),
              }));
            const link = interfaces[0]?.linkType ?? 1;
            return new MemorySource(`part ${file}`, writePcap({ magic: NANOSECONDS, link, records }).bytes);
          });
          expect(await told(sources)).toEqual(whole);
        }),
        { numRuns: 8 },
      );
    },
  );

  it.each(["hang-handler/hang-handler", "boot-exec/boot-exec", "reconnect/reconnect"])(
    "%s: has all that either file has, whatever each lacks and by how much their clocks differ",
    async (name) => {
      const bytes = readBytes(`${name}.nsec.pcap`);
      const { packets, interfaces } = await record(pcap, bytes);
      const whole = await told([new MemorySource("whole", bytes)]);
      const link = interfaces[0]?.linkType ?? 1;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat({ max: packets.length - 1 }), fc.boolean()), { maxLength: 12 }),
          fc.constantFrom(-1000, -50, -1, 0, 1, 50, 1000),
          async (lost, ahead) => {
            const lacks = new Map(lost);
            const sources = [false, true].map((isSecond) => {
              const records = packets.flatMap(({ seconds, nanoseconds, originalLength, data }, at) => {
                if (lacks.get(at) === isSecond) return [];
                const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
                const shown = isSecond ? time + BigInt(ahead) * 1_000_000n : time;
                const fraction = Number(shown % 1_000_000_000n);
                return [
                  {
                    seconds: Number(shown / 1_000_000_000n),
                    fraction,
                    original: originalLength,
                    data: Buffer.from(data, "hex"),
                  },
                ];
              });
              return new MemorySource(isSecond ? "b" : "a", writePcap({ magic: NANOSECONDS, link, records }).bytes);
            });
            const capture = await readCapture(sources);
            expect({ frames: await framesByConnection(capture), unanswered: unansweredIds(capture) }).toEqual({
              frames: whole.frames,
              unanswered: whole.unanswered,
            });
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});
