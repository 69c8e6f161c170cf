import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { describe, expect, test } from "vitest";
import { FieldModel, type FieldId } from "../../../app/panes/details/model/field-model.ts";
import { subjectOf } from "../../../app/panes/details/model/value-subject.ts";
import { VisibleFields } from "../../../app/panes/details/model/visible-fields.ts";
import {
  CaptureReader,
  HEADER_BYTES,
  compileFilter,
  headerFields,
  parsePayload,
  readFrame,
  subjectFilter,
  type Capture,
} from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";
import { captureOf } from "../../query/random-capture.ts";

/** Every row that the field tree of a payload can show, whatever is closed at first. */
function allIds(model: FieldModel): FieldId[] {
  const opened = new Set<FieldId>();
  for (;;) {
    const fields = new VisibleFields(model, opened);
    const rows = Array.from({ length: fields.length }, (_, index) => fields.at(index)!);
    const closed = rows.filter((row) => row.expandable && !row.expanded);
    if (closed.length === 0) return rows.map((row) => row.id);
    for (const { id } of closed) opened.add(id);
  }
}

async function modelOf(capture: Capture, row: number): Promise<{ model: FieldModel; bytes: Uint8Array }> {
  const { frames } = capture;
  const type = frames.type.get(row);
  const size = frames.size.get(row);
  const { bytes } = await readFrame(capture, row, HEADER_BYTES, size - HEADER_BYTES);
  const header = headerFields(type, size, frames.idLow.get(row), frames.idHigh.get(row));
  return { model: new FieldModel(header, parsePayload(bytes), type), bytes };
}

function passes(capture: Capture, filter: string, row: number, payload: Uint8Array): boolean {
  const result = compileFilter(filter, capture);
  if (!result.ok) throw new Error(`${filter}: ${result.faults[0].text}`);
  return result.filter.needs === "columns"
    ? result.filter.test(row)
    : result.filter.testPayload(row, wholeRun(payload));
}

describe.each(["boot-exec/boot-exec.pcapng", "wcow-fake-guest/wcow-fake-guest.pcapng", "oversize/oversize.pcapng"])(
  "the filter of any field of %s",
  (path) => {
    test("lets the frame pass that it was made from", async () => {
      const reader = new CaptureReader(openFiles([path]));
      await reader.run();
      const { capture } = reader;
      const missed: string[] = [];
      const kinds = new Set<string>();
      const made = new Set<string>();
      for (let row = 0; row < capture.frames.length; row++) {
        const { model, bytes } = await modelOf(capture, row);
        for (const id of allIds(model)) {
          const subject = subjectOf(model, id);
          if (subject === null) continue;
          const filter = subjectFilter(subject);
          // The same filter over again says nothing new.
          if (made.has(`${row} ${filter}`)) continue;
          made.add(`${row} ${filter}`);
          kinds.add(id.split("/")[0]!);
          if (!passes(capture, filter, row, bytes)) missed.push(`frame ${row + 1}, ${model.nameOf(id)}: ${filter}`);
        }
      }
      expect(missed).toEqual([]);
      expect(kinds).toEqual(new Set(["header", "value", "absent", "part"]));
    });
  },
);

describe("the value of a field", () => {
  const text = String.raw`{"Request":{"ResourceType":"MappedVirtualDisk","Settings":{"MountPath":"/run/\"a\"","Lun":3,"a.b":1,"Big":18446744073709551615}},"Query":"{\"PropertyTypes\":[\"Statistics\"]}"}`;
  const model = new FieldModel([], parsePayload(new TextEncoder().encode(text)), 0x10100a01);
  const filterAt = (part: string): string =>
    subjectFilter(subjectOf(model, model.fieldAt(HEADER_BYTES + text.indexOf(part))!)!);

  test.each([
    ["3,", "Request.Settings.Lun == 3"],
    ['"/run', String.raw`Request.Settings.MountPath == "/run/\"a\""`],
    ["Statistics", 'Query.PropertyTypes == "Statistics"'],
    ['{"MountPath', "Request.Settings"],
    ["18446744073709551615", 'Request.Settings.Big == "18446744073709551615"'],
    ["1,", 'Request.Settings["a.b"] == 1'],
  ])("at %s", (part, filter) => {
    expect(filterAt(part)).toBe(filter);
  });
});

/** What the parts of a header's type ask for, from the highest bits on. */
function filtersOfBits(type: number): (string | null)[] {
  const model = new FieldModel(headerFields(type, 16, 1, 0), null, type);
  return [0, 1, 2, 3].map((bits) => {
    const subject = subjectOf(model, `header/0/${bits}`);
    return subject === null ? null : subjectFilter(subject);
  });
}

test.each([
  [0x10100501, ["kind == request", "category == ComputeSystem", "name == ExecuteProcess", "typeVersion == 1"]],
  [0x20200102, ["kind == response", "category == ComputeService", `name == "0x001"`, "typeVersion == 2"]],
  [0x51309903, ["kind == unknown", `category == "0x13"`, `name == "0x099"`, "typeVersion == 3"]],
  // The error of a sidecar is named by what it answers.
  [0x20000000, ["kind == response", `category == "0x00"`, "type == 0x20000000", "typeVersion == 0"]],
])("the bits of the type 0x%s ask for kind, category, name and version, which the frame passes", (type, filters) => {
  expect(filtersOfBits(type)).toEqual(filters);
  const capture = captureOf([{ type: 0x10100101 }, { type }]);
  expect(filters.filter((filter) => !passes(capture, filter, 1, new Uint8Array()))).toEqual([]);
  const others = filters.filter((filter) => !passes(capture, filter, 0, new Uint8Array()));
  expect(others.length).toBeGreaterThan(0);
});
