import { expect, it } from "vitest";
import { vmRegexRunner } from "../../cli/regex-runner.ts";

/** Takes longer than anybody waits: each further letter doubles it. */
const ENDLESS = `${"a".repeat(60)}!`;

it("tells what was judged before a text that takes too long, and nothing of what comes behind", async () => {
  const verdicts = await vmRegexRunner.run("^(a+)+$", "", ["aa", "b", ENDLESS, "aa"]);
  expect([...verdicts]).toEqual([1, 0]);
});

it("judges all where none takes too long, by the flags too", async () => {
  expect([...(await vmRegexRunner.run("^A", "i", ["a", "ba", "A"]))]).toEqual([1, 0, 1]);
  expect([...(await vmRegexRunner.run("^A", "", ["a", "A"]))]).toEqual([0, 1]);
});
