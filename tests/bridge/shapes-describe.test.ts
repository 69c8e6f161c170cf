import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePolicyDecision, describeValue, resolveField, shapeOf } from "../../src-decoder/index.ts";
import type { Scalar } from "../../src-decoder/index.ts";

const NULL_GUID = "00000000-0000-0000-0000-000000000000";

/** What the value means at the path of a message type; the first form of the payload that has an answer. */
function meaning(type: number, path: string, value: Scalar): string | null {
  for (const { shape } of resolveField(shapeOf(type)!, path.split("."))) {
    const found = describeValue(shape, value);
    if (found !== null) return found.text;
  }
  return null;
}

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

describe("what values mean", () => {
  it.each<[number, string, Scalar, string | null]>([
    [0x20100401, "Result", 0, "0x00000000 S_OK: The request was done."],
    [0x20100401, "Result", 12345678, "0x00BC614E"],
    [0x10100601, "TimeoutInMs", 4294967295, "Infinite: the guest waits until the process has ended."],
    [0x10100601, "TimeoutInMs", 50, "50 ms."],
    [0x20100601, "ExitCode", 0, "Success."],
    [0x20100601, "ExitCode", 3, null],
    [0x20100601, "ExitCode", 143, "128 + 15: SIGTERM ended the process."],
    [0x20100601, "ExitCode", 4294967295, "-1: a signal killed a process of the utility VM itself."],
    [0x20100601, "ExitCode", 0xc0000135, "STATUS_DLL_NOT_FOUND: A library of the program is missing."],
    [0x10100701, "Options.Signal", 15, "SIGTERM: The process is asked to end."],
    [0x10100701, "Options.Signal", 40, "SIGRTMIN+6: A realtime signal, which means what the program says."],
    [0x10100701, "Options.Signal", 99, null],
    [0x10100701, "Options.Signal", "CtrlBreak", "Ctrl+Break was pressed."],
    [0x10100501, "Settings.VsockStdioRelaySettings.StdOut", 1073741825, "Stream 1 of this bridge, counted from 1."],
    [
      0x10100501,
      "Settings.StdioRelaySettings.StdErr",
      "40000002-facb-11e6-bd58-64006a7986d3",
      "vsock port 1073741826. Stream 2 of this bridge, counted from 1.",
    ],
    [0x10100501, "ContainerId", NULL_GUID, "The utility VM itself."],
    [0x10100501, "ContainerId", "", "No container: the bridge as a whole."],
    [0x10100501, "ContainerId", "a1b2", null],
    [0x10100a01, "Request.RequestType", "PreAdd", "A network adapter is announced before it is added."],
    [0x10100a01, "Request.Settings.Port", 564, "Plan 9: folders of the host."],
    [0x10100a01, "Request.Settings.Controller", 1, "VM bus instance 0110f83b-de10-5172-a266-78bca56bf50a."],
    [
      0x10100a01,
      "Request.Settings.ParentAddress",
      "894CC2D6-9D79-424F-93FE-42969AE6D8D1",
      "The host, as hcsshim names it to Windows guests.",
    ],
    [
      0x10100a01,
      "Request.Settings.VMBusGUID",
      "305891a9-b251-5dfe-91a2-c25d9212275b",
      "SCSI controller 3 on the VM bus.",
    ],
    [0x10100a01, "Request.Settings.MountFlags", 9, "ChildOnly, CacheRegions"],
    [0x10100a01, "Request.Settings.MountFlags", 0, "No flag is set."],
    [
      0x10100a01,
      "Request.Settings.MountFlags",
      0x8000_0032,
      "EnableDax, BlockDeviceCim, SingleFileCim, unknown 0x80000000",
    ],
    [0x10100a01, "Request.Settings.MountFlags", 16, "BlockDeviceCim"],
    [0x10100a01, "Request.Settings.MountFlags", 1.5, null],
    [0x10100a01, "Request.Settings.MountFlags", -1, null],
    [0x20100901, "Properties.LCOWMetrics.memory.usage.limit", 9223372036854771712n, "Without limit."],
    [0x20100901, "Properties.LCOWMetrics.memory.usage.limit", 4294967296, null],
    [0x10100101, "ContainerConfig.OciSpecification.linux.devices.fileMode", 438, "0666"],
    [0x20100501, "ErrorRecords.Line", 4294967295, "No stack is known."],
    [0x30100101, "Type", "ForcedExit", "The container ended after SIGKILL was sent to it."],
  ])("0x%x %s of %s", (type, path, value, expected) => {
    expect(meaning(type, path, value)).toBe(expected);
  });

  it("takes a traceparent apart", () => {
    const value = "00-9458bff65532d2d197b17a1ad415eec4-c12191b856a7ca01-01";
    const [traceparent] = resolveField(shapeOf(0x10100501)!, ["otsc", "traceparent"]);
    const found = describeValue(traceparent!.shape, value);
    expect(found?.parts.map(({ start, end }) => value.slice(start, end))).toEqual(value.split("-"));
    expect(found?.parts.map((part) => part.value)).toEqual(value.split("-"));
    expect(found?.text).toBe("Trace 9458bff65532d2d197b17a1ad415eec4, span c12191b856a7ca01, sampled.");
    expect(describeValue(traceparent!.shape, "nonsense")).toBeNull();
  });

  it("finds the result code in an error text", () => {
    expect(meaning(0x20100401, "ErrorMessage", "HRESULT: 0xc037010e")).toMatch(/^HrVmcomputeSystemNotFound: /);
    expect(meaning(0x20100401, "ErrorMessage", "no such file")).toBeNull();
  });

  it("explains a policy denial in an error text", () => {
    const denial = base64('{"decision":"deny","input":{"rule":"mount_overlay"},"reason":{"errors":["no overlay"]}}');
    const text = `mounting: policyDecision< ${denial} >policyDecision: unknown`;
    expect(meaning(0x20100a01, "ErrorMessage", text)).toBe("The policy denied mount_overlay: no overlay");
  });
});

