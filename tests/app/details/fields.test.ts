import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FieldModel, HEADER, headerId, valueId } from "../../../app/panes/details/model/field-model.ts";
import { VisibleFields } from "../../../app/panes/details/model/visible-fields.ts";
import type { HeaderField } from "../../../app/worker/contract/details.ts";
import { HEADER_BYTES, parsePayload } from "../../../src-decoder/index.ts";

const HEADER_FIELDS: readonly HeaderField[] = [
  {
    key: "type",
    label: "Type",
    offset: 0,
    length: 4,
    text: "0x10100501",
    meaning: "ExecuteProcess request",
    bits: [{ high: 31, low: 28, text: "1", meaning: "request" }],
  },
  { key: "size", label: "Size", offset: 4, length: 4, text: "564", meaning: "", bits: [] },
  { key: "id", label: "ID", offset: 8, length: 8, text: "33", meaning: "", bits: [] },
];

const TEXT = '{"a":[1,{"b":2}],"ContainerConfig":"{\\"c\\":[true]}"}';

function modelOf(text: string): FieldModel {
  return new FieldModel(HEADER_FIELDS, parsePayload(new TextEncoder().encode(text)));
}

function shown(model: FieldModel, toggled: readonly string[] = []): string[] {
  const fields = new VisibleFields(model, new Set(toggled));
  return Array.from({ length: fields.length }, (_, index) => {
    const row = fields.at(index)!;
    return `${"  ".repeat(row.depth)}${row.label} ${row.value}`;
  });
}

describe("the tree of fields", () => {
  test("lists the header with its bits, and the payload with JSON in strings as structure", () => {
    expect(shown(modelOf(TEXT))).toEqual([
      "Header 16 bytes",
      "  Type 0x10100501",
      "    bits 31–28 1",
      "  Size 564",
      "  ID 33",
      "Payload { 2 }",
      "  a [ 2 ]",
      "    [0] 1",
      "    [1] { 1 }",
      "      b 2",
      "  ContainerConfig { 1 }",
      "    c [ 1 ]",
      "      [0] true",
    ]);
  });

  test("writes an empty name with its quotes", () => {
    expect(shown(modelOf('{"":1}')).at(-1)).toBe('  "" 1');
  });

  test("hides what is in closed rows", () => {
    const model = modelOf(TEXT);
    const a = model.fieldAt(HEADER_BYTES + TEXT.indexOf("[1"))!;
    expect(shown(model, [HEADER, a])).toEqual([
      "Header 16 bytes",
      "Payload { 2 }",
      "  a [ 2 ]",
      "  ContainerConfig { 1 }",
      "    c [ 1 ]",
      "      [0] true",
    ]);
  });

  test("names the rows to open for a field in a closed one", () => {
    const model = modelOf(TEXT);
    const config = model.fieldAt(HEADER_BYTES + TEXT.indexOf("ContainerConfig"))!;
    const inner = model.fieldAt(HEADER_BYTES + TEXT.indexOf("true"))!;
    const closed = new VisibleFields(model, new Set([config]));
    expect(closed.indexOf(inner)).toBe(-1);
    expect(closed.closedAbove(inner)).toEqual([config]);
    expect(new VisibleFields(model, new Set()).closedAbove(inner)).toEqual([]);
  });

  test("of a big payload begins with the upper levels, and any field can be opened", () => {
    const text = JSON.stringify({ list: Array.from({ length: 2000 }, (_, id) => ({ id })) });
    const model = modelOf(text);
    const fields = new VisibleFields(model, new Set());
    expect(fields.length).toBe(7 + 2000);
    const inner = model.fieldAt(HEADER_BYTES + text.indexOf("1999"))!;
    const opened = new VisibleFields(model, new Set(fields.closedAbove(inner)));
    expect(opened.at(opened.indexOf(inner))).toMatchObject({ label: "id", value: "1999", depth: 3 });
    expect(opened.at(opened.parentOf(opened.indexOf(inner)))?.label).toBe("[1999]");
  });

  test("finds each row that it shows again by its id", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.nat(20)), (value, closed) => {
        const fields = new VisibleFields(modelOf(JSON.stringify(value)), new Set(closed.map(valueId)));
        for (let index = 0; index < fields.length; index++) expect(fields.indexOf(fields.at(index)!.id)).toBe(index);
      }),
    );
  });
});

describe("fields and bytes", () => {
  test.each([
    [0, headerId(0), "Type"],
    [7, headerId(1), "Size"],
    [15, headerId(2), "ID"],
  ])("byte %i is in %s", (offset, id, name) => {
    const model = modelOf(TEXT);
    expect(model.fieldAt(offset)).toBe(id);
    expect(model.nameOf(id)).toBe(name);
  });

  test("a value's name is its path, through strings too", () => {
    const model = modelOf(TEXT);
    const nameAt = (part: string): string => model.nameOf(model.fieldAt(HEADER_BYTES + TEXT.indexOf(part))!);
    expect(nameAt("2}]")).toBe("a[1].b");
    expect(nameAt("true")).toBe("ContainerConfig.c[0]");
    expect(nameAt("{")).toBe("Payload");
  });

  test("a value's bytes are those of its text on the wire", () => {
    const model = modelOf(TEXT);
    const at = HEADER_BYTES + TEXT.indexOf("true");
    expect(model.rangeOf(model.fieldAt(at)!)).toEqual({ start: at, end: at + 4 });
    expect(model.rangeOf(headerId(2))).toEqual({ start: 8, end: 16 });
    expect(model.rangeOf(HEADER)).toEqual({ start: 0, end: 16 });
  });

  test("without a payload there are the header's fields only", () => {
    const model = new FieldModel(HEADER_FIELDS, null);
    expect(model.fieldAt(20)).toBeNull();
    expect(shown(model).length).toBe(5);
  });
});
