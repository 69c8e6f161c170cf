import { describe, expect, test } from "vitest";
import { PROCEDURES, procedureName, procedureOf } from "../../src-decoder/bridge/procedures.ts";

describe("the table", () => {
  test("has every procedure of both categories once", () => {
    const codes = PROCEDURES.filter(({ kinds }) => kinds.includes("request")).map(({ code }) => code);
    const expected = Array.from({ length: 15 }, (_, i) => 0x100001 + ((i + 1) << 8));
    expect(codes).toEqual([...expected, 0x200101]);
    expect(new Set(PROCEDURES.map(({ name }) => name)).size).toBe(PROCEDURES.length);
  });

  test("has one long poll", () => {
    expect(PROCEDURES.filter(({ waits }) => waits).map(({ name }) => name)).toEqual(["WaitForProcess"]);
  });

  test("knows what the guest logs, and that it has no name for the answer of DeleteContainerState", () => {
    expect(procedureOf(0x10100101)?.guestRequest).toBe("ComputeSystemCreateV1");
    expect(procedureOf(0x20100601)?.guestResponse).toBe("ComputeSystemResponseWaitForProcessV1");
    expect(procedureOf(0x20100d01)).toMatchObject({
      guestRequest: "ComputeSystemDeleteContainerStateV1",
      guestResponse: null,
    });
    expect(procedureOf(0x30100101)).toMatchObject({
      guestRequest: "ComputeSystemNotificationV1",
      hostName: "Container",
    });
  });
});

describe("names", () => {
  test.each([
    [0x10100b01, "NegotiateProtocol"],
    [0x20100b01, "NegotiateProtocol"],
    [0x10200101, "ModifyServiceSettings"],
    [0x10100101, "Create"],
    [0x30100101, "Notification"],
    [0x30100201, "0x002"],
    [0x10101f01, "0x01f"],
    [0x10300101, "0x001"],
    [0x00100101, "0x001"],
    [0x20000000, "Error"],
  ])("%i is %s", (type, name) => {
    expect(procedureName(type)).toBe(name);
  });

  test("a sidecar's error takes the name of its request", () => {
    expect(procedureName(0x20000000, 0x10100501)).toBe("ExecuteProcess");
    expect(procedureName(0x20000000, 0x20000000)).toBe("Error");
    expect(procedureName(0x20100601, 0x10100501)).toBe("WaitForProcess");
  });
});
