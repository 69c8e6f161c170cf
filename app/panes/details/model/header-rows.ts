import { HEADER_BYTES } from "../../../../src-decoder/index.ts";
import { counted } from "../../../format/numbers.ts";
import { HEADER, headerId, type FieldId, type FieldModel } from "./field-model.ts";
import { PLAIN_ROW, type FieldRow } from "./field-row.ts";

/** The header and its fields with their bits; `isOpen` tells which are open. */
export function headerRows(model: FieldModel, isOpen: (id: FieldId) => boolean): readonly FieldRow[] {
  const { header } = model;
  if (header.length === 0) return [];
  const open = isOpen(HEADER);
  const rows: FieldRow[] = [
    {
      ...PLAIN_ROW,
      id: HEADER,
      depth: 0,
      label: "Header",
      value: counted(HEADER_BYTES, "byte"),
      range: model.rangeOf(HEADER),
      expandable: true,
      expanded: open,
    },
  ];
  if (!open) return rows;
  for (const [index, field] of header.entries()) {
    const id = headerId(index);
    const range = { start: field.offset, end: field.offset + field.length };
    const expanded = field.bits.length > 0 && isOpen(id);
    rows.push({
      ...PLAIN_ROW,
      id,
      depth: 1,
      label: field.label,
      value: field.text,
      meaning: field.meaning,
      range,
      expandable: field.bits.length > 0,
      expanded,
      swatch: index,
    });
    if (!expanded) continue;
    for (const [place, bit] of field.bits.entries()) {
      rows.push({
        ...PLAIN_ROW,
        id: `${id}/${place}`,
        depth: 2,
        label: bit.high === bit.low ? `bit ${bit.high}` : `bits ${bit.high}–${bit.low}`,
        value: bit.text,
        meaning: bit.meaning,
        range,
      });
    }
  }
  return rows;
}
