import { findingKey, type Finding } from "../../../src-decoder/index.ts";

/** A finding with what follows from it. */
export interface FindingNode {
  /** Names it among those of one diagnosis. */
  readonly id: string;
  readonly finding: Finding;
  readonly consequences: readonly FindingNode[];
}

/** One line of the list: a node that no closed node above it hides. */
export interface FindingLine {
  readonly node: FindingNode;
  /** From 1. */
  readonly level: number;
  /** What it follows from; null for a first cause. */
  readonly parent: FindingNode | null;
  /** Null where nothing follows from it. */
  readonly expanded: boolean | null;
}

/** Findings under their causes, in the order given. A cause that is not among them, or that would be its own, makes a first cause. */
export function findingTree(findings: readonly Finding[]): readonly FindingNode[] {
  const nodes: { id: string; finding: Finding; consequences: FindingNode[] }[] = [];
  const byKey = new Map<string, (typeof nodes)[number]>();
  for (const finding of findings) {
    const key = findingKey(finding);
    const node = { id: byKey.has(key) ? `${key}/${nodes.length}` : key, finding, consequences: [] };
    nodes.push(node);
    if (!byKey.has(key)) byKey.set(key, node);
  }
  const roots: FindingNode[] = [];
  for (const node of nodes) {
    const cause = causeOf(node);
    if (cause === undefined || leadsTo(cause, node)) roots.push(node);
    else cause.consequences.push(node);
  }
  return roots;

  function causeOf({ finding }: { finding: Finding }): (typeof nodes)[number] | undefined {
    return finding.follows === null ? undefined : byKey.get(finding.follows);
  }

  /** Whether the causes of `from` run through `node`, or in a circle. */
  function leadsTo(from: (typeof nodes)[number], node: (typeof nodes)[number]): boolean {
    const seen = new Set<object>();
    for (let at: typeof from | undefined = from; at !== undefined; at = causeOf(at)) {
      if (at === node) return true;
      if (seen.has(at)) return false;
      seen.add(at);
    }
    return false;
  }
}

/** The lines to show; nodes in `closed` hide what follows from them. */
export function findingLines(tree: readonly FindingNode[], closed: ReadonlySet<string>): readonly FindingLine[] {
  const lines: FindingLine[] = [];
  const add = (nodes: readonly FindingNode[], level: number, parent: FindingNode | null): void => {
    for (const node of nodes) {
      const expanded = node.consequences.length === 0 ? null : !closed.has(node.id);
      lines.push({ node, level, parent, expanded });
      if (expanded === true) add(node.consequences, level + 1, node);
    }
  };
  add(tree, 1, null);
  return lines;
}
