import { beforeAll, describe, expect, test } from "vitest";
import { FIRST_RULES, freshRuleName, moved, withRule, type ColourRule } from "../../../app/state/colour-rules.ts";
import type { TableRow } from "../../../app/worker/contract/rows.ts";
import { RowColours, type RuleRunner } from "../../../app/worker/row-colours.ts";
import { NONE_SELECTED, selectedFrame } from "../../../app/worker/selected-frame.ts";
import { exchangeRow, frameRow } from "../../../app/worker/rows.ts";
import { CaptureReader, RowRanges, annotationsOf, exchangeRows, type Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;
let frames: readonly TableRow[];

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
  frames = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, row - 1));
});

const rule = (name: string, filter: string, on = true): ColourRule => ({ name, filter, tint: "blue", on });
/** Runs expressions at once, but for one that never comes to an end: of that it knows nothing. */
const untilStopped = (): RuleRunner => ({
  run: (source, flags, texts) =>
    Promise.resolve(
      Uint8Array.from(source === "(a+)+$" ? [] : texts, (text) => Number(new RegExp(source, flags).test(text))),
    ),
  stop: () => undefined,
});
const idOf = (row: TableRow | undefined): string | null => (row?.kind === "frame" ? row.id : null);
const namesOf = (rows: readonly TableRow[]): (string | undefined)[] => rows.map(({ colour }) => colour?.rule);

describe("colour rules", () => {
  test("tint the rows that their filters let pass, the first rule first, payloads included", async () => {
    const rules = [
      rule("echo", 'payload contains "/bin/echo"'),
      rule("exec", "name == ExecuteProcess"),
      rule("off", "id >= 0", false),
    ];
    const colours = new RowColours(capture, rules, NONE_SELECTED, untilStopped);
    expect(colours.faults).toEqual([null, null, null]);
    const told = namesOf(await colours.told(frames));
    const expected = frames.map((row) => {
      if (row.kind !== "frame" || row.name !== "ExecuteProcess") return undefined;
      return told[row.row] === "echo" ? "echo" : "exec";
    });
    expect(told).toEqual(expected);
    expect(new Set(told)).toEqual(new Set(["echo", "exec", undefined]));
  });

  test("tint an exchange by either of its frames", async () => {
    const exchanges = Array.from(exchangeRows(capture), (row) => exchangeRow(capture, row, -1));
    const told = await new RowColours(capture, [rule("failed", "result != 0")], NONE_SELECTED, untilStopped).told(
      exchanges,
    );
    const failed = exchanges.map(({ response }) => (response?.result ?? 0) !== 0);
    expect(namesOf(told)).toEqual(failed.map((is) => (is ? "failed" : undefined)));
    expect(failed).toContain(true);
  });

  test("tint what people marked, as soon as they did", async () => {
    const colours = new RowColours(capture, [rule("mine", "marked && !ignored")], NONE_SELECTED, untilStopped);
    const said = annotationsOf(capture);
    said.marked = RowRanges.of([2, 5]);
    said.ignored = RowRanges.of([5]);
    const told = namesOf(await colours.told(frames));
    expect(told.flatMap((name, row) => (name === "mine" ? [row] : []))).toEqual([2]);
    said.marked = RowRanges.EMPTY;
    expect(namesOf(await colours.told(frames))).not.toContain("mine");
  });

  test("judge by regular expressions, and leave out the one that does not come to an end", async () => {
    const rules = [rule("never", "payload matches /(a+)+$/"), rule("made", "name matches /^(Create|Start)$/")];
    const colours = new RowColours(capture, rules, NONE_SELECTED, untilStopped);
    const [told, again] = await Promise.all([colours.told(frames), colours.told(frames)]);
    expect(namesOf(told)).toEqual(namesOf(again));
    expect(namesOf(told)).toEqual(
      frames.map((row) => (row.kind === "frame" && /^(Create|Start)$/.test(row.name) ? "made" : undefined)),
    );
  });

  test("ask for the selected frame, for its payload too", async () => {
    const rules = [
      rule(
        "same port",
        "Settings.VsockStdioRelaySettings.StdOut == ${selected.Settings.VsockStdioRelaySettings.StdOut}",
      ),
      rule("same", "id == ${selected.id}"),
    ];
    const filters = rules.map(({ filter }) => filter);
    const exec = frames.findIndex((row) => row.kind === "frame" && row.name === "ExecuteProcess");
    const colours = new RowColours(capture, rules, await selectedFrame(capture, filters, exec), untilStopped);
    const told = namesOf(await colours.told(frames));
    expect(told[exec]).toBe("same port");
    expect(told.map((name) => name !== undefined)).toEqual(frames.map((row) => idOf(row) === idOf(frames[exec])));
    const none = new RowColours(capture, rules, NONE_SELECTED, untilStopped);
    expect(none.faults.map((fault) => fault?.text)).toEqual(["No frame is selected.", "No frame is selected."]);
    expect(await none.told(frames)).toBe(frames);
  });

  test("say what is wrong with a filter, and leave it out", async () => {
    const colours = new RowColours(
      capture,
      [rule("wrong", "name =="), rule("empty", ""), rule("off", "nothing == 1", false)],
      NONE_SELECTED,
      untilStopped,
    );
    expect(colours.faults.map((fault) => fault !== null)).toEqual([true, false, true]);
    expect(await colours.told(frames)).toBe(frames);
  });
});

const names = (rules: readonly ColourRule[]): string[] => rules.map(({ name }) => name);

test("a rule made from a value comes first, in a tint that few have, and once", () => {
  const made = withRule(FIRST_RULES, "a long name that goes on and on and on and on", "id == 7");
  expect(made[0]).toEqual({
    name: "a long name that goes on and on and on a",
    filter: "id == 7",
    tint: "teal",
    on: true,
  });
  expect(made.slice(1)).toEqual(FIRST_RULES);
  expect(withRule(made, "again", "id == 7").slice(1)).toEqual(FIRST_RULES);
  let full: readonly ColourRule[] = FIRST_RULES;
  for (let id = 0; id < 30; id++) full = withRule(full, `${id}`, `id == ${id}`);
  expect([full.length, full[0]?.name]).toEqual([20, "29"]);
});

test("rules change places with their neighbours, and stay at the ends", () => {
  const [first, second] = names(FIRST_RULES);
  expect(names(moved(FIRST_RULES, 1, -1)).slice(0, 2)).toEqual([second, first]);
  expect(names(moved(FIRST_RULES, 0, 1)).slice(0, 2)).toEqual([second, first]);
  expect(moved(FIRST_RULES, 0, -1)).toBe(FIRST_RULES);
  expect(moved(FIRST_RULES, FIRST_RULES.length - 1, 1)).toBe(FIRST_RULES);
});

test("a rule that is added has a name that no other has", () => {
  expect(freshRuleName([])).toBe("rule 1");
  expect(freshRuleName(FIRST_RULES)).toBe("rule 5");
  // Those before them were deleted.
  expect(freshRuleName([rule("rule 3", "id == 1"), rule("rule 4", "id == 2")])).toBe("rule 5");
});
