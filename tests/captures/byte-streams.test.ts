import { describe, expect, it } from "vitest";
import { FRAME, MemorySource } from "../../src-decoder/index.ts";
import type { Capture } from "../../src-decoder/index.ts";
import { readBytes } from "./load.ts";
import { framesByConnection, readCapture, unaccounted, unansweredIds } from "./observe.ts";

const HOST = readBytes("guest-crash/guest-crash.h2g.bin");
const GUEST = readBytes("guest-crash/guest-crash.g2h.bin");

async function readPair(host: Uint8Array, guest: Uint8Array): Promise<Capture> {
  const capture = await readCapture([new MemorySource("host.bin", host), new MemorySource("guest.bin", guest)]);
  expect(unaccounted(capture)).toEqual([]);
  return capture;
}

describe("a pair of byte streams is one bridge", () => {
  it.each([
    ["with a byte order mark before what the host sent", Buffer.concat([Buffer.from("\uFEFF"), HOST]), GUEST, 0, 0],
    [
      "with text before both",
      Buffer.concat([Buffer.from("\r\n\0"), HOST]),
      Buffer.concat([Buffer.from("junk"), GUEST]),
      0,
      0,
    ],
    ["with both begun inside a message", HOST.subarray(37), GUEST.subarray(50), 1, 1],
  ])("%s", async (_, host, guest, hostLacks, guestLacks) => {
    const whole = await framesByConnection(await readPair(HOST, GUEST));
    const shown = await framesByConnection(await readPair(host, guest));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.h2g.whole).toEqual(whole[0]?.h2g.whole.slice(hostLacks));
    expect(shown[0]?.g2h.whole).toEqual(whole[0]?.g2h.whole.slice(guestLacks));
  });
});

describe("byte streams of two runs, one behind the other", () => {
  it("have each answer at the request of its own run", async () => {
    const once = unansweredIds(await readPair(HOST, GUEST));
    const capture = await readPair(Buffer.concat([HOST, HOST]), Buffer.concat([GUEST, GUEST]));
    expect(unansweredIds(capture)).toEqual([...once, ...once]);
    const { frames } = capture;
    const faulty = Array.from({ length: frames.length }, (_, row) => row).filter(
      (row) => (frames.flags.get(row) & (FRAME.repeated | FRAME.unasked | FRAME.otherType)) !== 0,
    );
    expect(faulty).toEqual([]);
  });
});

describe("byte streams that begin with a frame whose payload is no JSON", () => {
  it.each(["", "hello"])("have it as their first: %j", async (payload) => {
    const behindAnother = (stream: Uint8Array): Buffer => {
      const bytes = Buffer.from(stream.subarray(0, 16));
      bytes.writeUInt32LE(16 + payload.length, 4);
      return Buffer.concat([bytes, Buffer.from(payload), stream]);
    };
    const { frames, streams } = await readPair(behindAnother(HOST), behindAnother(GUEST));
    expect([0, 1].map((row) => frames.size.get(row))).toEqual([16 + payload.length, 16 + payload.length]);
    expect(streams.flatMap(({ unframed }) => unframed)).toEqual([]);
  });
});
