import type { ByteRun } from "../../bytes/byte-run.ts";
import type { Capture } from "../../model/capture.ts";
import { check } from "./check.ts";
import { NO_PAYLOADS, compile } from "./compile.ts";
import { selectedValues } from "./selected-values.ts";
import type { PayloadSlot, RowMeaning, RowTest } from "./compile.ts";
import { needsPayload, needsPeerPayload, withoutPayload } from "../payload/condition.ts";
import { Patterns } from "../language/patterns.ts";
import type { RegexRunner } from "../language/patterns.ts";
import { PayloadView } from "../payload/payload-view.ts";
import { parse } from "../language/parse.ts";
import type { Expression, Fault } from "../language/syntax.ts";

interface FilterCommon {
  /** Null for the empty filter, which lets all rows pass. */
  readonly expression: Expression | null;
  /** Where they are guarded, a test of a row may not know its answer yet: `settledRows` and `filterPayloadRows` ask again. */
  readonly patterns: Patterns;
}

/** A filter that columns answer, ready to be asked for rows. */
export interface ColumnFilter extends FilterCommon {
  readonly needs: "columns";
  readonly test: RowTest;
}

/** A filter that looks into payloads; `filterPayloadRows` runs it. */
export interface PayloadFilter extends FilterCommon {
  readonly needs: "payload";
  /** Whether a row may pass, as far as columns tell: only then its payload is needed. */
  readonly mayPass: RowTest;
  /** Whether a row passes whatever its payload holds. */
  readonly passesAnyway: RowTest;
  /** Whether the payload of the paired frame is asked for, too. */
  readonly needsPeer: boolean;
  /** `peer` is the payload of the paired frame; null where there is none, or it is not asked for. */
  readonly testPayload: (row: number, payload: ByteRun, peer: ByteRun | null) => boolean;
}

export type Filter = ColumnFilter | PayloadFilter;

export type FilterResult =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly faults: readonly [Fault, ...Fault[]] };

export interface FilterOptions {
  /** The selected row, for `${selected.FIELD}`. */
  readonly selected?: number | null;
  /** Its payload, or what there is of it, for `${selected.PATH}`: without it the frame has no values of paths. */
  readonly selectedPayload?: Uint8Array | null;
  /** What the rows stand for that are asked for; frames where it is left out. */
  readonly rows?: RowMeaning;
  /** Runs regular expressions that may take for ever; without it they are run at once, which is for those who trust them. */
  readonly runner?: RegexRunner;
}

/** From the text of a display filter to a predicate over a capture's rows, or to what is wrong with it, in order of place. */
export function compileFilter(text: string, capture: Capture, options: FilterOptions = {}): FilterResult {
  const { expression, faults } = parse(text);
  const [fault, ...others] = faults;
  if (fault !== undefined) return { ok: false, faults: [fault, ...others] };
  const patterns = new Patterns(options.runner ?? null);
  if (expression === null) {
    return { ok: true, filter: { needs: "columns", expression, test: () => true, patterns } };
  }
  const checked = check(expression, {
    capture,
    selected: options.selected ?? null,
    selectedValues: (path) => selectedValues(path, options.selectedPayload ?? null),
    patterns,
  });
  if (checked.condition === null) {
    const [first, ...rest] = checked.faults;
    const unread = { at: 0, length: text.length, text: "This filter cannot be read.", hint: null };
    return { ok: false, faults: [first ?? unread, ...rest] };
  }
  const { condition } = checked;
  const meaning = options.rows ?? "frame";
  const common = { expression, patterns };
  if (!needsPayload(condition)) {
    return {
      ok: true,
      filter: {
        ...common,
        needs: "columns",
        test: compile(condition, capture, patterns, meaning),
      },
    };
  }
  const slot: PayloadSlot = { ...NO_PAYLOADS };
  const test = compile(condition, capture, patterns, meaning, slot);
  return {
    ok: true,
    filter: {
      ...common,
      needs: "payload",
      mayPass: compile(withoutPayload(condition, true), capture, patterns, meaning),
      passesAnyway: compile(withoutPayload(condition, false), capture, patterns, meaning),
      needsPeer: needsPeerPayload(condition),
      testPayload(row, payload, peer) {
        slot.own = new PayloadView(payload);
        slot.peer = peer === null ? null : new PayloadView(peer);
        const passes = test(row);
        slot.own = null;
        slot.peer = null;
        return passes;
      },
    },
  };
}
