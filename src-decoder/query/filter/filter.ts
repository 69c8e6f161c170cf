import type { ByteRun } from "../../bytes/byte-run.ts";
import type { Capture } from "../../model/capture.ts";
import { check } from "./check.ts";
import { NO_PAYLOADS, compile } from "./compile.ts";
import { selectedValues } from "./selected-values.ts";
import type { PayloadSlot, RowMarks, RowMeaning, RowTest } from "./compile.ts";
import { payloadParts, withoutPayload } from "../payload/condition.ts";
import { Patterns } from "../language/patterns.ts";
import type { RegexRunner } from "../language/patterns.ts";
import type { Condition } from "../payload/condition.ts";
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
  /** Whether the row's own payload is asked for: of paired frames' alone it is not. */
  readonly readsOwn: boolean;
  /** What must be known of paired frames before a row can be tested. */
  readonly peerTests: readonly PeerTest[];
  readonly testPayload: (row: number, payload: ByteRun) => boolean;
}

/** A test of paired frames' payloads: a filter of its own, which is run over these frames, and where those that pass are marked. */
export interface PeerTest {
  readonly filter: PayloadFilter;
  readonly passing: RowMarks;
}

/** A compiled filter, by what it needs to be answered. */
export type Filter = ColumnFilter | PayloadFilter;

/** A filter, or what is wrong with its text. */
export type FilterResult =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly faults: readonly [Fault, ...Fault[]] };

/** What a filter is compiled for. */
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
  if (payloadParts(condition).length === 0) {
    return {
      ok: true,
      filter: {
        ...common,
        needs: "columns",
        test: compile(condition, capture, patterns, meaning),
      },
    };
  }
  const asked = payloadParts(condition).filter(({ ofPeer }) => ofPeer);
  const ofPeers = asked.map((part) => {
    const passing: RowMarks = { marks: NO_MARKS };
    return { part, passing, filter: payloadFilter({ ...part, ofPeer: false }, new Map(), capture, common, "frame") };
  });
  const peers = new Map<Condition, RowMarks>(ofPeers.map(({ part, passing }) => [part, passing]));
  const filter = payloadFilter(condition, peers, capture, common, meaning);
  return { ok: true, filter: { ...filter, peerTests: ofPeers } };
}

const NO_MARKS = new Uint8Array(0);

function payloadFilter(
  condition: Condition,
  peers: PayloadSlot["peers"],
  capture: Capture,
  common: FilterCommon,
  meaning: RowMeaning,
): PayloadFilter {
  const { patterns } = common;
  const slot: PayloadSlot = { view: NO_PAYLOADS.view, peers };
  const test = compile(condition, capture, patterns, meaning, slot);
  return {
    ...common,
    needs: "payload",
    mayPass: compile(withoutPayload(condition, true), capture, patterns, meaning),
    passesAnyway: compile(withoutPayload(condition, false), capture, patterns, meaning),
    readsOwn: payloadParts(condition).some(({ ofPeer }) => !ofPeer),
    peerTests: [],
    testPayload(row, payload) {
      slot.view = new PayloadView(payload);
      const passes = test(row);
      slot.view = null;
      return passes;
    },
  };
}
