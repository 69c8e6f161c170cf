/** `--filter` and `--columns`, the same for every command that reports on frames. */
import {
  FIELDS,
  NO_ROW,
  compileFilter,
  diagnose,
  fieldOf,
  filterPayloadRows,
  filterSlices,
  frameFindings,
  isColumn,
  nearestName,
  needsDiagnosis,
  parseFilter,
  settledRows,
} from "../src-decoder/index.ts";
import type { Capture, FilterFault, FilterOptions } from "../src-decoder/index.ts";
import type { Arguments, Option } from "./arguments.ts";
import { DeadlineError, UsageError } from "./errors.ts";
import { REGEX_DEADLINE, vmRegexRunner } from "./regex-runner.ts";

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
  const names = namesOf(args);
  const wrong = names?.find((name) => !isFieldColumn(name));
  if (wrong !== undefined) throw noColumn(wrong, FIELD_NAMES, FIELD_COLUMNS);
  return names;
}

/** What is wrong with a name of `--columns`, and what it may have been meant to be; `listed` are those that there are. */
function noColumn(wrong: string, names: readonly string[], listed: string): UsageError {
  const meant = nearestName(wrong, names);
  const hint = meant === null ? "there are" : `did you mean ${meant}? There are`;
  return new UsageError(`there is no column "${wrong}"; ${hint} ${listed}`);
}

const FIELD_NAMES = FIELDS.flatMap(({ key, aliases }) => [key, ...aliases]);
const FIELD_COLUMNS = `${FIELDS.map(({ key }) => key).join(", ")} and paths into payloads: Settings.ProcessParameters`;

/** Whether frames have such a column. The digest is no column of the decoder, but one of the command line. */
function isFieldColumn(name: string): boolean {
  return fieldOf(name) !== null || isColumn(name);
}

/** `--columns` of a table whose rows are no frames: some of its own columns. */
export function ownColumnsOption(keys: readonly string[]): Option {
  return { name: "columns", value: "A,B,C", help: `Columns to print, in this order, of ${keys.join(", ")}` };
}

/** The columns of `keys` that `--columns` names, in its order; all where it is not given. */
export function ownColumnsOf<K extends string>(args: Arguments, keys: readonly K[]): readonly K[] {
  return (
    namesOf(args)?.map((name) => {
      const key = keys.find((each) => each === name);
      if (key === undefined) throw noColumn(name, keys, keys.join(", "));
      return key;
    }) ?? keys
  );
}

/** The columns that `--columns` names of a table that has some of its own and can have those of frames too; its own where it is not given. */
export function mixedColumnsOf(args: Arguments, own: readonly string[]): readonly string[] {
  const names = namesOf(args) ?? own;
  const wrong = names.find((name) => !own.includes(name) && !isFieldColumn(name));
  if (wrong === undefined) return names;
  throw noColumn(wrong, [...own, ...FIELD_NAMES], `${own.join(", ")} and those of frames: ${FIELD_COLUMNS}`);
}

/** Names between commas; those in a name between quotes are part of it. */
function namesOf(args: Arguments): readonly string[] | null {
  const names = args.text("columns")?.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^,])+|(?<=,|^)(?=,|$)/gu);
  return names?.map((name) => name.trim()) ?? null;
}

/**
 * The rows that the filter lets pass, in capture order; those of filters over payloads come as they are found. Rejects with `DeadlineError`
 * behind the last where a regular expression took too long.
 */
export async function* passingRows(
  text: string,
  capture: Capture,
  rows: FilterOptions["rows"] = "frame",
): AsyncGenerator<Uint32Array> {
  const compiled = compileFilter(text, capture, { runner: vmRegexRunner, rows });
  if (!compiled.ok) {
    rejectFaults(text, compiled.faults);
    return;
  }
  const { filter } = compiled;
  const { patterns } = filter;
  const all = capture.frames.length;
  if (filter.needs === "payload") {
    for await (const { rows: hits } of filterPayloadRows(capture, filter, all)) yield hits;
  } else if (patterns.isGuarded) yield* settledRows(patterns, filter.test, all);
  else yield* filterSlices(all, filter.test);
  if (!patterns.expired) return;
  const seconds = REGEX_DEADLINE / 1000;
  throw new DeadlineError(
    `--filter ${JSON.stringify(text)}: a regular expression took longer than ${seconds} s and was ended; frames may be missing`,
  );
}

/**
 * Whether a row passes: for commands that go through frames in their own way, or through exchanges, of which the request or the response
 * must pass. What the filter asks of the diagnosis is found out before. Rejects as `passingRows` does.
 */
export async function passingTest(
  text: string,
  capture: Capture,
  rows: "frame" | "exchange" = "frame",
): Promise<(row: number) => boolean> {
  if (text === "") return () => true;
  const { expression } = parseFilter(text);
  if (needsDiagnosis(expression) && frameFindings(capture) === undefined) await diagnose(capture);
  const passing = new Uint8Array(capture.frames.length);
  // A payload is that of one frame, so of an exchange the filter is asked once for each of its two.
  const { peer } = capture.frames;
  for await (const hits of passingRows(text, capture, rows)) {
    for (const row of hits) {
      passing[row] = 1;
      if (rows === "exchange" && peer.get(row) !== NO_ROW) passing[peer.get(row)] = 1;
    }
  }
  return (row) => passing[row] === 1;
}

function rejectFaults(filter: string, [fault]: readonly FilterFault[]): void {
  if (fault === undefined) return;
  const hint = fault.hint === null ? "" : ` ${fault.hint}`;
  throw new UsageError(`--filter ${JSON.stringify(filter)}: at character ${fault.at + 1}: ${fault.text}${hint}`);
}
