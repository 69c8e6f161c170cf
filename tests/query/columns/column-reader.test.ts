import { beforeAll, expect, test } from "vitest";
import { HEADER_BYTES } from "../../../src-decoder/bridge/header.ts";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { member, numberMember, parsed, textMember } from "../../../src-decoder/correlate/payloads.ts";
import { readFrame } from "../../../src-decoder/model/read-stream.ts";
import { columnReader } from "../../../src-decoder/query/columns/column-reader.ts";
import { FIELDS } from "../../../src-decoder/query/fields/fields.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;
let rows: Uint32Array;
let payloads: unknown[];

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
  rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
  payloads = await Promise.all(
    Array.from(rows, async (row): Promise<unknown> => {
      const { bytes } = await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row));
      return JSON.parse(new TextDecoder().decode(bytes));
    }),
  );
});

const texts = (name: string, of: Iterable<number> = rows): Promise<string[]> | undefined =>
  columnReader(name, capture)?.texts(of);
const values = (name: string): Promise<unknown[]> | undefined => columnReader(name, capture)?.values(rows);

test("a path is a column: its values as text and as they were sent", async () => {
  expect(await texts("payload.Result")).toEqual(
    payloads.map((payload) => String(numberMember(payload, "Result") ?? "")),
  );
  expect(await values("payload.ContainerId")).toEqual(payloads.map((payload) => textMember(payload, "ContainerId")));
  expect(await values("payload.TimeoutInMs")).toEqual(payloads.map((payload) => numberMember(payload, "TimeoutInMs")));
});

test("a path leads through JSON in strings, and joins the elements of a list", async () => {
  const found = await texts("Settings.ProcessParameters.CommandArgs");
  const plain = payloads.map((payload) => {
    const parameters = textMember(payload, "Settings", "ProcessParameters");
    const list = member(parsed(parameters ?? ""), "CommandArgs");
    return Array.isArray(list) ? list.join(", ") : "";
  });
  expect(plain.some((text) => text.includes(", "))).toBe(true);
  expect(found).toEqual(plain);
});

test("every field is a column, and that of the paired frame", async () => {
  for (const { key } of FIELDS) {
    const reader = columnReader(key, capture);
    if (key === "payloadSha256") expect(reader).toBeNull();
    else expect(await reader?.texts(rows)).toHaveLength(rows.length);
  }
});

test.each(["name", "info", "payload.Result", "Settings.ProcessParameters.CommandArgs"])(
  "%s is a column of the paired frame too",
  async (name) => {
    const own = await texts(name);
    expect(new Set(own).size).toBeGreaterThan(1);
    expect(await texts(`peer.${name}`)).toEqual(
      Array.from(rows, (row) => {
        const peer = capture.frames.peer.get(row);
        return peer < rows.length ? own![peer] : "";
      }),
    );
    expect(columnReader(`peer.${name}`, capture)?.label).toBe(`Peer ${columnReader(name, capture)?.label}`);
  },
);

test("what is neither field nor path is no column", () => {
  for (const name of [
    "",
    "nofield",
    "name == x",
    "len(Settings)",
    "peer.nofield",
    "peer.sha256",
    "Settings..X",
    "a b",
  ]) {
    expect(columnReader(name, capture)).toBeNull();
  }
});
