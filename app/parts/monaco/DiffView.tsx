import { useEffect, useRef, useState, type ReactElement } from "react";
import { Button } from "../Button.tsx";
import { DiffViewer, type Difference } from "./diff-viewer.ts";
import { useMonaco } from "./use-monaco.ts";
import "./monaco.css";

/** Two texts side by side with what differs; one below the other where the room is narrow. */
export function DiffView(props: Difference): ReactElement {
  const { left, right, leftLabel, rightLabel, theme } = props;
  const { monaco, failure, retry } = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<DiffViewer | null>(null);

  useEffect(() => {
    if (monaco === null || host.current === null) return undefined;
    const created = new DiffViewer(monaco, host.current);
    setViewer(created);
    return () => {
      setViewer(null);
      created.dispose();
    };
  }, [monaco]);

  useEffect(() => {
    viewer?.show({ left, right, leftLabel, rightLabel, theme });
  }, [viewer, left, right, leftLabel, rightLabel, theme]);

  if (monaco !== null) return <div ref={host} className="text-view" />;
  if (failure === null) return <p className="plain-text-note">Loading the editor.</p>;
  return (
    <div className="plain-text-note">
      <p>The editor could not be loaded: {failure}.</p>
      <Button onClick={retry}>Try again</Button>
    </div>
  );
}
