import { describe, expect, test } from "vitest";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterPayloadRows } from "../../../src-decoder/query/filter/filter-payload-rows.ts";
import { captureWithPayloads } from "../payload-capture.ts";

/** What only the plain reading of random payloads asks for. */
const NO_ROOT = { start: 0, end: 0, value: null, inner: null };

const { capture } = captureWithPayloads(
  [
    [0x10100601, { ProcessId: 5, TimeoutInMs: 50 }],
    [0x10100601, { ProcessId: 5, TimeoutInMs: 4294967295 }],
    [0x10100701, { ProcessId: 5, Options: { Signal: 15 } }],
    [0x10100701, { ProcessId: 5, Options: { Signal: "CtrlC" } }],
    [0x10100a01, { Request: { RequestType: "Add", Settings: { ReadOnly: true, Lun: 3 } } }],
    [0x10100a01, { Request: { RequestType: "Ad", Settings: { Lun: "abc" } } }],
    [0x20100601, { Result: -1070137083, ErrorRecords: [{ Result: -1070137083 }] }],
    [0x20100601, { Result: -2143878907, ErrorRecords: [{ Result: -2143878907 }] }],
    [0x20100901, { Properties: JSON.stringify({ LCOWMetrics: { cpu: { usage: { total: 2_000_000 } } } }) }],
    [0x20100901, { Properties: JSON.stringify({ Statistics: { Uptime100ns: 20_000_000 } }) }],
    [0x20100601, { Result: 0, ExitCode: 137 }],
    [0x20100601, { Result: 0, ExitCode: 0xc000013a }],
    [0x10100a01, { Request: { ResourceType: "CWCOWCombinedLayers", Settings: { MountFlags: 0x41 } } }],
    [0x10100a01, { Request: { ResourceType: "CWCOWCombinedLayers", Settings: { MountFlags: 0x10 } } }],
  ].map(([type, payload], row) => {
    const text = JSON.stringify(payload);
    return { type: Number(type), time: row, payload: { text, captured: text.length, root: NO_ROOT } };
  }),
  4096,
);

async function rowsOf(text: string): Promise<number[]> {
  const result = compileFilter(text, capture);
  if (!result.ok || result.filter.needs !== "payload") throw new Error(JSON.stringify(result));
  const found: number[] = [];
  for await (const { rows } of filterPayloadRows(capture, result.filter, capture.frames.length)) found.push(...rows);
  return found;
}

