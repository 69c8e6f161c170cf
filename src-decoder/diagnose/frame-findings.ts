/** Which findings name a frame: what filters and columns read of a diagnosis, once one was made of the capture. */
import type { Capture } from "../model/capture.ts";
import { frameTexts } from "../model/frame-texts.ts";
import type { FrameTexts } from "../model/frame-texts.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding } from "./finding.ts";

/** By frame: which rules name it, and how bad the worst of these is. */
export interface FrameFindings {
  /** Rules that name the frame, the worst first, a space between two. */
  readonly rules: FrameTexts;
  /** The worst severity of the findings that name it. */
  readonly severities: FrameTexts;
}

const known = new WeakMap<Capture, FrameFindings>();

/** Keeps the findings of a capture for `frameFindings`; they are in order, the worst first. */
export function keepFindings(capture: Capture, findings: readonly Finding[]): void {
  const named = new Map<number, Finding[]>();
  for (const finding of findings) {
    for (const row of new Set(finding.rows)) {
      const list = named.get(row);
      if (list === undefined) named.set(row, [finding]);
      else list.push(finding);
    }
  }
  known.set(capture, {
    rules: frameTexts(named, (list) => [...new Set(list.map(({ rule }) => rule))].join(" ")),
    severities: frameTexts(named, (list) =>
      SEVERITIES.find((severity) => list.some((finding) => finding.severity === severity))!,
    ),
  });
}

/** The findings of a capture by frame; undefined until it was diagnosed. */
export function frameFindings(capture: Capture): FrameFindings | undefined {
  return known.get(capture);
}
