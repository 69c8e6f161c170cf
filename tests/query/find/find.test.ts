import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import { HEADER_BYTES } from "../../../src-decoder/bridge/header.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { readFrame } from "../../../src-decoder/model/read-stream.ts";
import { filterPayloadRows } from "../../../src-decoder/query/filter/filter-payload-rows.ts";
import { compileFind } from "../../../src-decoder/query/find/find.ts";
import { isBegunBytes, type FindSpec } from "../../../src-decoder/query/find/find-sought.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;
let payloads: Buffer[];

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
  payloads = await Promise.all(
    Array.from({ length: capture.frames.length }, async (_, row) =>
      Buffer.from((await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row))).bytes),
    ),
  );
});

async function found(spec: Partial<FindSpec>): Promise<number[]> {
  const compiled = compileFind({ text: "", mode: "text", matchCase: true, ...spec }, null);
  if (!compiled.ok) throw new Error(compiled.text);
  const rows: number[] = [];
  for await (const slice of filterPayloadRows(capture, compiled.filter, capture.frames.length))
    rows.push(...slice.rows);
  return rows;
}

const where = (holds: (payload: Buffer) => boolean): number[] =>
  payloads.flatMap((payload, row) => (holds(payload) ? [row] : []));

const refused = (spec: Partial<FindSpec>): unknown =>
  compileFind({ text: "", mode: "text", matchCase: true, ...spec }, null);

describe("what is looked for in payloads", () => {
  test("as text is found with and without the case, through the quotes of JSON in strings", async () => {
    expect(await found({ text: "echo" })).toEqual(where((payload) => payload.includes("echo")));
    expect(await found({ text: "ECHO" })).toEqual([]);
    expect(await found({ text: "ECHO", matchCase: false })).toEqual(await found({ text: "echo" }));
    const nested = await found({ text: '"/bin/echo"' });
    expect(nested).toEqual(where((payload) => payload.includes(String.raw`\"/bin/echo\"`)));
    expect(nested.length).toBeGreaterThan(0);
    expect(await found({ text: '"/BIN/ECHO"', matchCase: false })).toEqual(nested);
  });

  test("as bytes is what the payload holds", async () => {
    const text = "/bin/echo";
    const hex = Buffer.from(text).toString("hex");
    const expected = where((payload) => payload.includes(text));
    expect(await found({ mode: "bytes", text: hex })).toEqual(expected);
    const written = [
      hex.toUpperCase().replaceAll(/../g, "$& "),
      hex.replaceAll(/..(?!$)/g, "$&:"),
      hex.replaceAll(/..(?!$)/g, "$&-"),
      hex.replaceAll(/../g, "0x$&, "),
      hex.replaceAll(/../g, String.raw`\x$&`),
    ];
    for (const form of written) expect(await found({ mode: "bytes", text: form })).toEqual(expected);
  });

  test("as a regular expression goes through the payload's text", async () => {
    const expected = where((payload) => /"Result":-?[1-9]/.test(payload.toString()));
    expect(expected.length).toBeGreaterThan(0);
    expect(await found({ mode: "regex", text: '"Result":-?[1-9]' })).toEqual(expected);
    expect(await found({ mode: "regex", text: '"result":-?[1-9]', matchCase: false })).toEqual(expected);
  });

  test("is refused with its place where it cannot be read", () => {
    expect(refused({})).toMatchObject({ ok: false });
    expect(refused({ mode: "bytes", text: "7b 2g" })).toMatchObject({ ok: false, at: 3 });
    expect(refused({ mode: "bytes", text: "7b 2" })).toMatchObject({ ok: false, at: 3 });
    expect(refused({ mode: "regex", text: "(" })).toMatchObject({ ok: false });
  });

  test("as text is never taken for an expression", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.string(),
        fc.boolean(),
        (text, around, matchCase) => {
          const compiled = compileFind({ text, mode: "text", matchCase }, null);
          const payload = new TextEncoder().encode(around + text + around);
          expect(compiled.ok && compiled.filter.testPayload(0, wholeRun(payload))).toBe(true);
        },
      ),
    );
  });
});

test("a byte whose second digit may follow is begun, and what can be none is not", () => {
  for (const text of ["7", "7b 2", "7b:22:5", "0x", "0x7b, 0x", " "])
    expect([text, isBegunBytes(text)]).toEqual([text, true]);
  for (const text of ["7b", "7b 22", "x", "7b x", "7x", "0x7b"])
    expect([text, isBegunBytes(text)]).toEqual([text, false]);
});
