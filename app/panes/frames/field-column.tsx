/** Fields and paths into payloads that the user made columns. */
import type { ReactNode } from "react";
import { columnChoice, fieldOf } from "../../../src-decoder/index.ts";
import type { CellValue, TableRow } from "../../worker/contract/rows.ts";
import { ResultText } from "./cells.tsx";
import type { ColumnSpec } from "./columns.tsx";

/** None for a name that no capture could have a value for. */
export function fieldColumn(name: string): readonly ColumnSpec[] {
  const choice = columnChoice(name);
  if (choice === null) return [];
  const valueOf = (row: TableRow): CellValue | undefined => row.cells?.[name];
  const isResult = plainField(name)?.type === "result";
  return [
    {
      id: fieldColumnId(name),
      label: choice.label,
      title: name,
      views: ["frames", "exchanges"],
      width: choice.hints.width,
      align: choice.hints.align,
      field: name,
      made: true,
      text: (row) => valueOf(row)?.text ?? "",
      value: (row) => [name, valueOf(row)?.value ?? null],
      isOne: (row) => valueOf(row)?.isOne ?? true,
      ...(isResult ? { cell: (row, _, room) => resultCell(valueOf(row), room) } : {}),
    },
  ];
}

function resultCell(cell: CellValue | undefined, room: number): ReactNode {
  return typeof cell?.value === "number" ? <ResultText result={cell.value} text={cell.text} room={room} /> : cell?.text;
}

/** Made of the characters that a style sheet's variable may have: the offset of a pinned column is one. */
export function fieldColumnId(name: string): string {
  return `field-${name.replaceAll(/[^\w-]/gu, (sign) => `_${sign.codePointAt(0)!.toString(16)}_`)}`;
}

/** The field of a name, the paired frame's too; null for a path into payloads. */
export function plainField(name: string): ReturnType<typeof fieldOf> {
  return fieldOf(name.replace(/^peer\./u, ""));
}
