/** What went on over time, as the chart and the table beside it show it. Pure functions. */
import type { Activity, CallStatistics } from "../../../src-decoder/index.ts";
import { withTimeRange, type TimeRange } from "../../format/time-range.ts";
import { filterOf, labelOf } from "./columns.ts";

/** Equal spans that a capture is divided into. */
export const SPANS = 120;

/** What is counted: all frames, or those of one call or container. */
export interface Subject {
  /** Filter of its frames; empty for all. */
  readonly filter: string;
  readonly label: string;
}

export const EVERYTHING: Subject = { filter: "", label: "All frames" };

export function subjectOf(row: CallStatistics): Subject {
  return { filter: filterOf(row), label: labelOf(row) === "" ? "No container" : labelOf(row) };
}

/** One span. */
export interface SpanNumbers {
  readonly range: TimeRange;
  readonly requests: number;
  readonly errors: number;
  readonly hostBytes: number;
  readonly guestBytes: number;
}

export function spansOf({ from, bucketNs, requests, errors, hostBytes, guestBytes }: Activity): SpanNumbers[] {
  return Array.from(requests, (count, at) => ({
    // The capture's last frame belongs to its last span.
    range: {
      from: Math.floor(from + at * bucketNs),
      to: Math.floor(from + (at + 1) * bucketNs) + (at + 1 === requests.length ? 1 : 0),
    },
    requests: count,
    errors: errors[at]!,
    hostBytes: hostBytes[at]!,
    guestBytes: guestBytes[at]!,
  }));
}

/** Spans in which anything happened. */
export function busySpans(spans: readonly SpanNumbers[]): readonly SpanNumbers[] {
  return spans.filter(({ requests, errors, hostBytes, guestBytes }) => requests + errors + hostBytes + guestBytes > 0);
}

/** The filter for the frames of a subject in a stretch of time. */
export function spanFilter(subject: Subject, range: TimeRange): string {
  return withTimeRange(subject.filter, range);
}

/** All spans as CSV (RFC 4180): times in nanoseconds since the first packet. */
export function overTimeCsv(spans: readonly SpanNumbers[]): string {
  const lines = [
    ["fromNs", "toNs", "requests", "errors", "hostBytes", "guestBytes"],
    ...spans.map(({ range, requests, errors, hostBytes, guestBytes }) =>
      [range.from, range.to, requests, errors, hostBytes, guestBytes].map(String),
    ),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}
