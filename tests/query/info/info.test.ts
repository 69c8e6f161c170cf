import { describe, expect, test } from "vitest";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { NULL_GUID } from "../../../src-decoder/bridge/shapes/addresses.ts";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import { procedureName } from "../../../src-decoder/bridge/procedures.ts";
import { messageKind } from "../../../src-decoder/bridge/header.ts";
import { FRAME } from "../../../src-decoder/model/capture.ts";
import { infoOf, readInfo } from "../../../src-decoder/query/info/info.ts";
import { openFiles } from "../../captures/load.ts";
import { captureOf } from "../random-capture.ts";

function info(type: number, payload: unknown): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return infoOf(captureOf([{ type, size: 5000 }]), 0, wholeRun(new TextEncoder().encode(text)));
}

/** The lines of a real capture by kind and name, each once. */
async function linesOf(path: string): Promise<Map<string, Set<string>>> {
  const reader = new CaptureReader(openFiles([path]));
  await reader.run();
  const { capture } = reader;
  const lines = new Map<string, Set<string>>();
  for (let row = 0; row < capture.frames.length; row++) {
    const type = capture.frames.type.get(row);
    const key = `${messageKind(type)} ${procedureName(type)}`;
    const known = lines.get(key) ?? new Set();
    lines.set(key, known.add(await readInfo(capture, row)));
  }
  return lines;
}

