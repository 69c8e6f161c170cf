import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StringTable } from "../../src-decoder/bytes/string-table.ts";
import { PayloadScanner } from "../../src-decoder/bridge/payload-scan.ts";

const encoder = new TextEncoder();

/** A type that may hold any field, so that all is read; requests and responses stop early. */
const ANY = 0x3010_0101;

function scan(text: string, type = ANY) {
  const strings = new StringTable();
  const bytes = encoder.encode(`#${text}#`);
  const facts = new PayloadScanner(strings).scan(bytes, 1, bytes.length - 1, type);
  return { ...facts, container: strings.get(facts.containerId), activity: strings.get(facts.activityId) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether Go decodes a JSON text into a whole number, or into a string. */
const decodesToNumber = (highest: number, lowest: number) => (json: string) =>
  json === "null" || (/^-?\d+$/u.test(json) && Number(json) >= lowest && Number(json) <= highest);
const decodesToString = (json: string): boolean => json === "null" || json.startsWith('"');

describe("PayloadScanner", () => {
  it("picks the base fields of a request and of a response", () => {
    const request = scan(
      '{"ContainerId":"c1","ActivityId":"a","otsc":{"ProcessId":9},"ProcessId":24,"TimeoutInMs":4294967295}\n',
    );
    expect(request).toMatchObject({
      container: "c1",
      activity: "a",
      hasProcess: true,
      processId: 24,
      hasResult: false,
      notJson: false,
      trailingBytes: false,
    });
    expect(scan('{"Result":-1070137074,"ActivityId":""}')).toMatchObject({
      hasResult: true,
      result: -1_070_137_074,
      activity: "",
      container: undefined,
    });
  });

  it("takes fields of the top level only, and of the right type only", () => {
    expect(scan('{"a":[{"Result":1}],"b":{"ContainerId":"x"}}')).toMatchObject({
      hasResult: false,
      container: undefined,
    });
    expect(scan('{"Result":"0","ProcessId":-1,"ContainerId":7}')).toMatchObject({
      hasResult: false,
      hasProcess: false,
      container: undefined,
    });
    expect(scan('{"Result":2147483648,"ProcessId":4294967296}')).toMatchObject({ hasResult: false, hasProcess: false });
    expect(scan('{"Result":1.5}')).toMatchObject({ hasResult: false, notJson: false });
    expect(scan('[{"Result":1}]')).toMatchObject({ hasResult: false, notJson: false });
  });

  it("says which payloads Go does not decode: no objects, and base fields of another type", () => {
    const taken = {
      Result: decodesToNumber(0x7fff_ffff, -0x8000_0000),
      ProcessId: decodesToNumber(0xffff_ffff, 0),
      ContainerId: decodesToString,
      ActivityId: decodesToString,
      Other: () => true,
    };
    const values = [
      "0",
      "-1",
      "2147483647",
      "2147483648",
      "-2147483649",
      "4294967295",
      "4294967296",
      "1.0",
      "1e3",
      "-0",
    ];
    const others = [
      "null",
      "true",
      "false",
      '"x"',
      '""',
      "[]",
      "{}",
      '["a"]',
      '{"Result":"0"}',
      '[[{"ProcessId":-1}]]',
    ];
    const members = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom("Result", "ProcessId", "ContainerId", "ActivityId", "Other"),
        fc.constantFrom(...values, ...others),
      ),
      { selector: ([name]) => name },
    );
    // Others a receiver passes over, whatever they are.
    const decoded = new Map<number, readonly string[]>([
      [0x1010_0601, ["ContainerId", "ActivityId", "ProcessId"]],
      [0x2010_0501, ["Result", "ActivityId", "ProcessId"]],
      [0x2010_0901, ["Result", "ActivityId"]],
      [0x3010_0101, ["ContainerId", "ActivityId", "Result"]],
      [0x5010_0101, []],
    ]);
    fc.assert(
      fc.property(members, fc.constantFrom(...decoded), (chosen, [type, names]) => {
        const payload = `{${chosen.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
        const isRefused = chosen.some(([name, value]) => names.includes(name) && !taken[name](value));
        expect(scan(payload, type).mistyped).toBe(isRefused);
      }),
      { numRuns: 1000 },
    );
    for (const value of [...values, "true", "false", '"x"', "[]", '[{"a":1}]']) expect(scan(value).mistyped).toBe(true);
    for (const value of ["null", "{}", '{"a":[]}']) expect(scan(value).mistyped).toBe(false);
    expect(scan('{"Result":3224830222,"ActivityId":"a"}', 0x2010_0901).mistyped).toBe(true);
  });

  it("reads escapes in ids", () => {
    expect(scan('{"ContainerId":"a\\u0062\\n\\"c\\\\"}').container).toBe('ab\n"c\\');
  });

  it("says of any text whether it is JSON, as JSON.parse does", () => {
    const mutated = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "\\", "0", "-", "e", ".", "t", "\u0001"),
      )
      .map(
        ([text, at, insert]) =>
          text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + (at % 2)),
      );
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), mutated, fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 01-.eEtrufalsn\n') })),
        (text) => {
          const facts = scan(text);
          expect(!facts.notJson && !facts.trailingBytes).toBe(isJson(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("marks bytes behind the value, white space excepted", () => {
    expect(scan('{"a":1}\n')).toMatchObject({ notJson: false, trailingBytes: false });
    expect(scan('{"a":1}\n{"b":2}\n')).toMatchObject({ notJson: false, trailingBytes: true });
  });

  it("stops at the last field that the type can hold, but reads on where the line's shape is odd", () => {
    const request = 0x1010_0a01;
    const base = '{"ContainerId":"c","ActivityId":"a"';
    expect(scan(`${base},"x":nonsense}\n`, request)).toMatchObject({ container: "c", activity: "a", notJson: false });
    expect(scan(`${base},"x":1`, request).notJson).toBe(true);
    expect(scan(`${base}}\n\u0001{"y":2}\n`, request)).toMatchObject({ container: "c", trailingBytes: true });
    expect(scan(`${base},"ProcessId":7}\n`, 0x1010_0601).processId).toBe(7);
    expect(scan('{"Result":-5,"ActivityId":"a","ProcessId":8}', 0x2010_0501)).toMatchObject({
      result: -5,
      processId: 8,
    });
  });

  it("agrees with a full reading on what both ends write", () => {
    const value = fc.record({ ContainerId: fc.string(), ActivityId: fc.uuid(), Rest: fc.jsonValue() });
    fc.assert(
      fc.property(value, fc.constantFrom("", "\n"), (payload, end) => {
        const text = JSON.stringify(payload) + end;
        expect(scan(text, 0x1010_0101)).toEqual({ ...scan(text), hasResult: false, hasProcess: false });
      }),
    );
  });

  it("reads a payload alike whatever others began with before", () => {
    const id = fc.constantFrom(
      "",
      "c1",
      "a".repeat(64),
      "b".repeat(64),
      "00000000-0000-0000-0000-000000000000",
      'q\\"',
      "x".repeat(200),
    );
    const number = fc.constantFrom("0", "-0", "7", "-2147024894", "2147483648", "1.5", "-");
    const tail = fc.constantFrom(
      "}",
      "}\n",
      ',"ProcessId":24}',
      ',"otsc":{"traceparent":"t"},"ProcessId":4}',
      ',"Result":5}',
      ',"x"',
    );
    const payload = fc.oneof(
      fc
        .tuple(id, id, tail)
        .map(([container, activity, end]) => `{"ContainerId":"${container}","ActivityId":"${activity}"${end}`),
      fc
        .tuple(number, id, tail)
        .map(([result, activity, end]) => `{"Result":${result},"ActivityId":"${activity}"${end}`),
    );
    // Two kinds of request and of answer, with and without a process, and a notification.
    const type = fc.constantFrom(0x1010_0101, 0x1010_0701, 0x2010_0101, 0x2010_0501, ANY);
    const messages = fc.array(fc.record({ payload, type, cut: fc.nat(3) }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(messages, (all) => {
        const strings = new StringTable();
        const scanner = new PayloadScanner(strings);
        for (const { payload: text, type: of, cut } of all) {
          const bytes = encoder.encode(text);
          const end = Math.max(0, bytes.length - cut);
          const facts = { ...scanner.scan(bytes, 0, end, of) };
          const anew = { ...new PayloadScanner(strings).scan(bytes, 0, end, of) };
          expect(facts).toEqual(anew);
        }
      }),
    );
  });

  it("bounds depth as Go does", () => {
    expect(scan("[".repeat(10_000) + "]".repeat(10_000)).notJson).toBe(false);
    expect(scan("[".repeat(10_001) + "]".repeat(10_001)).notJson).toBe(true);
  });

  it("accepts any bytes without throwing", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const facts = new PayloadScanner(new StringTable()).scan(bytes, 0, bytes.length, ANY);
        expect(facts.notJson && facts.trailingBytes).toBe(false);
      }),
    );
  });
});
