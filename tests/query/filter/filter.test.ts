import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import type { FilterOptions } from "../../../src-decoder/query/filter/filter.ts";
import { settledRows } from "../../../src-decoder/query/filter/filter-payload-rows.ts";
import { filterRows } from "../../../src-decoder/query/filter/filter-rows.ts";
import type { RegexRunner } from "../../../src-decoder/query/language/patterns.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { print } from "../../../src-decoder/query/language/print.ts";
import { plainFilter } from "../plain-filter.ts";
import { captureOf, plainFrames } from "../random-capture.ts";
import type { PlainFrame } from "../random-capture.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { PROCEDURES } from "../../../src-decoder/bridge/procedures.ts";

/** Of all procedures, and that of a sidecar's errors. */
const NAMES = PROCEDURES.length + 1;

/** A request and its answer 4 s later, one that hangs, a notification, an answer no one asked for. */
const FRAMES: readonly PlainFrame[] = [
  { type: 0x10100501, time: 0, id: 3n, containerId: "a1b2c3", peer: 1 },
  { type: 0x20100501, time: 4e9, id: 3n, stream: 1, result: -1070137074, processId: 212, peer: 0, size: 100_000 },
  { type: 0x10100a01, time: 5e9, id: 4n, containerId: "a1b2c3" },
  { type: 0x30100101, time: 6e9, stream: 1, containerId: "ffff", result: 0 },
  { type: 0x20000000, time: 7e9, stream: 1, id: 18446744073709551615n, result: -2147467259 },
];

function rowsOf(text: string, capture: Capture = captureOf(FRAMES), options: FilterOptions = {}): number[] {
  const result = compileFilter(text, capture, options);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  if (result.filter.needs !== "columns") throw new Error(`${text} needs payloads`);
  return [...filterRows(capture.frames.length, result.filter.test)];
}

function faultOf(text: string, options: FilterOptions = {}): { place: string; text: string; hint: string | null } {
  const result = compileFilter(text, captureOf(FRAMES), options);
  if (result.ok) throw new Error(`${text} has no fault`);
  const { at, length, text: message, hint } = result.faults[0];
  return { place: text.slice(at, at + length), text: message, hint };
}

