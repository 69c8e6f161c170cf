import { describe, expect, it } from "vitest";
import { markdownProse, markdownTable, markdownText } from "../../cli/markdown.ts";

describe("text in markdown", () => {
  it.each([
    ["a `b` | c", String.raw`a \`b\` \| c`],
    ["<img src=x onerror=1>&lt;", "&lt;img src=x onerror=1&gt;&amp;lt;"],
    ["one\n\n# two", String.raw`one\\u{a}\\u{a}\# two`],
    ["[a](b) ![c](d) *e* _f_ ~~g~~", String.raw`\[a\](b) \!\[c\](d) \*e\* \_f\_ \~\~g\~\~`],
    ["- no item", String.raw`\- no item`],
    ["12. no item", String.raw`12\. no item`],
    ["12.5 s", "12.5 s"],
    ["    no code", "no code"],
    [String.raw`back\slash`, String.raw`back\\slash`],
  ])("%j", (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it("makes code of commands in prose, and of nothing else", () => {
    expect(markdownProse("Run `shimdiag stacks` *now*: it`s")).toBe(
      String.raw`Run ${"`shimdiag stacks`"} \*now\*: it\`s`,
    );
  });

  it("keeps a table in its columns", () => {
    const lines = markdownTable(["A", "B"], [["x | y", "z\n| w"]]);
    expect(lines).toEqual(["| A | B |", "|---|---|", String.raw`| x \| y | z\\u{a}\| w |`]);
  });
});
