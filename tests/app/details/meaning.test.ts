import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { factsOf } from "../../../app/panes/details/model/field-facts.ts";
import { FieldModel } from "../../../app/panes/details/model/field-model.ts";
import type { FieldRow } from "../../../app/panes/details/model/field-row.ts";
import { VisibleFields } from "../../../app/panes/details/model/visible-fields.ts";
import {
  HEADER_BYTES,
  ShapesOnDemand,
  assignShapes,
  parsePayload,
  shapeOf,
  validatePayload,
} from "../../../src-decoder/index.ts";
import { realPayloads } from "../../bridge/shapes-captures.ts";

const ZERO = "00000000-0000-0000-0000-000000000000";
const BASE = `"ContainerId":"${ZERO}","ActivityId":"${ZERO}"`;

function modelOf(type: number, text: string): FieldModel {
  const tree = parsePayload(new TextEncoder().encode(text));
  const shape = shapeOf(type);
  return new FieldModel([], tree, type, shape === null ? [] : validatePayload(tree, shape));
}

function rowsOf(fields: VisibleFields): FieldRow[] {
  return Array.from({ length: fields.length }, (_, index) => fields.at(index)!);
}

/** Rows below the payload, with those named opened. */
function shown(model: FieldModel, ...labels: readonly string[]): string[] {
  const plain = new VisibleFields(model, new Set());
  const toggled = rowsOf(plain).filter(({ label }) => labels.includes(label));
  return rowsOf(new VisibleFields(model, new Set(toggled.map(({ id }) => id))))
    .slice(3)
    .map(({ depth, label, value, meaning }) => `${"  ".repeat(depth - 1)}${label} ${value} | ${meaning}`);
}

function disk(settings: string): FieldModel {
  return modelOf(
    0x10100a01,
    `{${BASE},"Request":{"RequestType":"Add","ResourceType":"MappedVirtualDisk","Settings":${settings}}}`,
  );
}