describe("decodePolicyDecision", () => {
  it("reads decision, rule, reasons and what was cut out", () => {
    const json =
      '{"decision":"deny","input":{"rule":"create_container"},"reason":{"errors":["invalid command","ü"]},"truncated":["reason.error_objects"]}';
    const text = `failed: policyDecision< ${base64(json)} >policyDecision, more`;
    const found = decodePolicyDecision(text)!;
    expect(found).toMatchObject({
      decision: "deny",
      rule: "create_container",
      reasons: ["invalid command", "ü"],
      truncated: ["reason.error_objects"],
      json,
      fault: null,
    });
    expect(text.slice(found.start, found.end)).toBe(base64(json));
  });

  it("reads a reason that is a sentence, and the error of the policy itself", () => {
    const json = '{"decision":"deny","reason":"Security policy is not valid.","policyError":"rule missing"}';
    const found = decodePolicyDecision(`policyDecision<${base64(json)}>policyDecision`);
    expect(found?.reasons).toEqual(["Security policy is not valid.", "rule missing"]);
  });

  it.each([
    ["policyDecision< eyJ", "The text ends within the policy decision."],
    ["policyDecision< **** >policyDecision", "The policy decision is not Base64."],
    [`policyDecision< ${base64("not JSON")} >policyDecision`, "The policy decision is not JSON."],
    [`policyDecision< ${base64("[1]")} >policyDecision`, "The policy decision is no JSON object."],
  ])("says what is wrong with %s", (text, fault) => {
    expect(decodePolicyDecision(text)?.fault).toBe(fault);
  });

  it("finds none in other texts", () => {
    expect(decodePolicyDecision("HRESULT: 0xc037010e")).toBeNull();
  });

  it("finds again what was encoded", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decodePolicyDecision(`a policyDecision< ${base64(json)} >policyDecision b`)?.json).toBe(json);
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, closed) => {
        const found = decodePolicyDecision(`policyDecision<${text}${closed ? ">policyDecision" : ""}`);
        expect(found?.fault).toEqual(expect.any(String));
      }),
    );
  });
});
