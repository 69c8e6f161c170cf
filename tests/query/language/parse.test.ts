import { fc } from "@fast-check/vitest";
import { describe as suite, expect, test } from "vitest";
import { wholeRun } from "../../../src-decoder/bytes/byte-run.ts";
import { complete } from "../../../src-decoder/query/completion/complete.ts";
import { describe } from "../../../src-decoder/query/language/describe.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { highlight } from "../../../src-decoder/query/language/highlight.ts";
import { tokenize } from "../../../src-decoder/query/language/lexer.ts";
import { parse, parseTokens } from "../../../src-decoder/query/language/parse.ts";
import { print } from "../../../src-decoder/query/language/print.ts";
import type { Expression } from "../../../src-decoder/query/language/syntax.ts";
import { quote } from "../../../src-decoder/query/language/quoted.ts";
import { plainFilter } from "../plain-filter.ts";
import { captureOf } from "../random-capture.ts";

const WORDS = [
  "pending container peer. Settings.A len( count( after( is: name result time == != < in { } .. , ( ) ! && ||",
  'and or not contains matches 3 0x1f 5s 64KiB 10:15:02.5 "a "a" /a/i /( ${selected.id} ${ \\ µ \u0000 = - A["b.c"] A."b" A[" [ ]',
].flatMap((words) => words.split(" "));

/** Looks at tokens for each token: what is at hand, what follows, and how many there are. */
const LOOKS = 40;
/** A hundred parts in each other, each of which may be a negation. */
const DEEPEST = 200;

/** Any text, and text that is nearly a filter. */
const scribble = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.constantFrom(...WORDS), { maxLength: 30 })
    .chain((words) => fc.constantFrom("", " ").map((between) => words.join(between))),
);

suite("any text", () => {
  const capture = captureOf([{ type: 0x10100501, time: 0, containerId: "a1" }]);

  test("is parsed, compiled, described and completed without a throw, and faults lie inside it", () => {
    fc.assert(
      fc.property(scribble, fc.nat(70), (text, caret) => {
        const { expression, faults } = parse(text);
        describe(expression);
        expect(
          highlight(text)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
        const { from, to } = complete(text, caret);
        expect([from >= 0, from <= to, to <= text.length]).toEqual([true, true, true]);
        const result = compileFilter(text, capture);
        if (result.ok && result.filter.needs === "columns") result.filter.test(0);
        if (result.ok && result.filter.needs === "payload") result.filter.testPayload(0, wholeRun(new Uint8Array(0)));
        const all = [...faults, ...(result.ok ? [] : result.faults)];
        for (const { at, length } of all) expect([at >= 0, at <= text.length, length > 0]).toEqual([true, true, true]);
      }),
      { numRuns: 600 },
    );
  });

  test("that parses is printed to a text that prints the same", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          scribble,
          plainFilter.map(({ text }) => text),
        ),
        (text) => {
          const { expression, faults } = parse(text);
          fc.pre(expression !== null && faults.length === 0);
          const printed = print(expression);
          const again = parse(printed);
          expect(again.faults).toEqual([]);
          expect(again.expression === null ? null : print(again.expression)).toBe(printed);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("between quotes is read back as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parse(`container == ${quote(text)}`)).toMatchObject({
          faults: [],
          expression: { value: { kind: "string", text } },
        });
      }),
    );
  });

  // A tree as deep as the text would end the stack, and steps as many as its square would take seconds.
  test.each([
    "(",
    "!",
    "not ",
    "len(",
    "a && ",
    "a || b && ",
    "a ",
    "{",
    '"',
    "/",
    "${",
    "1",
    "a.",
    'A["',
    'A["b"]',
    'A."b".c ',
    "id in {1 ",
    "-",
    "é",
    "9:",
  ])("of 30 kB of %s is read", (part) => {
    const text = part.repeat(Math.ceil(30_000 / part.length));
    expect(parse(text).faults.length).toBeLessThan(100);
    expect(compileFilter(text, capture).ok).toBe(false);
    expect(complete(text, text.length).to).toBeLessThanOrEqual(text.length);
  });
});

/** Text of about 10 kB, of one part over and over or of many. */
const long = fc
  .oneof(
    fc.subarray(WORDS, { minLength: 1, maxLength: 4 }),
    fc.array(fc.constantFrom(...WORDS), { minLength: 50, maxLength: 400 }),
  )
  .chain((words) => fc.constantFrom("", " ").map((between) => words.join(between) + between))
  .map((text) => text.repeat(Math.ceil(10_000 / text.length)));

/** Parts of a tree inside each other. */
function depthOf(expression: Expression | null): number {
  if (expression?.kind === "not") return 1 + depthOf(expression.part);
  if (expression?.kind !== "and" && expression?.kind !== "or") return 1;
  return 1 + Math.max(...expression.parts.map(depthOf));
}

