import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CaptureReader, MemorySource, diagnose } from "../../src-decoder/index.ts";
import { readBytes } from "./load.ts";
import { unaccounted } from "./observe.ts";

/** One small capture of each container format and of the links that need least around the bridge's bytes. */
const FILES = [
  "hang-handler/hang-handler.pcap",
  "oversize/oversize.pcapng",
  "reconnect/reconnect.pcap",
  "linktypes/boot-exec.user0.pcapng",
  "linktypes/boot-exec.vsock.pcap",
  "guest-crash/guest-crash.h2g.bin",
];

/** Something done to a file: bytes overwritten, cut out, repeated, or the end lost. */
const damage = fc.record({
  kind: fc.constantFrom("overwrite" as const, "cut" as const, "repeat" as const, "truncate" as const),
  /** Place as a part of the file's length. */
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
});

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged(file: Uint8Array, { kind, where, bytes }: Damage): Uint8Array {
  const at = Math.floor(where * file.length);
  const head = file.subarray(0, at);
  const tail = file.subarray(at);
  switch (kind) {
    case "overwrite":
      return Buffer.concat([head, bytes.subarray(0, tail.length), tail.subarray(bytes.length)]);
    case "cut":
      return Buffer.concat([head, tail.subarray(bytes.length)]);
    case "repeat":
      return Buffer.concat([head, file.subarray(Math.max(0, at - bytes.length), at), tail]);
    case "truncate":
      return head;
  }
}

describe("damaged captures", () => {
  it.each(FILES)("%s: read to the end, every byte of every stream accounted for, and judged", async (name) => {
    const whole = readBytes(name);
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 6 }), async (damages) => {
        const bytes = damages.reduce(damaged, whole);
        const reader = new CaptureReader([new MemorySource(name, bytes)]);
        const { failures } = await reader.run();
        // A file that is no capture any more, as its first bytes are gone, is refused with a reason.
        expect(failures.every(({ reason }) => reason !== "")).toBe(true);
        const { capture } = reader;
        expect(unaccounted(capture)).toEqual([]);
        const { frames } = capture;
        for (let row = 0; row < frames.length; row++) {
          const peer = frames.peer.get(row);
          if (peer < frames.length) expect(frames.peer.get(peer)).toBe(row);
        }
        const { verdict } = await diagnose(capture);
        expect(verdict.text).not.toBe("");
      }),
      { numRuns: 60 },
    );
  });
});
