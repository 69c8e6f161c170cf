/** Runs the real command line as a process of its own, as scripts do. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readBytes } from "../captures/load.ts";

const BINARY = join(import.meta.dirname, "../../cli/bin/bridgescope.mjs");

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `stopAfter`: the reader goes away once it has that many bytes, as `head` does. */
export function runCli(
  args: readonly string[],
  { input = new Uint8Array(0), stopAfter = Number.POSITIVE_INFINITY }: { input?: Uint8Array; stopAfter?: number } = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BINARY, ...args]);
    const out: Buffer[] = [];
    let received = 0;
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out.push(chunk);
      received += chunk.length;
      if (received >= stopAfter) child.stdout.destroy();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    // A command that ends without reading its input closes the pipe.
    child.stdin.on("error", () => undefined).end(input);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out: Buffer.concat(out).toString("utf8"), err }));
  });
}

/** Output of a command that must do its work without a word on standard error. */
export async function cliOutput(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runCli(args);
  if (code !== 0 || err !== "") throw new Error(`exit code ${code}: ${err}`);
  return out;
}

/** A value that JSON holds; tests look into it by `toMatchObject` and the like. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseLines(text: string): JsonObject[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): JsonObject => JSON.parse(line));
}

/** A file that is there while the test runs. */
export function temporaryFile(name: string, bytes: Uint8Array | string): string {
  const folder = mkdtempSync(join(tmpdir(), "bridgescope-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A capture of tests/captures as a plain file. */
export function captureFile(path: string): string {
  return temporaryFile(path.replaceAll("/", "-"), readBytes(path));
}

/** One message as it stands in a byte stream. */
export function message(type: number, id: bigint, payload: string): Buffer {
  const body = Buffer.from(payload, "utf8");
  const header = Buffer.alloc(16);
  header.writeUInt32LE(type, 0);
  header.writeUInt32LE(16 + body.length, 4);
  header.writeBigUInt64LE(id, 8);
  return Buffer.concat([header, body]);
}
