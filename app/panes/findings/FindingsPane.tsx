import { useMemo, useState, type ReactElement } from "react";
import type { Diagnosis } from "../../../src-decoder/index.ts";
import { counted } from "../../format/numbers.ts";
import { NotYet } from "../../parts/NotYet.tsx";
import { useStore } from "../../state/store.ts";
import { findingLines, findingTree, type FindingNode } from "./finding-tree.ts";
import { FindingDetails } from "./FindingDetails.tsx";
import { FindingList } from "./FindingList.tsx";
import "./findings.css";

/** What was found, first causes with what follows from them, and all that is known of the one that is chosen. */
export function FindingsPane(): ReactElement {
  const diagnosis = useStore((state) => state.diagnosis);
  const fault = useStore((state) => state.diagnosisFault);
  if (fault !== null) return <p className="dock-note">There are no findings, as the diagnosis stopped: {fault}.</p>;
  if (diagnosis === null) {
    return <NotYet reading="What is found stands here when the capture is read." read="Looking for what happened." />;
  }
  if (diagnosis.findings.length === 0) return <NothingFound diagnosis={diagnosis} />;
  return <Findings diagnosis={diagnosis} />;
}

function Findings({ diagnosis }: { diagnosis: Diagnosis }): ReactElement | null {
  const { findings } = diagnosis;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const chosen = useStore((state) => state.selectedFinding);
  const select = useStore((state) => state.selectFinding);
  const tree = useMemo(() => findingTree(findings), [findings]);
  const lines = useMemo(() => findingLines(tree, closed), [tree, closed]);
  const selected = lines.find(({ node }) => node.id === chosen) ?? lines[0];
  if (selected === undefined) return null;
  const setExpanded = (id: string, expanded: boolean): void => {
    const next = new Set(closed);
    if (expanded) next.delete(id);
    else next.add(id);
    setClosed(next);
  };
  return (
    <div className="findings">
      <div className="findings-list">
        <FindingList lines={lines} selected={selected} onSelect={select} onExpand={setExpanded} />
        <Checked diagnosis={diagnosis} />
      </div>
      <FindingDetails key={selected.node.id} finding={selected.node.finding}>
        {selected.parent !== null && <FollowsFrom cause={selected.parent} onSelect={select} />}
      </FindingDetails>
    </div>
  );
}

function FollowsFrom({ cause, onSelect }: { cause: FindingNode; onSelect: (id: string) => void }): ReactElement {
  return (
    <p>
      It follows from{" "}
      <button type="button" className="link" onClick={() => onSelect(cause.id)}>
        {cause.finding.title}
      </button>
      .
    </p>
  );
}

function NothingFound({ diagnosis }: { diagnosis: Diagnosis }): ReactElement {
  return (
    <div className="findings-none" tabIndex={-1} data-dock-focus>
      <p>{diagnosis.verdict.text}</p>
      <Checked diagnosis={diagnosis} />
    </div>
  );
}

/** What was looked for, so that "nothing" says something, and what a verdict must be read with. */
function Checked({ diagnosis: { rulesRun, quality } }: { diagnosis: Diagnosis }): ReactElement {
  const requests = useStore((state) => state.overview?.requests ?? 0);
  return (
    <section className="findings-checked">
      <p>
        {counted(rulesRun, "rule")} looked at {counted(requests, "request")}.
      </p>
      {quality.length > 0 && (
        <>
          <h2>What the capture lacks</h2>
          <ul>
            {quality.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
