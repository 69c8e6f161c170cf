import type { ReactElement } from "react";
import type { Diagnosis, Finding, Verdict } from "../../../src-decoder/index.ts";
import { counted } from "../../format/numbers.ts";
import { PlaceLink, placesOf } from "../../parts/EvidenceLinks.tsx";
import { FrameLinks } from "../../parts/FrameLinks.tsx";
import { SEVERITY_WORDS, SeverityMark, type Mark } from "../../parts/SeverityMark.tsx";
import { useStore } from "../../state/store.ts";
import "./verdict.css";

/** Frames that are linked before the rest becomes a filter. */
const MOST_FRAMES = 4;

/** What happened, in one sentence, with the frames that prove it; quiet until that is known. */
export function VerdictBanner(): ReactElement | null {
  const phase = useStore((state) => state.phase);
  const diagnosis = useStore((state) => state.diagnosis);
  const fault = useStore((state) => state.diagnosisFault);
  const isPart = useStore((state) => state.partRead !== null);
  if (phase === "start") return null;
  const mark = diagnosis === null ? undefined : markOf(diagnosis.verdict, isPart);
  return (
    <section className="verdict" aria-label="Verdict" data-severity={mark}>
      {diagnosis === null || mark === undefined ? (
        <output className="verdict-text faint">{fault === null ? unknownYet(phase) : faultText(fault)}</output>
      ) : (
        <Known diagnosis={diagnosis} mark={mark} isPart={isPart} />
      )}
    </section>
  );
}

interface KnownProps {
  readonly diagnosis: Diagnosis;
  readonly mark: Mark;
  /** Reading ended early: what happened behind that is not known. */
  readonly isPart: boolean;
}

function Known({ diagnosis, mark, isPart }: KnownProps): ReactElement {
  const { verdict, findings } = diagnosis;
  const openDock = useStore((state) => state.openDock);
  return (
    <>
      <SeverityMark mark={mark} size={16} />
      <output className="verdict-text" title={verdict.text}>
        {isPart && "In what was read: "}
        {verdict.kind === "fault" && <span className="severity-word">{SEVERITY_WORDS[verdict.severity].label}: </span>}
        {verdict.text}
      </output>
      {verdict.rows.length > 0 && (
        <span className="verdict-proof">
          {verdict.rows.length === 1 ? "Frame" : "Frames"} <FrameLinks rows={verdict.rows} most={MOST_FRAMES} />
        </span>
      )}
      {verdict.rows.length === 0 && verdict.evidence.length > 0 && (
        <span className="verdict-proof">
          <PlaceLink places={placesOf(verdict.evidence)} />
        </span>
      )}
      <button type="button" className="button verdict-button" onClick={() => openDock("findings")}>
        {findingsText(findings)}
      </button>
    </>
  );
}

/** That nothing is wrong with a part says nothing of the rest. */
function markOf({ kind, severity }: Verdict, isPart: boolean): Mark {
  if (kind === "fault") return severity;
  return isPart ? "cannot-tell" : kind;
}

function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return "What was checked";
  return counted(findings.length, findings.every(({ severity }) => severity === "info") ? "note" : "finding");
}

function unknownYet(phase: "reading" | "read"): string {
  return phase === "reading" ? "Reading; what happened is told when all is read." : "Looking for what happened.";
}

function faultText(fault: string): string {
  return `The diagnosis stopped: ${fault}. The frames are all there.`;
}
