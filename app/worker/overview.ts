import {
  endpointText,
  fieldOf,
  longestValues,
  summarize,
  type Capture,
  type CaptureComment,
  type Connection,
} from "../../src-decoder/index.ts";
import type { CaptureOverview, ConnectionInfo } from "./contract/capture.ts";

/** Comments told of a file: one on the section and one on each of a few interfaces are usual. */
const MOST_FILE_COMMENTS = 8;

/** The capture as a whole, as far as it is read. */
export function overviewOf(capture: Capture): CaptureOverview {
  const summary = summarize(capture);
  const { startNs, lastTime, issues } = capture;
  return {
    packetComments: capture.sources.reduce((sum, { comments }) => sum + comments.filter(isOnPacket).length, 0),
    files: capture.sources.map(({ source, formatLabel, packets, comments }) => ({
      name: source.name,
      size: source.size,
      format: formatLabel,
      packets,
      comments: comments
        .filter((comment) => !isOnPacket(comment))
        .slice(0, MOST_FILE_COMMENTS)
        .map(({ text }) => text),
    })),
    connections: capture.connections.map((connection) => connectionInfo(capture, connection)),
    start: startNs === null ? null : rfc3339(startNs),
    startNs: startNs === null ? null : String(startNs),
    durationNs: startNs === null ? 0 : lastTime,
    timeDecimals: timeDecimals(capture),
    packets: capture.packets,
    bridges: capture.bridges.length,
    frames: capture.frames.length,
    longest: longestValues(capture.frames),
    requests: summary.requests,
    answered: summary.answered,
    unanswered: summary.unanswered.length,
    longPolls: summary.unanswered.filter(flag(capture, "waits")).length,
    notifications: summary.notifications,
    errors: summary.errors,
    slow: counted(capture, flag(capture, "slow")),
    gaps: summary.gaps,
    gapBytes: summary.gapBytes,
    unframedBytes: summary.unframedBytes,
    unseenBytes: summary.unseenBytes,
    incomplete: summary.incomplete,
    issues: issues.kept,
    issueCount: issues.total,
  };
}

function timeDecimals({ sources }: Capture): number {
  let most = 0;
  // One by one: files may name more interfaces than a function takes arguments.
  for (const { interfaces } of sources) for (const { decimals } of interfaces) most = Math.max(most, decimals);
  return most;
}

/** Of how many frames something is so. */
function counted({ frames: { length } }: Capture, isSo: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < length; row++) count += isSo(row) ? 1 : 0;
  return count;
}

/** The boolean field of that name. */
function flag(capture: Capture, key: string): (row: number) => boolean {
  const field = fieldOf(key);
  return field?.type === "boolean" ? field.bind(capture) : () => false;
}

function isOnPacket({ packet }: CaptureComment): boolean {
  return packet !== null;
}

function connectionInfo(capture: Capture, connection: Connection): ConnectionInfo {
  const streams = [capture.streams[2 * connection.index], capture.streams[2 * connection.index + 1]].flatMap(
    (stream) => stream ?? [],
  );
  const sum = (value: (stream: (typeof streams)[number]) => number): number =>
    streams.reduce((total, stream) => total + value(stream), 0);
  const hostFirst = streams[0]?.direction !== "guest-to-host";
  const [first, second] = connection.endpoints;
  const [host, guest] = hostFirst ? [first, second] : [second, first];
  return {
    index: connection.index,
    bridge: capture.bridgeOf(connection.index),
    transport: connection.transport,
    host: endpointText(host),
    guest: endpointText(guest),
    port: listeningPort(connection),
    bytes: sum(({ bytes }) => bytes),
    frames: sum(({ frames }) => frames),
    packets: connection.packets,
    gaps: sum(({ gapCount }) => gapCount),
  };
}

/** The port of the end that was connected to; where the capture does not show who opened it, the lower port. */
function listeningPort({ endpoints: [opener, other], sawStart }: Connection): number | null {
  if (sawStart || opener.port === null || other.port === null) return other.port;
  return Math.min(opener.port, other.port);
}

function rfc3339(ns: bigint): string {
  const seconds = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(ns % 1_000_000_000n).padStart(9, "0")}Z`;
}