describe("the line of a frame", () => {
  test.each<[string, number, unknown, string]>([
    [
      "a disk",
      0x10100a01,
      {
        Request: {
          RequestType: "Add",
          ResourceType: "MappedVirtualDisk",
          Settings: { MountPath: "/run/mounts/m0", Lun: 3 },
        },
      },
      "Add MappedVirtualDisk /run/mounts/m0 lun 3",
    ],
    [
      "a process, through JSON in a string",
      0x10100501,
      {
        Settings: {
          ProcessParameters: JSON.stringify({ CommandArgs: ["sh", "-c", "a\nb"] }),
          VsockStdioRelaySettings: { StdOut: 1073741825 },
        },
      },
      '"sh -c a b" stdout:1073741825',
    ],
    [
      "a namespace, whose ID is its own",
      0x10100a01,
      { Request: { RequestType: "Add", ResourceType: "NetworkNamespace", Settings: { ID: "5555" } } },
      "Add NetworkNamespace namespace 5555",
    ],
    [
      "an adapter that is taken away by its ID alone",
      0x10100a01,
      { Request: { RequestType: "Remove", Settings: { AdapterInstanceId: "4444" } } },
      "Remove network adapter 4444",
    ],
    [
      "disks of image layers",
      0x10100a01,
      {
        Request: {
          RequestType: "Add",
          ResourceType: "WCOWBlockCims",
          Settings: { BlockCIMs: [{ CimName: "m" }, { CimName: "l" }], VolumeGUID: "77", MountFlags: 16 },
        },
      },
      "Add WCOWBlockCims volume 77 2 disks",
    ],
    [
      "layers of which only the container is told",
      0x10100a01,
      { Request: { RequestType: "Add", ResourceType: "CWCOWCombinedLayers", Settings: { ContainerID: "c1" } } },
      "Add CWCOWCombinedLayers container c1",
    ],
    ["an endless wait", 0x10100601, { ProcessId: 212, TimeoutInMs: 4294967295 }, "pid 212 (no timeout)"],
    ["a wait", 0x10100601, { ProcessId: 212, TimeoutInMs: 200 }, "pid 212 (timeout 200 ms)"],
    ["a signal", 0x10100701, { ProcessId: 212, Options: { Signal: 9 } }, "pid 212 signal 9 (SIGKILL)"],
    ["a kill", 0x10100701, { ProcessId: 212 }, "pid 212 kill"],
    ["a kill in numbers", 0x10100701, { ProcessId: 212, Options: { Signal: 0 } }, "pid 212 kill"],
    ["a console event", 0x10100701, { ProcessId: 212, Options: { Signal: "CtrlC" } }, "pid 212 signal CtrlC"],
    [
      "a disk whose zeros are left out",
      0x10100a01,
      { Request: { RequestType: "Remove", ResourceType: "SCSIDevice", Settings: {} } },
      "Remove SCSIDevice lun 0",
    ],
    [
      "a memory device whose number is left out",
      0x10100a01,
      { Request: { ResourceType: "VPMemDevice", Settings: { MountPath: "/run/layers/p0" } } },
      "Add VPMemDevice /run/layers/p0 device 0",
    ],
    [
      "a Linux container",
      0x10100101,
      {
        ContainerId: "a1",
        ContainerConfig: JSON.stringify({
          OciSpecification: { process: { args: ["sh", "-c"] }, root: { path: "/r" } },
        }),
      },
      '"sh -c" root /r container a1',
    ],
    [
      "a Windows container",
      0x10100101,
      { ContainerId: "a1", ContainerConfig: JSON.stringify({ Container: { Storage: { Path: "C:\\c" } } }) },
      "root C:\\c container a1",
    ],
    [
      "a confidential Windows container",
      0x10100101,
      {
        ContainerId: "a1",
        ContainerConfig: JSON.stringify({
          Spec: { process: { commandLine: "cmd /c ver" } },
          CWCOWHostedSystem: { Container: { Storage: { Path: "C:\\c" } } },
        }),
      },
      '"cmd /c ver" root C:\\c container a1',
    ],
    [
      "the utility VM",
      0x10100101,
      { ContainerId: NULL_GUID, ContainerConfig: '{"SystemType":"Container"}' },
      "utility VM Container",
    ],
    ["a start", 0x10100201, { ContainerId: "a1" }, "container a1"],
    ["a size", 0x10100801, { ProcessId: 7, Height: 40, Width: 120 }, "pid 7 120 columns 40 rows"],
    ["a change of limits", 0x10100e01, { ContainerId: "a1" }, "container a1"],
    ["a lifecycle notification", 0x10100f01, { ContainerId: "a1" }, "container a1"],
    [
      "log forwarding",
      0x10200101,
      { PropertyType: "LogForwardService", Settings: { RPCType: "StartLogForwarding" } },
      "LogForwardService StartLogForwarding",
    ],
    ["a done thing", 0x20200101, { Result: 0 }, "ok"],
    ["an end by Windows", 0x20100601, { Result: 0, ExitCode: 3221225786 }, "exit 3221225786 (STATUS_CONTROL_C_EXIT)"],
    ["an end by a signal", 0x20100601, { Result: 0, ExitCode: 143 }, "exit 143 (SIGTERM)"],
    [
      "an error",
      0x20100801,
      { Result: -1070137074, ErrorMessage: "no such container" },
      "error 0xC037010E SystemNotFound: no such container",
    ],
    [
      "an error without more",
      0x20100801,
      { Result: -1070137074, ErrorMessage: "HRESULT: 0xc037010e" },
      "error 0xC037010E SystemNotFound",
    ],
    ["a result of more than 32 bits", 0x20100801, { Result: 1234567890123 }, "Result 1234567890123 is no HRESULT"],
    ["a sidecar's error", 0x20000000, { ErrorMessage: "refused" }, "error: refused"],
    [
      "a notification",
      0x30100101,
      { ContainerId: "a1", Type: "UnexpectedExit", Result: 0 },
      "UnexpectedExit container a1",
    ],
    ["bytes that are no JSON", 0x10100601, "nonsense", ""],
    ["a payload that is cut", 0x10100601, '{"ProcessId":7,"TimeoutInMs":42949672', "pid 7"],
    ["a cut disk of a type", 0x10100a01, '{"Request":{"ResourceType":"SCSIDevice","Set', "SCSIDevice"],
    ["a cut disk", 0x10100a01, '{"ContainerId":"a1","Request":{"Reso', "container a1"],
    ["a cut process", 0x10100501, '{"ContainerId":"a1","Sett', "container a1"],
    ["a cut signal", 0x10100701, '{"ContainerId":"a1","ProcessId":7,"Opt', "pid 7"],
    ["a cut query", 0x10100901, '{"ContainerId":"a1","Quer', "container a1"],
    ["a cut size", 0x10100801, '{"ProcessId":7,"Height":40,"Wi', "pid 7 40 rows"],
    ["a cut end", 0x20100601, '{"Result":0,"Activity', "ok"],
    ["a cut answer", 0x20100601, '{"Activity', ""],
    ["cut properties", 0x20100901, '{"Result":0,"Prop', "ok"],
    ["cut stacks", 0x20100c01, '{"Result":0,"GuestStacks":"goroutine 1', "stacks"],
  ])("of %s", (_, type, payload, line) => {
    expect(info(type, payload)).toBe(line);
  });

  test.each<[string, number, string, string]>([
    [
      "a request that breaks off",
      0x10100a01,
      '{"Request":{"RequestType":"Add","ResourceType":"MappedVirtualDisk","Settings":{"MountPath":"/run/mounts/m0","Lun":',
      "Add MappedVirtualDisk /run/mounts/m0 (not whole JSON)",
    ],
    ["an answer that breaks off", 0x20100a01, '{"Result":0,"Acti', "ok (not whole JSON)"],
    ["an answer of which no result was read", 0x20100601, '{"Acti', "not JSON"],
    [
      "an error that breaks off",
      0x20100801,
      '{"Result":-1070137074,"ErrorMes',
      "error 0xC037010E SystemNotFound (not whole JSON)",
    ],
    ["bytes that are no JSON at all", 0x10100a01, "nonsense", "not JSON"],
  ])("of %s says what was read", (_, type, payload, line) => {
    const capture = captureOf([{ type, size: 5000, flags: FRAME.notJson }]);
    expect(infoOf(capture, 0, wholeRun(new TextEncoder().encode(payload)))).toBe(line);
  });

  test("is bounded, whatever the payload holds", () => {
    const line = info(0x20100601, { Result: -2147467259, ErrorMessage: "x\u2028".repeat(100_000) });
    expect(line.length).toBeLessThanOrEqual(240);
    expect(line).not.toMatch(/[\n\u2028]/);
  });

  test("says something of every frame of real captures", async () => {
    const lines = await linesOf("boot-exec/boot-exec.pcapng");
    expect(lines.size).toBeGreaterThan(25);
    const silent = [...lines].filter(([, texts]) => texts.has("")).map(([key]) => key);
    expect(silent).toEqual([]);
    expect([...(lines.get("request NegotiateProtocol") ?? [])]).toEqual(["version 4"]);
    expect([...(lines.get("response NegotiateProtocol") ?? [])]).toEqual(["version 4, Linux"]);
    expect([...(lines.get("request ModifySettings") ?? [])]).toContain("Update PodCgroupMemoryLimit");
    expect([...(lines.get("request ModifySettings") ?? [])]).toContain(
      "Add MappedDirectory /mnt/p9 share m0 port 564 read-only",
    );
    expect(
      [...(lines.get("request ExecuteProcess") ?? [])].some((text) =>
        text.startsWith('"/bin/echo hello from uvm" stdout:'),
      ),
    ).toBe(true);
    expect([...(lines.get("request GetProperties") ?? [])]).toContain("Statistics");
    expect([...(lines.get("response GetProperties") ?? [])]).toContain("LCOWMetrics");
  });
});
