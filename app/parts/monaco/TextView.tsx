import { focusTable } from "../../focus.ts";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "../Button.tsx";
import { PlainText } from "./PlainText.tsx";
import type { ThemeName } from "./themes.ts";
import type { HoverSource, TextRange } from "./hovers.ts";
import { useMonaco } from "./use-monaco.ts";
import { Viewer, type LineRemark, type TextMarker } from "./viewer.ts";
import "./monaco.css";

export interface TextViewProps {
  readonly text: string;
  readonly language: "json" | "plaintext";
  readonly theme: ThemeName;
  /** What screen readers call it. */
  readonly label: string;
  readonly wrap: boolean;
  readonly remarks?: readonly LineRemark[];
  /** Marked, and scrolled to when it changes. */
  readonly marked?: TextRange | null;
  readonly hits?: readonly TextRange[];
  readonly markers?: readonly TextMarker[];
  /** Called with line and column from 1 when the user, not a mark, moves the caret or asks for a menu. */
  readonly onCaret?: (line: number, column: number) => void;
  readonly hoverAt?: HoverSource;
}

const NO_REMARKS: readonly LineRemark[] = [];
const NO_HITS: readonly TextRange[] = [];
const NO_MARKERS: readonly TextMarker[] = [];

/** Read-only text in Monaco: search, folding, hovers. Until the editor is there, and where it cannot be loaded, plain text. */
export function TextView(props: TextViewProps) {
  const { text, language, theme, label, wrap, remarks = NO_REMARKS, markers = NO_MARKERS, marked = null } = props;
  const { hits = NO_HITS } = props;
  const { monaco, failure, retry } = useMonaco();
  const host = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const onCaret = useEffectEvent((line: number, column: number) => props.onCaret?.(line, column));
  const hoverAt = useEffectEvent((line: number, column: number) => props.hoverAt?.(line, column) ?? null);

  useEffect(() => {
    if (monaco === null || host.current === null) return undefined;
    const created = new Viewer(
      monaco,
      host.current,
      (line, column) => onCaret(line, column),
      (line, column) => hoverAt(line, column),
      focusTable,
    );
    setViewer(created);
    return () => {
      setViewer(null);
      created.dispose();
    };
  }, [monaco]);

  useEffect(() => {
    viewer?.show({ text, language, theme, label, wrap, remarks, markers, marked, hits });
  }, [viewer, text, language, theme, label, wrap, remarks, markers, marked, hits]);

  if (monaco !== null) return <div ref={host} className="text-view" />;
  if (failure === null) return <PlainText text={text} label={label} busy />;
  return (
    <PlainText text={text} label={label}>
      <p>The editor could not be loaded: {failure}. This is the plain text.</p>
      <Button onClick={retry}>Try again</Button>
    </PlainText>
  );
}
