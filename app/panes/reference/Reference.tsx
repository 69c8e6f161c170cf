/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the same as the pane that takes its place */
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ComponentType,
  type ReactElement,
  type ReactNode,
} from "react";
import { Button } from "../../parts/Button.tsx";
import { focusHolder, giveFocusBack } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { errorText } from "../../format/error-text.ts";
import "./reference.css";

type Pane = ComponentType<{ readonly path: string }>;

/** The protocol reference while its address is open; its code is loaded when it is first. */
export function Reference(): ReactElement | null {
  const path = useStore((state) => state.reference);
  const { pane: LoadedPane, failure, retry } = usePane(path !== null);
  if (path === null) return null;
  return (
    <FocusKept>
      {LoadedPane === null ? <Waiting failure={failure} onRetry={retry} /> : <LoadedPane path={path} />}
    </FocusKept>
  );
}

/** Gives the focus back to what had it once what it holds goes. */
function FocusKept({ children }: { children: ReactNode }): ReactNode {
  const [before] = useState(focusHolder);
  useEffect(() => () => giveFocusBack(before), [before]);
  return children;
}

function Waiting({ failure, onRetry }: { failure: string | null; onRetry: () => void }): ReactElement {
  const closeReference = useStore((state) => state.closeReference);
  const dialog = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => dialog.current?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes a dialog wherever the focus is in it
    <div
      ref={dialog}
      className="reference reference-waiting"
      role="dialog"
      aria-modal="true"
      aria-label="Protocol reference"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") closeReference();
      }}
    >
      {failure === null ? (
        <p className="details-late">Loading the reference.</p>
      ) : (
        <>
          <p>The reference could not be loaded: {failure}.</p>
          <Button onClick={onRetry}>Try again</Button>
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
        setFailure(errorText(error));
      }
    };
    void load();
  }, [wanted, pane, failure]);
  return { pane: pane?.Pane ?? null, failure, retry: () => setFailure(null) };
}
