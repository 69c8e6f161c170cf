import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findingLines, findingTree, type FindingNode } from "../../../app/panes/findings/finding-tree.ts";
import type { Finding } from "../../../src-decoder/index.ts";

function finding(rule: string, row: number, follows: string | null = null): Finding {
  return {
    rule,
    severity: "warning",
    title: `${rule} at ${row}`,
    text: "",
    evidence: [{ kind: "frame", row }],
    rows: [row],
    connection: 0,
    containerId: null,
    processId: null,
    time: row,
    certainty: "seen",
    because: "",
    causes: [],
    next: [],
    follows,
  };
}

function shape(nodes: readonly FindingNode[]): unknown {
  return nodes.map(({ finding: { title }, consequences }) =>
    consequences.length === 0 ? title : { [title]: shape(consequences) },
  );
}

describe("the tree of findings", () => {
  test("hangs consequences under their causes, in the order given", () => {
    const tree = findingTree([
      finding("H10", 9, "H03:4"),
      finding("H03", 4),
      finding("H20", 1),
      finding("H11", 12, "H10:9"),
      finding("H12", 7, "H03:4"),
    ]);
    expect(shape(tree)).toEqual([{ "H03 at 4": [{ "H10 at 9": ["H11 at 12"] }, "H12 at 7"] }, "H20 at 1"]);
  });

  test("makes a first cause of what follows from nothing that is there, or from itself", () => {
    const tree = findingTree([finding("H10", 9, "H03:4"), finding("H11", 1, "H11:1")]);
    expect(shape(tree)).toEqual(["H10 at 9", "H11 at 1"]);
  });

  test("shows every finding once, whatever follows from what, and names each apart", () => {
    const links = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.option(fc.nat({ max: 6 }))), { maxLength: 12 });
    fc.assert(
      fc.property(links, (pairs) => {
        const findings = pairs.map(([row, cause]) => finding("R", row, cause === null ? null : `R:${cause}`));
        const lines = findingLines(findingTree(findings), new Set());
        expect(new Set(lines.map(({ node }) => node.finding))).toEqual(new Set(findings));
        expect(new Set(lines.map(({ node }) => node.id)).size).toBe(findings.length);
        for (const { node, level, parent } of lines) expect(parent === null).toBe(level === 1 || node === parent);
      }),
    );
  });

  test("hides what follows from a closed finding", () => {
    const tree = findingTree([finding("A", 1), finding("B", 2, "A:1"), finding("C", 3, "B:2"), finding("D", 4)]);
    const shown = (closed: readonly string[]): unknown =>
      findingLines(tree, new Set(closed)).map(({ node, level, parent, expanded }) => [
        node.id,
        level,
        parent?.id ?? null,
        expanded,
      ]);
    expect(shown(["B:2"])).toEqual([
      ["A:1", 1, null, true],
      ["B:2", 2, "A:1", false],
      ["D:4", 1, null, null],
    ]);
    expect(shown(["A:1"])).toEqual([
      ["A:1", 1, null, false],
      ["D:4", 1, null, null],
    ]);
  });
});
