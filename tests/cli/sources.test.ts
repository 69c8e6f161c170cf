import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemorySource } from "../../src-decoder/index.ts";
import { FileSource, openRegularFile } from "../../cli/file-source.ts";
import { spool } from "../../cli/spool.ts";
import { readBytes } from "../captures/load.ts";
import { runCli, temporaryFile } from "./run-cli.ts";

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 2654435761) >>> 24);
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Promise.resolve(bytes.subarray(at, at + size));
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Promise.resolve(pattern(1234));
  throw new Error("the cable is out");
}

describe("a file as a source", () => {
  const SIZE = 700_000;
  const bytes = pattern(SIZE);

  it("gives what lies there, whatever was read before", async () => {
    const path = temporaryFile("data", bytes);
    const read = fc.tuple(fc.nat(SIZE + 10), fc.oneof(fc.nat(100), fc.nat(400_000)));
    await fc.assert(
      fc.asyncProperty(fc.array(read, { minLength: 1, maxLength: 20 }), async (reads) => {
        const source = openRegularFile(path);
        for (const [offset, length] of reads) {
          const got = await source?.read(offset, length);
          expect(Buffer.compare(got ?? pattern(1), bytes.subarray(offset, offset + length))).toBe(0);
        }
        source?.close();
      }),
    );
  });

  it("tells of a read that fails with file, byte and reason", async () => {
    const descriptor = openSync(temporaryFile("data", "some bytes"), "r");
    closeSync(descriptor);
    await expect(new FileSource("data", descriptor, 10).read(3, 4)).rejects.toThrow(/^data: at byte 3: /);
  });

  it("is shorter where the file has shrunk", async () => {
    const descriptor = openSync(temporaryFile("data", "some bytes"), "r");
    const source = new FileSource("data", descriptor, 100);
    expect(Buffer.from(await source.read(5, 50)).toString()).toBe("bytes");
    source.close();
  });
});

describe("an input that can be read once", () => {
  it("is not opened to see what it is: a pipe would lose who writes into it", async () => {
    const path = temporaryFile("pipe", "");
    rmSync(path);
    execFileSync("mkfifo", [path]);
    // Nobody writes yet: to open it would wait.
    expect(openRegularFile(path)).toBeNull();
    const bytes = readBytes("boot-exec/boot-exec.pcapng");
    const [{ code, out, err }] = await Promise.all([runCli(["summary", path]), writeFile(path, bytes)]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("163");
  });

  it.each([
    [0, 1],
    [1_000_000, 65_536],
    [17_000_000, 1_000_001],
  ])("of %i bytes can be read at any offset", async (size, chunk) => {
    const before = readdirSync(tmpdir());
    const bytes = pattern(size);
    const source = await spool("-", inChunks(bytes, chunk));
    expect(source.size).toBe(size);
    expect(source instanceof MemorySource).toBe(size < 16 * 1024 * 1024);
    for (const offset of [0, size - 10, Math.floor(size / 2)]) {
      const got = await source.read(Math.max(0, offset), 10);
      expect(Buffer.compare(got, bytes.subarray(Math.max(0, offset), Math.max(0, offset) + 10))).toBe(0);
    }
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith("bridgescope-") && !before.includes(name));
    expect(left.filter((name) => !name.startsWith("bridgescope-test-"))).toEqual([]);
    if (source instanceof FileSource) source.close();
  });

  it("tells at which byte it broke", async () => {
    await expect(spool("-", broken())).rejects.toThrow("-: at byte 1234: the cable is out");
  });
});