suite("10 kB of text", () => {
  test("cost steps in the number of characters, and make no tree deeper than people write", () => {
    fc.assert(
      fc.property(long, (text) => {
        const { tokens, faults } = tokenize(text);
        let end = 0;
        for (const token of tokens.slice(0, -1)) {
          expect(token.at).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.at);
          ({ end } = token);
        }
        let looks = 0;
        const counted = new Proxy(tokens, {
          get: (target, key) => {
            looks++;
            return Reflect.get(target, key) as unknown;
          },
        });
        const { expression } = parseTokens(counted, faults);
        expect(looks).toBeLessThan(LOOKS * tokens.length);
        expect(depthOf(expression)).toBeLessThanOrEqual(DEEPEST);
        if (expression !== null) expect(print(expression).length).toBeLessThan(3 * text.length);
        expect(complete(text, text.length).items.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 150 },
    );
  });
});

suite("the printed form", () => {
  test.each([
    ["name==ExecuteProcess  and not latency>5s", "name == ExecuteProcess && !(latency > 5s)"],
    ["a or b and c", "a || b && c"],
    ["(a or b) and c", "(a || b) && c"],
    ["((a and b)) and (c)", "a && b && c"],
    ["id in {3 7..12,}", "id in {3, 7..12}"],
    ["is:error", "error"],
    ["container eq 'it\"s'", 'container == "it\\"s"'],
    ["payload matches /a\\/[/]b/i", "payload matches /a\\/[/]b/i"],
    ["x == ${ selected.container }", "x == ${selected.container}"],
    ["count(Settings.Layers) >= 2", "count(Settings.Layers) >= 2"],
    ["size > 64KiB && t >= 10:15:02.5", "size > 64KiB && t >= 10:15:02.5"],
  ])("of %s is %s", (text, printed) => {
    const { expression, faults } = parse(text);
    expect(faults).toEqual([]);
    expect(expression === null ? "" : print(expression)).toBe(printed);
  });
});

suite("the colours of a filter", () => {
  test("tell fields, paths, operators and values", () => {
    const kinds = highlight(
      "!name == x && len(Settings.A) > 3 or time in {5s} and payload matches /a/i || is:error nonsense",
    )
      .filter(({ kind }) => kind !== "other")
      .map(({ text, kind }) => `${text} ${kind}`);
    expect(kinds).toEqual(
      [
        ["! connective", "name field", "== operator", "x word", "&& connective", "len function"],
        ["Settings.A payload", "> operator", "3 number", "or connective", "time field", "in operator", "5s number"],
        ["and connective", "payload payload", "matches operator", "/a/i regex", "|| connective", "is function"],
        ["error field", "nonsense word"],
      ].flat(),
    );
  });
});

suite("the sentence", () => {
  test.each([
    ["", "All frames."],
    ["pending", "Frames where the frame is pending."],
    ["peer.error", "Frames where the paired frame reports an error."],
    [
      "name == ExecuteProcess && latency > 5s",
      "Frames where the name is ExecuteProcess, and the latency is more than 5s.",
    ],
    ["id in {3, 7..12} || after(412)", "Frames where the id is 3 or from 7 to 12, or the frame comes after frame 412."],
    ["!(len(container) == 0)", "Frames where it is not so that the length of the container is 0."],
    ["!pending || !peer.error", "Frames where the frame is not pending, or no paired frame reports an error."],
    ["!container", "Frames where there is no container."],
    ["!(pending || error)", "Frames where it is not so that (the frame is pending, or the frame reports an error)."],
    ["!(pending && error)", "Frames where it is not so that (the frame is pending, and the frame reports an error)."],
    [
      "(pending || error) && size > 5",
      "Frames where (the frame is pending, or the frame reports an error), and the size is more than 5.",
    ],
    [
      "pending && error || size > 5",
      "Frames where (the frame is pending, and the frame reports an error), or the size is more than 5.",
    ],
    ["result == 0xC037010E", "Frames where the result is 0xC037010E (HrVmcomputeSystemNotFound)."],
    ["time >= 10:15:02.5", "Frames where the time is at or after 10:15:02.5 UTC."],
    ["peer.result != 0", "Frames where the paired frame's result is not 0."],
    ["is:error && duplicate", "Frames where the frame reports an error, and the frame answers once more."],
    [
      'Settings.ProcessParameters.CommandArgs contains "mount"',
      `Frames where the payload's Settings.ProcessParameters.CommandArgs contains "mount".`,
    ],
    [
      'peer.payload contains "x" && peer.Request.Settings.Lun == 3',
      `Frames where the paired frame's payload contains "x", and the paired frame's payload's Request.Settings.Lun is 3.`,
    ],
    ["!peer.info || peer.container", "Frames where no paired frame has an info, or the paired frame has a container."],
    ["!Settings.Lun", "Frames where the payload has no Settings.Lun."],
    ["!peer.Settings.Lun", "Frames where no paired frame's payload has Settings.Lun."],
    ["container && Settings.Lun", "Frames where there is a container, and the payload has Settings.Lun."],
    [
      "slow && !slow",
      "Frames where the frame takes over a second to answer, and the frame does not take over a second to answer.",
    ],
    ["payload matches /regex/i", "Frames where the payload matches the regular expression /regex/i."],
    ["count(payload.Layers) > 3", "Frames where the number of members of the payload's Layers is more than 3."],
    ["size > 64KiB", "Frames where the size is more than 64KiB."],
    [
      "container == ${selected.container}",
      "Frames where the container is that of the selected frame; the rows follow the selection.",
    ],
  ])("of %s", (text, sentence) => {
    expect(describe(parse(text).expression)).toBe(sentence);
  });
});