describe("fields with what the protocol says of them", () => {
  test("say what values mean, and show what is left out where that says something", () => {
    expect(shown(modelOf(0x10100601, `{${BASE},"ProcessId":24,"TimeoutInMs":4294967295}`))).toEqual([
      "ProcessId 24 | ",
      "TimeoutInMs 4294967295 | Infinite: the guest waits until the process has ended.",
      "otsc absent | Absent means that the request is not traced, or that the host writes ocsc.",
    ]);
    const rows = shown(disk('{"MountPath":"/run/m0","Lun":3}'));
    expect(rows).toContain("    Controller absent: 0 | VM bus instance df6d0690-79e5-55b6-a5ec-c1e2f77f580a.");
    expect(rows).toContain("    ReadOnly absent: false | ");
    expect(rows).toContain("    Filesystem absent | Absent means ext4.");
    expect(rows.some((row) => row.includes("VerityInfo"))).toBe(false);
  });

  test("say once what it means that a member is absent", () => {
    const model = modelOf(0x10100601, `{${BASE},"ProcessId":24,"TimeoutInMs":4294967295}`);
    const absent = rowsOf(new VisibleFields(model, new Set())).find(({ label }) => label === "otsc")!;
    const { meaning, notes } = factsOf(model, absent.id);
    expect(meaning).toMatch(/^Absent means/);
    expect(notes).not.toContain(meaning);
  });

  test("say what is missing, unknown or wrong on the row itself", () => {
    const rows = shown(modelOf(0x10100601, `{${BASE},"ProcessID":24,"TimeoutInMs":"5"}`));
    expect(rows[0]).toContain('no member "ProcessID"');
    expect(rows[1]).toBe('TimeoutInMs "5" | Here is a string, where a whole number is expected.');
    expect(rows).toContainEqual(expect.stringMatching(/^ProcessId missing \| It must be there/));
  });

  test("gather absent members where they are many", () => {
    const request = '"Request":{"ResourceType":"ContainerConstraints","Settings":{"Linux":{"cpu":{}}}}';
    const model = modelOf(0x10100a01, `{${BASE},${request}}`);
    const closed = shown(model).filter((row) => row.includes("9 absent members"));
    expect(closed).toHaveLength(1);
    expect(shown(model, "9 absent members").length).toBe(shown(model).length + 9);
  });

  test("take a traceparent and an error code apart", () => {
    const traced = modelOf(
      0x10100201,
      `{${BASE},"otsc":{"traceparent":"00-8c8a3457f0088e40e8e55a0dfc6fbdbc-a08dfc6570d85bc2-01"}}`,
    );
    const parts = shown(traced, "traceparent").filter((row) => row.startsWith("    "));
    expect(parts.map((row) => row.trim().split(" | ")[0])).toEqual([
      "version 00",
      "trace-id 8c8a3457f0088e40e8e55a0dfc6fbdbc",
      "parent-id a08dfc6570d85bc2",
      "flags 01",
    ]);
  });

  test("show a policy's denial as structure", () => {
    const decision = {
      decision: "deny",
      input: { rule: "mount_device" },
      reason: { errors: ["deviceHash not found"] },
    };
    const coded = Buffer.from(JSON.stringify(decision)).toString("base64");
    const message = `denied by policy: policyDecision< ${coded} >policyDecision`;
    const model = modelOf(0x20100a01, JSON.stringify({ Result: -1, ActivityId: ZERO, ErrorMessage: message }));
    const rows = shown(model);
    expect(rows).toContain('  decision "deny" | What the policy decided: deny.');
    expect(rows).toContainEqual(expect.stringContaining('  input.rule "mount_device" | The rule that was asked:'));
    expect(rows).toContain('  reason.errors[0] "deviceHash not found" | What did not match, one sentence each.');
  });

  test("give each value of a policy's denial the symbols that hold it", () => {
    const json = JSON.stringify({ decision: "deny", input: { rule: "mount_device" }, reason: { errors: ["ü", "no"] } });
    const message = `denied by policy: policyDecision< ${Buffer.from(json).toString("base64")} >policyDecision`;
    const text = JSON.stringify({ Result: -1, ActivityId: ZERO, ErrorMessage: message });
    const model = modelOf(0x20100a01, text);
    const field = model.fieldAt(HEADER_BYTES + text.indexOf("denied"))!;
    const held = [0, 1, 2, 3].map((index) => {
      const { start, end } = model.rangeOf(`part/${field.split("/")[1]}/${index}`)!;
      return Buffer.from(text.slice(start - HEADER_BYTES, end - HEADER_BYTES), "base64").toString();
    });
    for (const [index, value] of ['"deny"', '"mount_device"', '"ü"', '"no"'].entries()) {
      expect(held[index]).toContain(value);
      expect(held[index]!.length).toBeLessThan(value.length + 6);
    }
  });

  test("show Base64 of a policy as its lines, each with its bytes", () => {
    const policy = 'package policy\n\napi_version := "0.10.0"\n';
    const coded = Buffer.from(policy).toString("base64");
    const text = `{${BASE},"Request":{"ResourceType":"SecurityPolicy","Settings":{"EncodedSecurityPolicy":"${coded}"}}}`;
    const model = modelOf(0x10100a01, text);
    expect(shown(model, "EncodedSecurityPolicy")).toContain('      3 api_version := "0.10.0" | ');
    const field = model.fieldAt(HEADER_BYTES + text.indexOf(coded) + 1)!;
    const part = `part/${field.split("/")[1]}/0`;
    const range = model.rangeOf(part)!;
    const bytes = text.slice(range.start - HEADER_BYTES, range.end - HEADER_BYTES);
    expect(Buffer.from(bytes, "base64").toString()).toContain("package polic");
  });

  test("claim nothing of what a cut payload may have had", () => {
    expect(
      shown(disk('{"MountPath":"/run').tree === null ? disk("{}") : modelOf(0x10100601, `{${BASE},"Proc`)),
    ).toEqual([expect.stringContaining('"Proc')]);
  });

  test("tell type, unit and page of the reference, of list elements too", () => {
    const text = String.raw`{${BASE},"Settings":{"ProcessParameters":"{\"CommandArgs\":[\"sh\"]}"}}`;
    const model = modelOf(0x10100501, text);
    const facts = factsOf(model, model.fieldAt(HEADER_BYTES + text.indexOf("sh"))!);
    expect(facts).toMatchObject({
      name: "Settings.ProcessParameters.CommandArgs[0]",
      type: "string",
      text: "Program and arguments one by one; a Linux guest takes these before CommandLine.",
      reference: "objects/ProcessParameters/CommandArgs",
    });
  });
});

test("shapes found on demand are those laid over the whole payload", () => {
  const payloads = [...realPayloads()].filter((_, place) => place % 97 === 0);
  for (const { type, bytes } of payloads) {
    const tree = parsePayload(bytes);
    const all = assignShapes(tree, shapeOf(type)!);
    const some = new ShapesOnDemand(tree, shapeOf(type)!);
    for (let row = tree.length - 1; row >= 0; row--) {
      expect(some.shape(row)).toBe(all.shapes[row]);
      expect(some.field(row)).toBe(all.fields[row]);
    }
  }
});

test("bytes and fields lead to each other through any nesting of strings", () => {
  /** JSON that holds JSON in strings, some levels deep, with what must be escaped. */
  const nested = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { weight: 3, arbitrary: fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean()) },
      { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
      {
        weight: 3,
        arbitrary: fc.dictionary(fc.string({ unit: "grapheme", maxLength: 4 }), tie("value"), { maxKeys: 3 }),
      },
      { weight: 2, arbitrary: tie("value").map((value) => JSON.stringify({ in: value })) },
    ),
  })).value;
  fc.assert(
    fc.property(nested, (value) => {
      const tree = parsePayload(new TextEncoder().encode(JSON.stringify({ top: value })));
      const model = new FieldModel([], tree);
      for (let row = 0; row < tree.length; row++) {
        const id = model.idOf(row);
        const { start, end } = model.rangeOf(id)!;
        // The first byte of a value is its own: a quote or bracket, or the value itself.
        expect(model.fieldAt(start)).toBe(id);
        const last = model.fieldAt(end - 1)!;
        expect(last === id || model.ancestors(last).includes(id)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
