import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MESSAGES, jsonSchemaOf, parsePayload, shapeOf, validatePayload } from "../../src-decoder/index.ts";
import type { PayloadFinding } from "../../src-decoder/index.ts";
import { valueFor } from "./shapes-arbitrary.ts";

const EXECUTE = 0x10100501;
const WAIT = 0x10100601;
const MODIFY = 0x10100a01;
const BASE = '"ContainerId":"c","ActivityId":"00000000-0000-0000-0000-000000000000"';

const encoder = new TextEncoder();

function findings(type: number, text: string): readonly PayloadFinding[] {
  return validatePayload(parsePayload(encoder.encode(text)), shapeOf(type)!);
}

/** Code and path of each finding, with the bytes that it marks. */
function marks(type: number, text: string): string[] {
  const bytes = encoder.encode(text);
  return findings(type, text).map(
    ({ code, path, start, end }) => `${code} ${path} ${new TextDecoder().decode(bytes.subarray(start, end))}`,
  );
}

/** A request with a disk's settings, the resource type behind them. */
function disk(settings: string): string {
  return `{${BASE},"Request":{"Settings":${settings},"ResourceType":"MappedVirtualDisk"}}`;
}

describe("validatePayload", () => {
  it("finds nothing wrong with what is right", () => {
    expect(findings(WAIT, `{${BASE},"ProcessId":1,"TimeoutInMs":4294967295}`)).toEqual([]);
  });

  it("finds unknown members, wrong types, numbers out of range and missing members", () => {
    expect(marks(WAIT, `{${BASE},"ProcessID":1,"TimeoutInMs":"5"}`)).toEqual([
      'unknown-field ProcessID "ProcessID"',
      `missing-field  {${BASE},"ProcessID":1,"TimeoutInMs":"5"}`,
      'wrong-type TimeoutInMs "5"',
    ]);
    expect(marks(WAIT, `{${BASE},"ProcessId":4294967296,"TimeoutInMs":1.5}`)).toEqual([
      "bad-value ProcessId 4294967296",
      "wrong-type TimeoutInMs 1.5",
    ]);
  });

  it("compares 64-bit numbers by all their digits", () => {
    expect(marks(MODIFY, disk('{"Partition":18446744073709551615}'))).toEqual([]);
    expect(marks(MODIFY, disk('{"Partition":18446744073709551616}'))).toEqual([
      "bad-value Request.Settings.Partition 18446744073709551616",
    ]);
  });

  it("looks into JSON within strings, and marks it where it stands", () => {
    const parameters = String.raw`{\"CommandArgs\":[\"sh\",7],\"Extra\":true}`;
    expect(marks(EXECUTE, `{${BASE},"Settings":{"ProcessParameters":"${parameters}"}}`)).toEqual([
      String.raw`unknown-field Settings.ProcessParameters.Extra \"Extra\"`,
      "wrong-type Settings.ProcessParameters.CommandArgs[1] 7",
    ]);
    expect(marks(EXECUTE, `{${BASE},"Settings":{"ProcessParameters":"none"}}`)).toEqual([
      'bad-value Settings.ProcessParameters "none"',
    ]);
  });

  it("chooses the settings by resource type, and the guest by their members", () => {
    expect(marks(MODIFY, disk('{"MountPath":"/run","Lun":3}'))).toEqual([]);
    expect(marks(MODIFY, disk('{"ContainerPath":"C:\\\\","Lun":-1}'))).toEqual([]);
    expect(marks(MODIFY, disk('{"ContainerPath":"C:\\\\","Lun":-1,"AttachOnly":true}'))).toEqual([
      "bad-value Request.Settings.Lun -1",
    ]);
    expect(marks(MODIFY, disk('{"MountPath":"/run","Controler":1}'))).toEqual([
      'unknown-field Request.Settings.Controler "Controler"',
    ]);
  });

  it("names the resource types where one is not known", () => {
    const [finding] = findings(MODIFY, `{${BASE},"Request":{"ResourceType":"Floppy","Settings":{"A":1}}}`);
    expect(finding).toMatchObject({ code: "bad-value", path: "Request.ResourceType" });
    expect(finding?.text).toContain('"Floppy" is none of MappedDirectory, SCSIDevice');
  });

  it("wants a response's own members only where the request succeeded", () => {
    expect(marks(0x20100601, '{"Result":0}')).toEqual(['missing-field  {"Result":0}']);
    expect(marks(0x20100601, '{"Result":-1070137079}')).toEqual([]);
  });

  it("does not miss what a cut payload may have had", () => {
    expect(marks(WAIT, `{${BASE},"Proc`)).toEqual([]);
    expect(marks(EXECUTE, `{"Settings":{"ProcessParameters":"{\\"CommandArgs\\":[\\"sh`)).toEqual([]);
  });

  it("stops after 500 findings", () => {
    expect(findings(WAIT, `{${Array.from({ length: 2000 }, (_, i) => `"x${i}":1`).join(",")}}`)).toHaveLength(500);
  });

  it("takes an empty ResultInfo for what it is: the end of the host's bridge", () => {
    const event = `${BASE},"Type":"ForcedExit","Operation":"None","Result":0`;
    expect(marks(0x30100101, `{${event},"ResultInfo":""}`)).toEqual(['bad-value ResultInfo ""']);
    expect(marks(0x30100101, `{${event}}`)).toEqual([]);
  });

  const anyType = fc.constantFrom(...MESSAGES.map(({ type }) => type));

  it("never throws on JSON, and marks bytes that are there", () => {
    fc.assert(
      fc.property(anyType, fc.json(), (type, text) => {
        const { length } = encoder.encode(text);
        const outside = findings(type, text).filter(({ start, end }) => start < 0 || end < start || end > length);
        expect(outside).toEqual([]);
      }),
    );
  });

  it("never throws on bytes", () => {
    fc.assert(
      fc.property(anyType, fc.uint8Array({ maxLength: 60 }), (type, bytes) => {
        expect(() => validatePayload(parsePayload(bytes), shapeOf(type)!)).not.toThrow();
      }),
    );
  });
});

