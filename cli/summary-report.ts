import {
  endpointText,
  formatInstant,
  formatResult,
  formatType,
  linkTypeText,
  messageKind,
  openTimes,
  packetComments,
  procedureName,
  resultName,
} from "../src-decoder/index.ts";
import type { Capture, CaptureSummary, Connection, Issue } from "../src-decoder/index.ts";
import { frameIdentity } from "./frame-identity.ts";

/** What `summary --format json` prints; the text form is written from it. Frames are numbers from 1, times RFC 3339, lengths of time ns. */
export interface SummaryReport {
  readonly files: readonly {
    readonly name: string;
    readonly size: number;
    readonly format: string;
    readonly formatLabel: string;
    readonly linkTypes: readonly string[];
    readonly packets: number;
  }[];
  readonly packets: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly durationNs: number;
  readonly bridges: readonly { readonly number: number; readonly connections: readonly number[] }[];
  readonly connections: readonly ConnectionReport[];
  /** What `--filter` asked for, which all that is said of frames below goes by; null where all are counted. */
  readonly filter: { readonly text: string; readonly allFrames: number } | null;
  readonly frames: number;
  readonly incompleteFrames: number;
  readonly types: readonly {
    readonly type: string;
    readonly kind: string;
    readonly name: string;
    readonly frames: number;
    readonly bytes: number;
  }[];
  readonly requests: number;
  readonly answered: number;
  readonly unanswered: readonly UnansweredReport[];
  readonly responses: number;
  readonly notifications: number;
  readonly results: readonly {
    readonly result: number;
    readonly code: string;
    readonly name: string | null;
    readonly frames: number;
  }[];
  readonly slowest: readonly {
    readonly request: number;
    readonly response: number;
    readonly name: string;
    readonly id: string;
    readonly containerId: string | null;
    readonly latencyNs: number;
  }[];
  /** What the files say themselves: comments of pcapng, with the packet they stand at and the frames it brought. */
  readonly comments: readonly {
    readonly file: string;
    readonly packet: number | null;
    readonly frames: readonly number[];
    readonly text: string;
  }[];
  readonly gaps: number;
  readonly gapBytes: number;
  readonly unframedBytes: number;
  readonly unseenBytes: number;
  readonly issueCount: number;
  readonly issueCounts: Readonly<Record<string, number>>;
  /** The first hundred of each code. */
  readonly issues: readonly Issue[];
}

interface ConnectionReport {
  readonly number: number;
  /** Null where it is no bridge. */
  readonly bridge: number | null;
  readonly transport: string;
  /** The host's end and the guest's; for a connection that is no bridge, who opened it and the other. */
  readonly host: string;
  readonly guest: string;
  readonly packets: number;
  readonly bytes: number;
  readonly frames: number;
}

interface UnansweredReport {
  readonly frame: number;
  readonly time: string | null;
  /** From the request to the capture's end. */
  readonly ageNs: number | null;
  readonly bridge: number;
  readonly name: string;
  readonly id: string;
  readonly containerId: string | null;
}

/** `filter` is the text of the filter that the frames of the summary passed, empty for all of them. */
export function summaryReport(capture: Capture, summary: CaptureSummary, filter: string): SummaryReport {
  const { issues, startNs, lastTime, frames } = capture;
  const openFor = openTimes(capture);
  return {
    files: capture.sources.map(({ source, format, formatLabel, interfaces, packets }) => ({
      name: source.name,
      size: source.size,
      format,
      formatLabel,
      linkTypes: [...new Set(interfaces.map(({ linkType }) => linkTypeText(linkType)))],
      packets,
    })),
    packets: capture.packets,
    start: formatInstant(startNs, 0),
    end: formatInstant(startNs, lastTime),
    durationNs: lastTime,
    bridges: capture.bridges.map(({ number, connections }) => ({
      number,
      connections: connections.map((index) => index + 1),
    })),
    connections: capture.connections.map((connection) => connectionReport(capture, connection)),
    filter: filter === "" ? null : { text: filter, allFrames: frames.length },
    frames: summary.frames,
    incompleteFrames: summary.incomplete,
    types: summary.types.map(({ type, ...counts }) => ({
      type: formatType(type),
      kind: messageKind(type),
      name: procedureName(type),
      ...counts,
    })),
    requests: summary.requests,
    answered: summary.answered,
    unanswered: summary.unanswered.map((row) => ({
      frame: row + 1,
      time: formatInstant(startNs, frames.time.get(row)),
      ageNs: Number.isNaN(frames.time.get(row)) ? null : openFor(row),
      bridge: capture.bridgeOf(frames.stream.get(row) >>> 1),
      ...frameIdentity(capture, row),
    })),
    responses: summary.responses,
    notifications: summary.notifications,
    results: summary.results.map(({ result, frames: count }) => ({
      result,
      code: formatResult(result),
      name: resultName(result),
      frames: count,
    })),
    slowest: summary.slowest.map((row) => {
      const request = frames.peer.get(row);
      return {
        request: request + 1,
        response: row + 1,
        ...frameIdentity(capture, request),
        latencyNs: frames.time.get(row) - frames.time.get(request),
      };
    }),
    comments: commentReports(capture),
    gaps: summary.gaps,
    gapBytes: summary.gapBytes,
    unframedBytes: summary.unframedBytes,
    unseenBytes: summary.unseenBytes,
    issueCount: issues.total,
    issueCounts: Object.fromEntries(issues.counts),
    issues: issues.kept,
  };
}

function commentReports(capture: Capture): SummaryReport["comments"] {
  const { rowsOf } = packetComments(capture);
  return capture.sources.flatMap(({ source, comments }) =>
    comments.map(({ packet, text }) => ({
      file: source.name,
      packet: packet === null ? null : packet + 1,
      frames: packet === null ? [] : (rowsOf.get(packet) ?? []).map((row) => row + 1),
      text,
    })),
  );
}

function connectionReport(capture: Capture, connection: Connection): ConnectionReport {
  const { index, transport, packets } = connection;
  const streams = [capture.streams[2 * index]!, capture.streams[2 * index + 1]!] as const;
  const opensAsGuest = streams[0].direction === "guest-to-host";
  const textOf = (end: 0 | 1): string => endpointText(connection.endpoints[end]);
  return {
    number: index + 1,
    bridge: capture.bridgeOf(index) || null,
    transport,
    // Written when they are asked for: a summary in text names the ends of bridges alone, and there may be very many others.
    get host() {
      return textOf(opensAsGuest ? 1 : 0);
    },
    get guest() {
      return textOf(opensAsGuest ? 0 : 1);
    },
    packets,
    bytes: streams[0].bytes + streams[1].bytes,
    frames: streams[0].frames + streams[1].frames,
  };
}
