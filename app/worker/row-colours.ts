import { compileFilter, filterPayloadRows, filterRows, type Capture, type Filter } from "../../src-decoder/index.ts";
import { MOST_RULES, type ColourRule } from "../state/colour-rules.ts";
import type { FilterFault, TableRow } from "./contract.ts";

interface ActiveRule {
  readonly rule: ColourRule;
  readonly filter: Filter;
}

/** Tints rows that the page asks for by the first rule that lets them pass. */
export class RowColours {
  readonly #capture: Capture;
  readonly #active: readonly ActiveRule[];
  /** What is wrong with each rule, also of those that are off. */
  readonly faults: readonly (FilterFault | null)[];

  constructor(capture: Capture, rules: readonly ColourRule[]) {
    this.#capture = capture;
    const compiled = rules.slice(0, MOST_RULES).map((rule) => ({ rule, result: compileFilter(rule.filter, capture) }));
    this.faults = compiled.map(({ result }) => (result.ok ? null : result.faults[0]));
    this.#active = compiled.flatMap(({ rule, result }) =>
      rule.on && result.ok && result.filter.expression !== null ? [{ rule, filter: result.filter }] : [],
    );
  }

  /** The rows with their tints. An exchange has that of its request or its response. A file that cannot be read leaves rows without. */
  async told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    if (this.#active.length === 0) return rows;
    const tinted = new Map<number, ColourRule>();
    for (const { rule, filter } of this.#active) {
      const open = rows.filter(({ row }) => !tinted.has(row));
      const passed = new Set(await passing(this.#capture, filter, open.flatMap(framesOf)));
      for (const row of open) if (framesOf(row).some((frame) => passed.has(frame))) tinted.set(row.row, rule);
    }
    return rows.map((row) => {
      const rule = tinted.get(row.row);
      return rule === undefined ? row : { ...row, colour: { rule: rule.name, tint: rule.tint } };
    });
  }
}

function framesOf(row: TableRow): readonly number[] {
  if (row.kind === "frame") return [row.row];
  return [row.request, row.response].flatMap((frame) => (frame === null ? [] : [frame.row]));
}

async function passing(capture: Capture, filter: Filter, frames: readonly number[]): Promise<readonly number[]> {
  const rows = Uint32Array.from(frames);
  if (filter.needs === "columns") return [...filterRows(rows, filter.test)];
  const hits: number[] = [];
  try {
    for await (const slice of filterPayloadRows(capture, filter, rows)) hits.push(...slice.rows);
  } catch {
    return hits;
  }
  return hits;
}