describe("generated schemas and validatePayload agree", () => {
  const ajv = new Ajv({ strict: false, logger: false });
  /** Types without JSON in strings, which a JSON schema sees only as strings. */
  const plain = MESSAGES.filter(({ shape }) => !JSON.stringify(shape).includes('"json-string"'));
  const compiled = plain.map(({ type, shape }) => ({ shape, check: ajv.compile(jsonSchemaOf(type)!) }));

  it.each(compiled.map((entry) => [entry.shape.name, entry] as const))("on %s", (_, { shape, check }) => {
    const agree = (value: unknown): void => {
      const found = validatePayload(parsePayload(encoder.encode(JSON.stringify(value))), shape);
      const bySchema = check(value) ? "right" : "wrong";
      expect(found.length === 0 ? "right" : "wrong").toBe(bySchema);
    };
    fc.assert(fc.property(valueFor(shape, 0), agree), { numRuns: 30 });
    fc.assert(fc.property(valueFor(shape, 3), agree), { numRuns: 60 });
  });
});

describe("jsonSchemaOf", () => {
  it("knows nothing of an unknown type", () => {
    expect(jsonSchemaOf(0x10101f01)).toBeNull();
  });

  it("describes members and values", () => {
    const schema = jsonSchemaOf(MODIFY)!;
    const request = schema.definitions?.["ModificationRequest"];
    expect(request?.properties?.["RequestType"]).toMatchObject({
      enum: ["Add", "Remove", "PreAdd", "Update"],
      description: "What is done with the resource. Absent means Add.",
    });
    expect(request?.additionalProperties).toBe(false);
    expect(schema.required).toEqual(["ContainerId", "ActivityId", "Request"]);
  });

  it("lets JSON in strings stand as structure where the page shows it so", () => {
    const opened = { ContainerId: "c", ActivityId: "a", Query: { PropertyTypes: ["Statistics"] } };
    const wrong = { ...opened, Query: { PropertyType: ["Statistics"] } };
    const closed = { ...opened, Query: JSON.stringify(opened.Query) };
    const ajv = new Ajv({ strict: false, logger: false });
    const asShown = ajv.compile(jsonSchemaOf(0x10100901, { openedStrings: true })!);
    const asSent = ajv.compile(jsonSchemaOf(0x10100901)!);
    expect([opened, wrong, closed].map((value) => asShown(value))).toEqual([true, false, true]);
    expect([opened, wrong, closed].map((value) => asSent(value))).toEqual([false, false, true]);
  });
});
