import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { wholeRun, type ByteRun } from "../../../src-decoder/bytes/byte-run.ts";
import { HEADER_BYTES } from "../../../src-decoder/bridge/header.ts";
import { PROCEDURES } from "../../../src-decoder/bridge/procedures.ts";
import { NULL_GUID } from "../../../src-decoder/bridge/shapes/addresses.ts";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import { readFrame } from "../../../src-decoder/model/read-stream.ts";
import { InfoMaker, infoLine, infoOf } from "../../../src-decoder/query/info/info.ts";
import { INFO_PATHS, InfoWalk, parsedValues } from "../../../src-decoder/query/info/info-values.ts";
import type { InfoPath, InfoValues } from "../../../src-decoder/query/info/info-values.ts";
import { captureOf } from "../random-capture.ts";
import { captureForms, openFiles } from "../../captures/load.ts";

const utf8 = new TextEncoder();
/** Requests and answers of all procedures, the notification, a sidecar's error, and what nobody knows. */
const TYPES = [
  ...PROCEDURES.flatMap(({ code }) => [0x1000_0000 | code, 0x2000_0000 | code]),
  0x30100101,
  0x20000000,
  0x77777777,
];

const wholeWalk = new InfoWalk(INFO_PATHS);

/** What all paths together reach; null where the payload must be parsed. */
function walkedValues(payload: ByteRun): InfoValues | null {
  return wholeWalk.walk(payload) ? wholeWalk.values() : null;
}

function linesOf(values: InfoValues): string[] {
  return TYPES.map((type) => infoLine(type, values));
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const TEXTS = [
  "",
  "m0",
  'sh "-c" <x>',
  "é\u2028\n",
  "{",
  "[1",
  "{}x",
  '{"A":[1,[2]],}',
  '{"A" 1}',
  ' {"A":{}} ',
  "eyJBIjoibTAifQ==",
  NULL_GUID,
];
const WORDS = [0, 7, -1070137074, 1.5e300, 4294967295, true, false, null];
const scalar = fc.constantFrom<Json>(...TEXTS, ...WORDS);
const NAMES = [...new Set(INFO_PATHS.flatMap((path) => path.split(".")))];
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("A", "Settings", "Ünï", 'q"x', ...NAMES), tie("value"), { maxKeys: 3 }),
    tie("value").map((held) => JSON.stringify(held)),
  ),
})).value;

/** Puts a value where a path leads; each step on the way may be a list, or text. */
function placed(names: readonly string[], held: Json, forms: readonly number[]): Json {
  const [name, ...others] = names;
  if (name === undefined) return held;
  const object: Json = { [name]: placed(others, held, forms.slice(1)) };
  if (forms[0] === 0) return JSON.stringify(object);
  return forms[0] === 1 ? [object, 1, [object]] : object;
}

function merged(a: Json, b: Json): Json {
  if (!isObject(a) || !isObject(b)) return b;
  const both: { [name: string]: Json } = { ...a };
  for (const [name, held] of Object.entries(b)) both[name] = name in a ? merged(a[name]!, held) : held;
  return both;
}

function isObject(json: Json): json is { [name: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

const document = fc
  .array(
    fc.tuple(
      fc.constantFrom(...INFO_PATHS, ...Array<InfoPath>(9).fill("Properties")),
      value,
      fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }),
    ),
    {
      maxLength: 8,
    },
  )
  .map((members) =>
    members.reduce<Json>(
      (whole, [path, held, forms]) => merged(whole, placed(path.split("."), held, [9, ...forms])),
      {},
    ),
  );

/** Some written with white space or with letters escaped, with a bite taken out, a byte changed, or a member said twice. */
const payload = fc
  .tuple(document, fc.nat(3), fc.nat(9), fc.nat(), fc.constantFrom(...'{}[]",:\\ 1t\u0001'))
  .map(([json, style, harm, place, character]) => {
    const plain = JSON.stringify(json, null, style === 1 ? 1 : undefined);
    const text = style === 2 ? plain.replaceAll(/[<>Am]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`) : plain;
    const at = place % (text.length + 1);
    if (harm === 0) return text.slice(0, at);
    if (harm === 1) return text.slice(0, at) + character + text.slice(at + 1);
    if (harm === 2) return text.replace(/^\{/, '{"Result":1,"Result":[{}],');
    return harm === 3 ? text + text : text;
  })
  .map((text) => utf8.encode(text));

test("values found by a walk are those of the parsed payload, or the walk says that it must be parsed", () => {
  let walked = 0;
  fc.assert(
    fc.property(payload, fc.constantFrom(...INFO_PATHS), (bytes, path) => {
      const values = walkedValues(wholeRun(bytes));
      if (values === null) return;
      walked++;
      const parsedOnes = parsedValues(bytes);
      expect(linesOf(values)).toEqual(linesOf(parsedOnes));
      expect(values.texts(path)).toEqual(parsedOnes.texts(path));
      expect(values.count(path)).toBe(parsedOnes.count(path));
    }),
    { numRuns: 1500 },
  );
  expect(walked).toBeGreaterThan(500);
});

test("lines of real captures are the same by a walk, which few of their payloads are too odd for", async () => {
  /** Captures hold the same messages in many forms: each is looked at once. */
  const seen = new Set<string>();
  let parsed = 0;
  for (const { files } of captureForms()) {
    const reader = new CaptureReader(openFiles(files));
    await reader.run();
    const { capture } = reader;
    const maker = new InfoMaker(capture.frames);
    for (let row = 0; row < capture.frames.length; row++) {
      const { bytes, gaps } = await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row));
      const held = bytes.subarray(0, gaps[0]?.offset ?? bytes.length);
      const type = capture.frames.type.get(row);
      const key = `${type} ${Buffer.from(held).toString("latin1")}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const run = wholeRun(held);
      expect(maker.of(row, run)).toBe(infoOf(capture, row, run));
      const values = walkedValues(wholeRun(held));
      if (values === null) parsed++;
      else expect(infoLine(type, values)).toBe(infoLine(type, parsedValues(held)));
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(parsed / seen.size).toBeLessThan(0.1);
});

test("lines that are remembered are those that are made anew, of payloads that differ in little, too", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(payload, fc.constantFrom(...TYPES)), { minLength: 2, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...TYPES)), { maxLength: 12 }),
      (drawn, again) => {
        const messages = [...drawn, ...again.map(([at, type]) => [drawn[at % drawn.length]![0], type] as const)];
        const capture = captureOf(messages.map(([, type]) => ({ type, size: 5000 })));
        const maker = new InfoMaker(capture.frames);
        for (const [row, [bytes]] of messages.entries()) {
          expect(maker.of(row, wholeRun(bytes))).toBe(infoOf(capture, row, wholeRun(bytes)));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["that are asked for again", 3],
  ["that are not", 1],
])("more different lines than are remembered are right, too: of values %s", (_, times) => {
  const capture = captureOf([{ type: 0x10100601, size: 5000 }]);
  const maker = new InfoMaker(capture.frames);
  const wrong: string[] = [];
  for (let processId = 0; processId < 70_000; processId++) {
    const run = wholeRun(utf8.encode(`{"ProcessId":${processId},"TimeoutInMs":4294967295}`));
    for (let time = 0; time < times; time++) {
      const line = maker.of(0, run);
      if (line !== `pid ${processId} (no timeout)`) wrong.push(line);
    }
  }
  expect(wrong).toEqual([]);
});
