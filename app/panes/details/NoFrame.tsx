import { useMemo, type ReactElement } from "react";
import type { Diagnosis } from "../../../src-decoder/index.ts";
import { useStore } from "../../state/store.ts";
import { FindingDetails } from "../findings/FindingDetails.tsx";
import { findingTree } from "../findings/finding-tree.ts";

/** What stands here while no frame is selected: what went wrong, with the frames that prove it; else how to select one. */
export function NoFrame({ loading }: { loading: boolean }): ReactElement {
  const diagnosis = useStore((state) => state.diagnosis);
  // There the same is to be read beside all that else was found.
  const isInDock = useStore((state) => state.settings.dockTab === "findings");
  if (diagnosis?.verdict.kind === "fault" && !isInDock) return <WhatHappened diagnosis={diagnosis} loading={loading} />;
  return (
    <section className="details details-empty" aria-label="Details of the selected frame" aria-busy={loading}>
      <p className="details-empty-title">No frame selected</p>
      <HowToSelect />
    </section>
  );
}

function WhatHappened({ diagnosis, loading }: { diagnosis: Diagnosis; loading: boolean }): ReactElement {
  const [worst] = useMemo(() => findingTree(diagnosis.findings), [diagnosis]);
  return (
    <section className="details" aria-label="What happened" aria-busy={loading}>
      <div className="details-finding">{worst !== undefined && <FindingDetails finding={worst.finding} />}</div>
      <div className="details-hint">
        <HowToSelect />
      </div>
    </section>
  );
}

/** What would be here, and how to get it. */
function HowToSelect(): ReactElement {
  const isEmpty = useStore((state) => state.phase === "read" && state.overview?.frames === 0);
  if (isEmpty) return <p>The payload of a frame as JSON, its fields and its bytes stand here.</p>;
  return (
    <p>
      Click a row, or press <kbd>j</kbd> and <kbd>k</kbd>, for its payload as JSON, its fields and its bytes.
    </p>
  );
}
