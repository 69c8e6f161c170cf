/** `--filter` and `--columns`, the same for every command that lists frames. */
import {
  FIELDS,
  compileFilter,
  fieldOf,
  filterPayloadRows,
  filterSlices,
  isColumn,
  parseFilter,
  settledRows,
} from "../src-decoder/index.ts";
import type { Capture, FilterFault } from "../src-decoder/index.ts";
import type { Arguments, Option } from "./arguments.ts";
import { DeadlineError, UsageError } from "./errors.ts";
import { REGEX_DEADLINE, vmRegexRunner } from "./regex-runner.ts";

export const FILTER_OPTION: Option = {
  name: "filter",
  value: "EXPR",
  help: "Only frames that the display filter lets pass",
};

export const COLUMNS_OPTION: Option = {
  name: "columns",
  value: "A,B,C",
  help: "Fields to print, in this order; paths into payloads too",
};

/** The text of `--filter`, empty where it is not given; a wrong one is told before a file is read. */
export function filterOf(args: Arguments): string {
  const filter = args.text("filter") ?? "";
  rejectFaults(filter, parseFilter(filter).faults);
  return filter;
}

/** The names of `--columns`; null where it is not given. */
export function columnsOf(args: Arguments): readonly string[] | null {
  const names = args
    .text("columns")
    ?.split(",")
    .map((name) => name.trim());
  for (const name of names ?? []) {
    // The digest is no column of the decoder, but one of the command line.
    if (fieldOf(name) !== null || isColumn(name)) continue;
    throw new UsageError(
      `there is no column "${name}"; there are ${FIELDS.map(({ key }) => key).join(", ")} and paths into payloads: Settings.ProcessParameters`,
    );
  }
  return names ?? null;
}

/**
 * The rows that the filter lets pass, in capture order; those of filters over payloads come as they are found. Rejects with `DeadlineError`
 * behind the last where a regular expression took too long.
 */
export async function* passingRows(text: string, capture: Capture): AsyncGenerator<Uint32Array> {
  const compiled = compileFilter(text, capture, { runner: vmRegexRunner });
  if (!compiled.ok) {
    rejectFaults(text, compiled.faults);
    return;
  }
  const { filter } = compiled;
  const { patterns } = filter;
  const all = capture.frames.length;
  if (filter.needs === "payload") {
    for await (const { rows } of filterPayloadRows(capture, filter, all)) yield rows;
  } else if (patterns.isGuarded) yield* settledRows(patterns, filter.test, all);
  else yield* filterSlices(all, filter.test);
  if (!patterns.expired) return;
  const seconds = REGEX_DEADLINE / 1000;
  throw new DeadlineError(
    `--filter ${JSON.stringify(text)}: a regular expression took longer than ${seconds} s and was ended; frames may be missing`,
  );
}

function rejectFaults(filter: string, [fault]: readonly FilterFault[]): void {
  if (fault === undefined) return;
  const hint = fault.hint === null ? "" : ` (${fault.hint})`;
  throw new UsageError(`--filter ${JSON.stringify(filter)}: at character ${fault.at + 1}: ${fault.text}${hint}`);
}
