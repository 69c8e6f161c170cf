import { expect, test } from "vitest";
import { textParts } from "../../../app/parts/text-parts.ts";

test("the parts of a text are words and code", () => {
  expect(textParts("Run `shimdiag stacks` now.")).toEqual([
    { text: "Run ", isCode: false },
    { text: "shimdiag stacks", isCode: true },
    { text: " now.", isCode: false },
  ]);
});

test("nothing is lost but the pairs of backquotes, and a full stop that would stand alone behind code", () => {
  expect(textParts("one ` alone")).toEqual([{ text: "one ` alone", isCode: false }]);
  expect(textParts("``")).toEqual([{ text: "``", isCode: false }]);
  expect(textParts("`a``b`").map(({ text }) => text)).toEqual(["a", "b"]);
  expect(textParts("Read it: `gcs -v`.").map(({ text }) => text)).toEqual(["Read it: ", "gcs -v"]);
  expect(textParts("It is `a`, then `b`.").map(({ text }) => text)).toEqual(["It is ", "a", ", then ", "b"]);
  expect(textParts(".").map(({ text }) => text)).toEqual(["."]);
});
