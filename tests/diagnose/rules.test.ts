/** Each rule against built conversations: what fires it, what must not, and that no rule is idle. */
import { describe, expect, it } from "vitest";
import { findingKey } from "../../src-decoder/index.ts";
import { diagnose } from "../../src-decoder/diagnose/diagnose.ts";
import { RULES } from "../../src-decoder/diagnose/rules/index.ts";
import { CaptureBuilder, findingOf } from "./build-capture.ts";
import { CASES } from "./cases/index.ts";
import type { RuleCase } from "./cases/rule-case.ts";

function built({ build }: RuleCase): CaptureBuilder {
  const capture = new CaptureBuilder();
  build(capture);
  return capture;
}

/** Rules without a conversation in which they are silent, or speak. */
function lacks(isSilent: boolean): string[] {
  const has = (id: string): boolean =>
    CASES.some(({ rule, severity }) => rule === id && (severity === null) === isSilent);
  return RULES.filter(({ id }) => !has(id)).map(({ id }) => id);
}

describe.each(RULES)("$id ($title)", ({ id }) => {
  const own = CASES.filter(({ rule }) => rule === id);

  it.each(own.filter(({ severity }) => severity !== null))("speaks: $name", async (ruleCase) => {
    const diagnosis = await built(ruleCase).diagnose();
    const finding = findingOf(diagnosis, id);
    expect(finding?.severity).toBe(ruleCase.severity);
    if (ruleCase.says !== undefined) expect(finding?.text).toMatch(ruleCase.says);
    if (ruleCase.cause !== undefined) expect(finding?.causes[0]).toMatch(ruleCase.cause);
    if (ruleCase.rows !== undefined) expect(finding?.rows).toEqual(ruleCase.rows);
    if (ruleCase.connection !== undefined) expect(finding?.connection).toBe(ruleCase.connection);
    if (ruleCase.next !== undefined) expect(finding?.next.join("\n")).toMatch(ruleCase.next);
    if (ruleCase.under !== undefined) {
      const above = diagnosis.findings.find((other) => findingKey(other) === finding?.follows);
      expect(above?.rule).toBe(ruleCase.under);
    }
  });

  it.each(own.filter(({ severity }) => severity === null))("is silent: $name", async (ruleCase) => {
    expect(findingOf(await built(ruleCase).diagnose(), id)).toBeUndefined();
  });

  it("is missed by some conversation when it is gone", async () => {
    const without = RULES.filter((rule) => rule.id !== id);
    const firing = own.find(({ severity }) => severity !== null);
    expect(firing).toBeDefined();
    const capture = await built(firing!).read();
    const [all, fewer] = [await diagnose(capture), await diagnose(capture, undefined, without)];
    expect(fewer.findings).not.toEqual(all.findings);
  });
});

describe("the cases", () => {
  it("have for each rule a conversation in which it speaks, and one in which it must not", () => {
    expect({ speaks: lacks(false), silent: lacks(true) }).toEqual({ speaks: [], silent: [] });
  });

  it("name rules that there are", () => {
    const known = new Set(RULES.map(({ id }) => id));
    expect(CASES.filter(({ rule }) => !known.has(rule))).toEqual([]);
  });
});