describe("a compiled filter", () => {
  test("lets the same rows pass as a plain reading of the same frames", () => {
    fc.assert(
      fc.property(plainFrames, plainFilter, (frames, { text, passes }) => {
        const expected = frames.flatMap((_, row) => (passes(frames, row) ? [row] : []));
        expect(rowsOf(text, captureOf(frames))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test("means the same after it was printed", () => {
    fc.assert(
      fc.property(plainFrames, plainFilter, (frames, { text }) => {
        const { expression } = parse(text);
        const capture = captureOf(frames);
        expect(rowsOf(expression === null ? "" : print(expression), capture)).toEqual(rowsOf(text, capture));
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, number[]]>([
    ["", [0, 1, 2, 3, 4]],
    ["name == ExecuteProcess && latency > 3s", [1]],
    ["name == executeprocess", [0, 1]],
    ['container contains "a1b2"', [0, 1, 2]],
    ["container == a1b2c3", [0, 1, 2]],
    ["result != 0", [1, 4]],
    ["result == 0xC037010E", [1]],
    ["result == ErrComputeSystemDoesNotExist", [1]],
    ["result in {S_OK, HrFail}", [3, 4]],
    ["result in {ErrElementNotFound, S_OK}", [3]],
    ["resultName == SystemNotFound", [1]],
    ["NOT pending AND (error OR processId)", [1, 4]],
    ['LEN(container) == 4 && Lower(name) contains "create"', []],
    ['lower(container) matches "^\\\\S+$"', [0, 1, 2, 3]],
    ["resultName in {systemnotfound, S_OK}", [1, 3]],
    ["resultName != ErrComputeSystemDoesNotExist", [3, 4]],
    ["id in {3, 7..12}", [0, 1]],
    ["id not in {3, 7..12}", [2, 3, 4]],
    ["id == 18446744073709551615", [4]],
    ["pending", [2]],
    ["pending && age > 1s", [2]],
    ["pending && age > 10s", []],
    ["is:error", [1, 4]],
    ["after(3)", [3, 4]],
    ["before(17:42:33)", [0, 1, 2]],
    ["time >= 17:42:32.5", [2, 3, 4]],
    ["time < 2026-11-23T17:42:31.6Z", [0, 1]],
    ["time > 5.5s", [3, 4]],
    ["timeDelta > 1s", [1]],
    ["latency == 4s && latency == 4.0s", [1]],
    ["delta <= 1s", [2, 3, 4]],
    ["peer.result != 0", [0]],
    ["size > 64KiB", [1]],
    ["direction == guest-to-host and not error", [3]],
    ["name == Error", [4]],
    ["len(container) == 4", [3]],
    ["container matches /^A1/i || notification", [0, 1, 2, 3]],
    ["processId", [1]],
    ["!container", [4]],
    ["pending == false && request", [0]],
    ["type == 0x30100101", [3]],
  ])("%s", (text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test("reads what paths reach in the selected row's payload", () => {
    const selectedPayload = new TextEncoder().encode(
      JSON.stringify({
        ContainerId: "a1b2c3",
        Request: {
          Inner: { A: 1 },
          Settings: '{"Lun":3,"A.b":18446744073709551615,"Names":["x","y"],"ReadOnly":true,"None":null}',
        },
      }),
    );
    const selected = { selected: 0, selectedPayload };
    const rows = (text: string): number[] => rowsOf(text, captureOf(FRAMES), selected);
    expect(rows("container == ${selected.ContainerId}")).toEqual([0, 1, 2]);
    expect(rows("container == ${selected.payload.ContainerId}")).toEqual([0, 1, 2]);
    expect(rows("id == ${selected.Request.Settings.Lun}")).toEqual([0, 1]);
    expect(rows("id in {${selected.Request.Settings.Lun}..4}")).toEqual([0, 1, 2]);
    // For another row it may be a range.
    expect(rows("id in {${selected.Request.Settings.Lun}..2}")).toEqual([]);
    expect(rows('id == ${selected.Request.Settings["A.b"]}')).toEqual([4]);
    expect(rows("result == ${selected.Request.Settings.Lun}")).toEqual([]);

    const path = "${selected.Request.Settings.Names}";
    expect(faultOf(`container == ${path}`, selected)).toEqual({
      place: path,
      text: "The selected frame has 2 values of Request.Settings.Names.",
      hint: "Name one that it has once.",
    });
    for (const name of ["Request.Settings.None", "Request.Inner", "Request.Settings.Lost"]) {
      expect(faultOf(`container == \${selected.${name}}`, selected).text).toBe(`The selected frame has no ${name}.`);
    }
    expect(faultOf("id == ${selected.Request.Lun}").text).toBe("No frame is selected.");
    expect(faultOf("id == ${selected.Request.Lun}", { selected: 0 }).text).toBe(
      "The selected frame has no Request.Lun.",
    );
    expect(faultOf("container == ${selected.payload}", selected).text).toBe(
      "payload is made from the payload and cannot be used here.",
    );
  });

  test("reads the selected row's values", () => {
    expect(rowsOf("container == ${selected.container}", captureOf(FRAMES), { selected: 0 })).toEqual([0, 1, 2]);
    expect(rowsOf("time >= ${selected.time}", captureOf(FRAMES), { selected: 2 })).toEqual([2, 3, 4]);
    expect(rowsOf("id == ${selected.peer.id}", captureOf(FRAMES), { selected: 1 })).toEqual([0, 1]);
    expect(faultOf("id == ${selected.id}")).toMatchObject({ place: "${selected.id}", text: "No frame is selected." });
    expect(faultOf("pid == ${selected.peer.pid}", { selected: 2 }).text).toBe("The selected frame has no peer.pid.");
  });

  test("finds all results that a name has, in sets too", () => {
    const results = [-1070137083, -2143878907, 0].map((result) => ({ type: 0x20100501, result }));
    const found = (text: string): number[] => rowsOf(text, captureOf(results));
    expect(found("result == InvalidState")).toEqual([0, 1]);
    expect(found("result in {InvalidState}")).toEqual([0, 1]);
    expect(found("result in {0x80370105, S_OK..1}")).toEqual([1, 2]);
    expect(found("resultName in {InvalidState, S_OK}")).toEqual([0, 1, 2]);
  });

  test("takes a time of day behind midnight for the next day's", () => {
    const late = captureOf(
      [
        { type: 0x10100501, time: 0 },
        { type: 0x10100501, time: 120e9 },
      ],
      BigInt(Date.parse("2026-11-23T23:59:00Z")) * 1_000_000n,
    );
    expect(rowsOf("time > 00:00:30", late)).toEqual([1]);
    expect(rowsOf("time > 23:58:00", late)).toEqual([0, 1]);
    // Behind the capture's end it is still the next day's.
    expect(rowsOf("time > 00:01:30", late)).toEqual([]);
    expect(rowsOf("time < 00:01:30", late)).toEqual([0, 1]);
  });

  test("asks for texts to be judged, and ends with what is judged where time is up", async () => {
    const asked: string[][] = [];
    for (const answered of [3, 1]) {
      const result = compileFilter("!(container matches /^(a+)+b/) && !(activityId matches /x+/)", captureOf(FRAMES), {
        runner: {
          run: (source, flags, texts) => {
            asked.push([source, flags, ...texts]);
            const regex = new RegExp(source, flags);
            return Promise.resolve(Uint8Array.from(texts.slice(0, answered), (text) => (regex.test(text) ? 1 : 0)));
          },
        },
      });
      if (!result.ok || result.filter.needs !== "columns") throw new Error("has faults or needs payloads");
      const { patterns, test: passes } = result.filter;
      const rows: number[] = [];
      for await (const slice of settledRows(patterns, passes, FRAMES.length)) rows.push(...slice);
      // The frame whose text was not judged is left out, though it is only asked whether it does not match.
      expect(rows).toEqual(answered === 3 ? [0, 1, 2, 3, 4] : [0, 1, 2, 4]);
      expect(patterns.expired).toBe(answered === 1);
    }
    const question = ["^(a+)+b", "", "a1b2c3", "ffff"];
    expect(asked).toEqual([question, question]);
  });

  test("runs what cannot go back at once", () => {
    const runner: RegexRunner = { run: () => Promise.reject(new Error("nothing is to be run")) };
    const result = compileFilter("container matches /^A.B/i", captureOf(FRAMES), { runner });
    expect(result.ok && result.filter.patterns.isGuarded).toBe(false);
  });
});

describe("a fault", () => {
  test.each([
    ['result == "abc"', '"abc"', "There is no result named abc.", "Write result == 0xC037010E"],
    ["lower(name) == Create", "Create", "lower() has no capitals, and Create has.", "Write create"],
    [
      'lower(Settings.User) in {"a", "Bc"}',
      '"Bc"',
      'lower() has no capitals, and the text "Bc" has.',
      'Write the text "bc"',
    ],
    ["latency > 5", "5", "A duration cannot be compared with 5.", "Write a unit: 5s, 5ms"],
    ["echo", "echo", "There is no field echo.", 'Text in payloads is found by payload contains "echo"'],
    ["contaner == x", "contaner", "There is no field contaner.", "Did you mean container?"],
    ["name == ExecuteProces", "ExecuteProces", "name is never ExecuteProces.", "Did you mean ExecuteProcess?"],
    [
      "result == HrVmcomputeSystemNotFond",
      "HrVmcomputeSystemNotFond",
      "There is no result named HrVmcomputeSystemNotFond.",
      "Did you mean HrVmcomputeSystemNotFound?",
    ],
    ["size > 5s", "5s", "A size cannot be compared with 5s.", "Write bytes: 4096, 64KiB"],
    ["pending > 3", "pending", "pending is true or false.", "Write pending or !pending"],
    ["container matches /(/", "/(/", "Invalid regular expression: /(/: Unterminated group.", null],
    ["container == /a/", "/a/", "A regular expression is compared by matches.", "Write matches /.../"],
    ["time > 25:00:00", "25:00:00", "There is no such time of day.", "They are 00:00:00 to 23:59:59.999999999"],
    ["pid contains 3", "pid", "pid is a number; contains needs a text.", "Write pid == ..."],
    ["len(pid) > 3", "len(pid)", "pid is no text; len() needs one.", null],
    ["id == 1.5", "1.5", "An id cannot be compared with 1.5.", "Write a whole number."],
    ["id = 3", "=", "= alone has no meaning.", "Write =="],
    ["name === Create", "===", "=== has no meaning here.", "Write =="],
    ["name !== Create", "!==", "!== has no meaning here.", "Write !="],
    ["name ~ x", "~", "~ has no meaning here.", "Write matches /.../"],
    ["latency > 5 s", "s", "A unit stands right behind its number.", "Write 5s"],
    ["size > 1.5 KiB && pending", "KiB", "A unit stands right behind its number.", "Write 1.5KiB"],
    ["name not Create", "not", "Two conditions stand side by side.", "Write && or || between them."],
    ["pending error", "error", "Two conditions stand side by side.", "Write && or || between them."],
    [
      "Create 22",
      "22",
      "22 is not expected here.",
      "Write && or || between two conditions, == or another comparison before a value.",
    ],
    ["latency > 5s 22", "22", "22 is not expected here.", "Write && or || between two conditions."],
    ['pending && id == 3 "x"', '"x"', "x is not expected here.", "Write && or || between two conditions."],
    ["id == 3, pending", ",", ", is not expected here.", "Write && or || between two conditions."],
    ["pending )", ")", ") is not expected here.", null],
    ["(pending", "", "A closing parenthesis is missing.", "It was opened at 1."],
    ["pending &&", "", "The filter ends too early.", "Name a field."],
    ["is:contains", "contains", "is: is followed by the name of a property.", "Write is:error or is:pending"],
    ["id in 3", "3", "A set is expected here.", "Write id in {3, 7..12}"],
    ['container == "ab', '"ab', "This text is not closed.", 'End it with "'],
    ["kind > request", "kind", "The values of kind have no order.", "Write kind == request or kind in {request}"],
    [
      "len(container) contains 5",
      "len(container)",
      "len(container) is a number; contains needs a text.",
      "Write len(container) == ...",
    ],
    ['name > "A"', "name", "The values of name have no order.", "Write name == A or name in {A}"],
    ['(pending ")"', '")"', "A closing parenthesis is missing.", "It was opened at 1."],
    ['id in "{" 3}', '"{"', "A set is expected here.", "Write id in {3, 7..12}"],
    ["time > 2026-02-30", "2026-02-30", "There is no such time.", null],
    [
      "name == Foo",
      "Foo",
      "name is never Foo.",
      `It is one of Create, Start, ShutdownGraceful, ShutdownForced, ExecuteProcess, WaitForProcess, and ${NAMES - 6} more`,
    ],
    ["frame.number == 5", "frame.number", "There is no field frame.number.", "Did you mean number?"],
    [
      "tcp.port == 5",
      "tcp.port",
      "There is no field tcp.port.",
      "Filters are of frames, and packets have no fields: write connection == 1",
    ],
    ["resul == 0", "resul", "There is no field resul.", "Did you mean result?"],
    ["severity >= bad", "bad", "severity is never bad.", "It is one of critical, error, warning, info"],
    ["name in {Create..Start}", "Create..Start", "Texts have no ranges.", "Name each text."],
    ["id in {3, 12..7}", "12..7", "This range ends before it begins.", "Write 7..12"],
    ["latency in {5s..10ms}", "5s..10ms", "This range ends before it begins.", "Write 10ms..5s"],
    ["len(container) in {5..4}", "5..4", "This range ends before it begins.", "Write 4..5"],
    ["severity in {critical..info}", "critical..info", "This range ends before it begins.", "Write info..critical"],
    ["Settings.Lun in {4..0x3}", "4..0x3", "This range ends before it begins.", "Write 0x3..4"],
    ["TimeoutInMs in {1m..10s}", "1m..10s", "This range ends before it begins.", "Write 10s..1m"],
    ['payload.ContainerId in {"b".."a"}', '"b".."a"', "This range ends before it begins.", 'Write "a".."b"'],
    ["count(Settings.Layers) in {2..1}", "2..1", "This range ends before it begins.", "Write 1..2"],
  ])("of %s is at %s", (filter, place, text, hint) => {
    expect(faultOf(filter)).toEqual({ place, text, hint });
  });

  test("is a column made from payloads that filters do not make", () => {
    expect(faultOf("sha256 == 3").text).toContain("is made from the payload");
  });
});

test("absent values pass no comparison, and so all negations of one", () => {
  expect(rowsOf("pid != 5")).toEqual([0, 1]);
  expect(rowsOf("!(pid == 5)")).toEqual([0, 1, 2, 3, 4]);
});
