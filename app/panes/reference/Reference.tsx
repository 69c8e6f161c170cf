/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the same as the pane that takes its place */
import { useEffect, useState, type ComponentType, type ReactElement } from "react";
import { Button } from "../../parts/Button.tsx";
import { focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import "./reference.css";

type Pane = ComponentType<{ readonly path: string }>;

/** The protocol reference while its address is open; its code is loaded when it is first. */
export function Reference(): ReactElement | null {
  const path = useStore((state) => state.reference);
  const isOpen = path !== null;
  const { pane: LoadedPane, failure, retry } = usePane(isOpen);
  useEffect(() => (isOpen ? focusTable : undefined), [isOpen]);
  if (path === null) return null;
  if (LoadedPane !== null) return <LoadedPane path={path} />;
  return (
    <div className="reference reference-waiting" role="dialog" aria-modal="true" aria-label="Protocol reference">
      {failure === null ? (
        <p className="details-late">Loading the reference.</p>
      ) : (
        <>
          <p>The reference could not be loaded: {failure}.</p>
          <Button onClick={retry}>Try again</Button>
        </>
      )}
    </div>
  );
}

function usePane(wanted: boolean): { pane: Pane | null; failure: string | null; retry: () => void } {
  const [pane, setPane] = useState<{ readonly Pane: Pane } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!wanted || pane !== null || failure !== null) return;
    const load = async (): Promise<void> => {
      try {
        const { ReferencePane } = await import("./ReferencePane.tsx");
        setPane({ Pane: ReferencePane });
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    };
    void load();
  }, [wanted, pane, failure]);
  return { pane: pane?.Pane ?? null, failure, retry: () => setFailure(null) };
}
