import { findingKey, formatInstant } from "../src-decoder/index.ts";
import type {
  Capture,
  Diagnosis,
  Evidence,
  Finding,
  OutstandingState,
  Severity,
  Verdict,
} from "../src-decoder/index.ts";
import { frameIdentity } from "./frame-identity.ts";
import type { FrameIdentity } from "./frame-identity.ts";

/**
 * What `diagnose --format json` prints; the forms for people are written from it. Frames and connections are numbers from 1, times RFC
 * 3339. The keys that scripts rely on come first in each object.
 */
export interface DiagnosisReport {
  readonly verdict: {
    readonly severity: Severity;
    readonly text: string;
    readonly bridge: number | null;
    readonly frames: readonly number[];
    readonly kind: Verdict["kind"];
    readonly evidence: readonly EvidenceReport[];
  };
  /** Worst first, then by time. */
  readonly findings: readonly FindingReport[];
  /** Oldest first. */
  readonly outstanding: readonly OutstandingReport[];
  readonly quality: readonly string[];
  readonly rulesRun: number;
}

export interface FindingReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly text: string;
  readonly frames: readonly number[];
  readonly connection: number | null;
  readonly containerId: string | null;
  readonly next: readonly string[];
  readonly processId: number | null;
  readonly time: string | null;
  readonly certainty: Finding["certainty"];
  readonly because: string;
  readonly causes: readonly string[];
  /** What proves it: its frames, and what no frame shows. */
  readonly evidence: readonly EvidenceReport[];
  /** Place in `findings`, from 0, of the one it follows from; null for a first cause. */
  readonly follows: number | null;
}

/** A place that proves something. Streams are named by connection and direction, as `streams` does. */
export type EvidenceReport =
  | { readonly kind: "frame"; readonly frame: number }
  | {
      readonly kind: "connection";
      readonly connection: number;
      readonly event: string | null;
      readonly time: string | null;
      readonly text: string;
    }
  | {
      readonly kind: "bytes";
      readonly connection: number;
      readonly direction: string | null;
      readonly offset: number;
      readonly length: number;
      readonly time: string | null;
      readonly text: string;
    }
  | { readonly kind: "time"; readonly from: string | null; readonly until: string | null; readonly text: string };

export interface OutstandingReport extends FrameIdentity {
  readonly frame: number;
  /** How long it had waited when the bridge or the capture ended; null without times. */
  readonly ageNs: number | null;
  readonly state: OutstandingState;
}

export function diagnosisReport(capture: Capture, diagnosis: Diagnosis): DiagnosisReport {
  const { verdict, findings, outstanding, quality, rulesRun } = diagnosis;
  /** The first finding of each key: two of one rule may share it. */
  const places = new Map(findings.map((finding, place) => [findingKey(finding), place] as const).toReversed());
  return {
    verdict: {
      severity: verdict.severity,
      text: verdict.text,
      bridge: verdict.bridge,
      frames: verdict.rows.map(frameNumber),
      kind: verdict.kind,
      evidence: verdict.evidence.map((one) => evidenceReport(capture, one)),
    },
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      title: finding.title,
      text: finding.text,
      frames: finding.rows.map(frameNumber),
      connection: finding.connection === null ? null : finding.connection + 1,
      containerId: finding.containerId,
      next: finding.next,
      processId: finding.processId,
      time: formatInstant(capture.startNs, finding.time),
      certainty: finding.certainty,
      because: finding.because,
      causes: finding.causes,
      evidence: finding.evidence.map((one) => evidenceReport(capture, one)),
      follows: finding.follows === null ? null : (places.get(finding.follows) ?? null),
    })),
    outstanding: outstanding.map(({ row, age, state }) => {
      const { name, id, containerId } = frameIdentity(capture, row);
      return { frame: row + 1, name, id, containerId, ageNs: age, state };
    }),
    quality,
    rulesRun,
  };
}

function evidenceReport(capture: Capture, evidence: Evidence): EvidenceReport {
  const instant = (time: number): string | null => formatInstant(capture.startNs, time);
  switch (evidence.kind) {
    case "frame":
      return { kind: "frame", frame: frameNumber(evidence.row) };
    case "connection": {
      const { kind, connection, event, time, text } = evidence;
      return { kind, connection: connection + 1, event, time: instant(time), text };
    }
    case "bytes": {
      const { kind, stream, offset, length, time, text } = evidence;
      const direction = capture.streams[stream]?.direction ?? null;
      return { kind, connection: (stream >>> 1) + 1, direction, offset, length, time: instant(time), text };
    }
    case "time": {
      const { kind, from, until, text } = evidence;
      return { kind, from: instant(from), until: instant(until), text };
    }
  }
}

/** A finding with those that follow from it. */
export interface Cause {
  readonly finding: FindingReport;
  readonly consequences: readonly Cause[];
}

/** The findings grouped by cause: first causes in order, the others under what they follow from. */
export function byCause(findings: readonly FindingReport[]): readonly Cause[] {
  const followers = new Map<number | null, number[]>();
  findings.forEach(({ follows }, place) => {
    const cause = follows === place ? null : follows;
    const list = followers.get(cause) ?? [];
    followers.set(cause, list);
    list.push(place);
  });
  const causesUnder = (place: number | null): Cause[] =>
    (followers.get(place) ?? []).map((own) => ({ finding: findings[own]!, consequences: causesUnder(own) }));
  return causesUnder(null);
}

/** What a finding is about, for people: frames and the other places that prove it, connection, container, process, time. */
export function placeTexts({ frames, evidence, connection, containerId, processId, time }: FindingReport): string[] {
  const places: string[] = [];
  if (frames.length > 0) places.push(framesText(frames));
  const others = evidence.flatMap((one) => (one.kind === "frame" ? [] : [one.text]));
  places.push(...others.slice(0, MOST_PLACES));
  if (others.length > MOST_PLACES) places.push(`${others.length - MOST_PLACES} more like it`);
  if (connection !== null) places.push(`connection ${connection}`);
  if (containerId !== null) places.push(`container ${containerId}`);
  if (processId !== null) places.push(`process ${processId}`);
  if (time !== null) places.push(`at ${time}`);
  return places;
}

/** Other places, alike. */
const MOST_PLACES = 3;

/** Frames named before the rest is counted; the JSON form has all. */
const MOST_FRAMES = 20;

/** `frame 7`, `frames 7, 9 and 12 more`. */
export function framesText(frames: readonly number[]): string {
  const rest = frames.length > MOST_FRAMES ? ` and ${frames.length - MOST_FRAMES} more` : "";
  return `frame${frames.length === 1 ? "" : "s"} ${frames.slice(0, MOST_FRAMES).join(", ")}${rest}`;
}

/** What stands behind the verdict's sentence, for people. */
export function verdictPlaces({ verdict, rulesRun }: DiagnosisReport): string[] {
  const places = [`severity ${verdict.severity}`];
  if (verdict.bridge !== null) places.push(`bridge ${verdict.bridge}`);
  if (verdict.frames.length > 0) places.push(framesText(verdict.frames));
  return [...places, `${rulesRun} rules run`];
}

export const CERTAINTY_WORDS: Readonly<Record<Finding["certainty"], string>> = {
  seen: "Seen on the wire",
  inferred: "Inferred",
};

function frameNumber(row: number): number {
  return row + 1;
}
