/** Links without addresses (USER0): which packets are of one connection, files, sections and interfaces alone tell. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pcapng } from "../../src-decoder/capture-file/pcapng.ts";
import { MemorySource } from "../../src-decoder/index.ts";
import { concat, record } from "../capture-file/recorder.ts";
import { PcapngWriter } from "../capture-file/write-pcapng.ts";
import { readBytes } from "./load.ts";
import { framesByConnection, readCapture, unansweredIds } from "./observe.ts";

const USER0 = 147;
const FLAGS = 2;

interface UserPacket {
  readonly time: bigint;
  readonly data: Uint8Array;
  /** As the flags of pcapng have it: 1 inbound, 2 outbound. */
  readonly direction: number;
}

const bytes = readBytes("linktypes/boot-exec.user0.pcapng");
const recorded = await record(pcapng, bytes);
const PACKETS = recorded.packets.map(({ seconds, nanoseconds, data, direction }): UserPacket => {
  const time = BigInt(seconds) * 1_000_000n + BigInt(nanoseconds) / 1000n;
  return { time, data: new Uint8Array(Buffer.from(data, "hex")), direction };
});
const WHOLE = await told([new MemorySource("whole", bytes)]);

async function told(sources: readonly MemorySource[]) {
  const capture = await readCapture(sources);
  return { frames: await framesByConnection(capture), unanswered: unansweredIds(capture) };
}

/** A section with packets, each on the interface that `interfaceOf` says. */
function section(
  packets: readonly UserPacket[],
  hasFlags: boolean,
  interfaces = 1,
  interfaceOf: (packet: UserPacket) => number = () => 0,
): Uint8Array {
  const writer = new PcapngWriter();
  return concat([
    writer.section(),
    ...Array.from({ length: interfaces }, () => writer.interface(USER0)),
    ...packets.map((packet) =>
      writer.enhancedPacket({
        interface: interfaceOf(packet),
        high: Number(packet.time >> 32n),
        low: Number(packet.time & 0xffff_ffffn),
        data: packet.data,
        ...(hasFlags ? { options: [[FLAGS, writer.u32(packet.direction)]] } : {}),
      }),
    ),
  ]);
}

/** By direction. */
function placeOf({ direction }: UserPacket): number {
  return direction - 1;
}

/** Cuts between packets, at places in order. */
function partsOf(cuts: readonly number[]): UserPacket[][] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), PACKETS.length];
  return places.slice(1).map((to, at) => PACKETS.slice(places[at], to));
}

const cuts = fc.uniqueArray(fc.integer({ min: 1, max: PACKETS.length - 1 }), { minLength: 1, maxLength: 4 });

describe.each([true, false])("a USER0 capture, with flags of direction: %s,", (hasFlags) => {
  it("is one connection over the files of a ring buffer, wherever it was cut and in whatever order they are given", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (places, isTurned) => {
        const files = partsOf(places).map((part, at) => new MemorySource(`part ${at}`, section(part, hasFlags)));
        expect(await told(isTurned ? files.toReversed() : files)).toEqual(WHOLE);
      }),
      { numRuns: 12 },
    );
  });

  it("is one connection over the sections of a file that was put together", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const file = concat(partsOf(places).map((part) => section(part, hasFlags)));
        expect(await told([new MemorySource("joined", file)])).toEqual(WHOLE);
      }),
      { numRuns: 12 },
    );
  });

  it("is one connection where each direction has an interface, or a file", async () => {
    const interfaces = section(PACKETS, hasFlags, 2, placeOf);
    expect(await told([new MemorySource("interfaces", interfaces)])).toEqual(WHOLE);
    const files = [0, 1].map((one) => {
      const own = PACKETS.filter((packet) => placeOf(packet) === one);
      return new MemorySource(`direction ${one}`, section(own, hasFlags));
    });
    expect(await told(files)).toEqual(WHOLE);
  });

  it("is a connection for each interface of a ring buffer, whichever speaks first in which part", async () => {
    const shifted = PACKETS.map((packet) => ({ ...packet, time: packet.time + 7n }));
    const both = [...PACKETS.map((packet) => [packet, 0] as const), ...shifted.map((packet) => [packet, 1] as const)];
    const inOrder = both.toSorted(([a], [b]) => Number(a.time - b.time));
    const interfaceOf = new Map(both);
    const parts = (at: number) =>
      [inOrder.slice(0, at), inOrder.slice(at)].map((part, file) => {
        const packets = part.map(([packet]) => packet);
        const written = section(packets, hasFlags, 2, (packet) => interfaceOf.get(packet)!);
        return new MemorySource(`part ${file}`, written);
      });
    for (const at of [40, 41, 90, 91, 200, 201]) {
      const capture = await readCapture(parts(at));
      expect(await framesByConnection(capture)).toEqual([...WHOLE.frames, ...WHOLE.frames]);
    }
  });

  it("is two connections where another bridge begins in the next file, or both were captured at once", async () => {
    const first = new MemorySource("first", section(PACKETS, hasFlags));
    const shifted = (by: bigint) => PACKETS.map((packet) => ({ ...packet, time: packet.time + by }));
    for (const by of [86_400_000_000n, 1000n]) {
      const both = await readCapture([first, new MemorySource("second", section(shifted(by), hasFlags))]);
      expect(both.bridges.map(({ connections }) => connections.length)).toEqual([1, 1]);
      expect(await framesByConnection(both)).toEqual([...WHOLE.frames, ...WHOLE.frames]);
    }
  });
});

it("a part of a ring buffer that has lost its flags goes on with the sides of those before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 4, max: PACKETS.length - 1 }), async (at) => {
      const files = [section(PACKETS.slice(0, at), true), section(PACKETS.slice(at), false)];
      expect(await told(files.map((file, place) => new MemorySource(`part ${place}`, file)))).toEqual(WHOLE);
    }),
    { numRuns: 12 },
  );
});