describe("members are compared by what the protocol says of them", () => {
  test.each<[string, number[]]>([
    ["TimeoutInMs == 50ms", [0]],
    ["TimeoutInMs > 0.04s && TimeoutInMs < 1m", [0]],
    ["TimeoutInMs == infinite", [1]],
    ["TimeoutInMs in {10ms..1s}", [0]],
    ["Properties.LCOWMetrics.cpu.usage.total == 2ms", [8]],
    ["Properties.Statistics.Uptime100ns == 2s", [9]],
    ["Options.Signal == SIGTERM", [2]],
    ["Options.Signal != sigterm", [3]],
    ["Options.Signal in {SIGTERM, CtrlC}", [2, 3]],
    ["ExitCode == SIGKILL || ExitCode == status_control_c_exit", [10, 11]],
    ["ExitCode in {SIGTERM, SIGKILL}", [10]],
    ["Request.Settings.MountFlags == BlockDeviceCim", [13]],
    ["Request.Settings.MountFlags contains ChildOnly", [12]],
    ["!(Request.Settings.MountFlags contains childonly) && Request.Settings.MountFlags", [13]],
    ["Request.Settings.MountFlags contains 6", [12, 13]],
    ["payload.Result == HrVmcomputeInvalidState", [7]],
    ["payload.Result == InvalidState", [6, 7]],
    ["payload.Result != InvalidState", [10, 11]],
    ["ErrorRecords.Result == ErrVmcomputeOperationInvalidState", [6, 7]],
    // Results are signed numbers that people write as unsigned ones.
    ["payload.Result == 0x80370105 || payload.Result == 3224830213", [6, 7]],
    ["payload.Result in {0x80000000..0xffffffff}", [6, 7]],
    ["payload.Result >= 0xC0370000 && ErrorRecords.Result < 0", [6]],
    ["ErrorRecords.Result in {0x80000000..0x90000000}", [7]],
    ["Request.RequestType == Add", [4]],
    ["Request.Settings.ReadOnly == true", [4]],
    // What is not as the protocol says is found by its text between quotes, and by parts.
    ['Request.RequestType == "Ad"', [5]],
    ["Request.RequestType contains Ad", [4, 5]],
    ['Request.Settings.Lun == "abc"', [5]],
    ["lower(Request.RequestType) == ad", [5]],
  ])("%s", async (text, rows) => {
    expect(await rowsOf(text)).toEqual(rows);
  });

  test.each([
    ["Options.Signal == SIGTRM", "SIGTRM", "Options.Signal is never SIGTRM.", "Did you mean SIGTERM?"],
    ["TimeoutInMs == infinit", "infinit", "TimeoutInMs is never infinit.", "Did you mean infinite?"],
    ["ErrorRecords.Result == HrFial", "HrFial", "ErrorRecords.Result is never HrFial.", "Did you mean HrFail?"],
    ["ExitCode == SIGKIL", "SIGKIL", "ExitCode is never SIGKIL.", "Did you mean SIGKILL?"],
    ["TimeoutInMs > 64KiB", "64KiB", "TimeoutInMs is a time.", "Write a number of ms, or a duration: 5s, 10ms"],
    [
      "Request.Settings.MountFlags contains ChildOny",
      "ChildOny",
      "Request.Settings.MountFlags has no flag ChildOny.",
      "Did you mean ChildOnly?",
    ],
    ["TimeoutInMs == abc", "abc", "TimeoutInMs is never abc.", "Write a number of ms, or a duration: 5s, 10ms"],
    ["Request.Settings.Lun > abc", "abc", "Request.Settings.Lun is never abc.", "Write a number: 412 or 0x19c"],
    ["Request.RequestType == Ad", "Ad", "Request.RequestType is never Ad.", "Did you mean Add?"],
    [
      "Request.RequestType in {Add, Floppy}",
      "Floppy",
      "Request.RequestType is never Floppy.",
      "It is one of Add, Remove, PreAdd, Update",
    ],
    [
      "Request.Settings.ReadOnly == maybe",
      "maybe",
      "Request.Settings.ReadOnly is never maybe.",
      "It is one of true, false",
    ],
    [
      "ProcessId > 5s || Options.Signal == SIGTRM",
      "5s",
      "A number cannot be compared with 5s.",
      "Write a number: 412 or 0x19c",
    ],
    [
      "Options.Signal in {SIGTERM..SIGKILL}",
      "SIGTERM..SIGKILL",
      "This range ends before it begins.",
      "Write SIGKILL..SIGTERM",
    ],
    ["TimeoutInMs in {infinite..10s}", "infinite..10s", "This range ends before it begins.", "Write 10s..infinite"],
    [
      "Options.Signal > 5s",
      "5s",
      "A value of a payload cannot be compared with 5s.",
      "Write a number, or a text between quotes.",
    ],
    [
      "otsc.traceparent contains x",
      "otsc.traceparent",
      "There is no field otsc.traceparent.",
      "Write payload.otsc.traceparent",
    ],
  ])("a fault of %s is at %s", (text, place, sentence, hint) => {
    const result = compileFilter(text, capture);
    const [fault] = result.ok ? [] : result.faults;
    expect(fault && { ...fault, place: text.slice(fault.at, fault.at + fault.length) }).toMatchObject({
      place,
      text: sentence,
      hint,
    });
  });
});

test("a result is named as the table names it", () => {
  for (const name of [
    "SystemNotFound",
    "systemnotfound",
    "HrVmcomputeSystemNotFound",
    "ErrComputeSystemDoesNotExist",
  ]) {
    const result = compileFilter(`result == ${name}`, capture);
    expect(result.ok).toBe(true);
  }
});
