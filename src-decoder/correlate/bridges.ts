/**
 * Which connections carry one bridge. A utility VM has one conversation; a live migration or a reconnect takes it to a new connection
 * (bridge.md 2.6, N15-N17, N30).
 */
import { messageKind } from "../bridge/header.ts";
import type { Bridge, Frames, Stream } from "../model/capture.ts";
import type { Connection } from "../stream/stream-sink.ts";
import type { Pairing } from "./pairing.ts";

interface Candidate {
  readonly connection: number;
  /** Host address and port, guest address: equal for all connections of one bridge. */
  readonly place: string;
  firstRow: number;
  lastRow: number;
  /** Ids of the first two requests and the largest of all, as far as doubles are exact. */
  firstId: number | null;
  secondId: number | null;
  largestId: number;
}

/** Of very many bridges at one place a connection goes on with one of so many that began last: it is taken over while it lives. */
const MOST_CHAINS = 256;

/** The bridges of a capture, numbered from 1 in order of their first connection. */
export function findBridges(
  frames: Frames,
  connections: readonly Connection[],
  streams: readonly Stream[],
  pairing: Pairing,
): Bridge[] {
  const candidates = candidatesAmong(connections, streams);
  // Rows tell apart what could be one bridge; the usual capture has nothing of the kind, and its rows are left alone.
  if (new Set(candidates.map(({ place }) => place)).size < candidates.length) noteFrames(candidates, frames);
  const unaskedOn = new Map<number, number[]>();
  for (const row of pairing.unaskedRows) {
    const connection = frames.stream.get(row) >>> 1;
    const rows = unaskedOn.get(connection) ?? [];
    unaskedOn.set(connection, rows);
    rows.push(row);
  }
  const chains: Candidate[][] = [];
  const chainsAt = new Map<string, Candidate[][]>();
  for (const candidate of candidates) {
    const here = chainsAt.get(candidate.place) ?? [];
    chainsAt.set(candidate.place, here);
    const chain = mayContinue(candidate, unaskedOn)
      ? here.slice(-MOST_CHAINS).findLast((earlier) => {
          const last = earlier.at(-1)!;
          return endsBefore(last, candidate) && continues(earlier, candidate, unaskedOn, pairing);
        })
      : undefined;
    if (chain === undefined) {
      const own = [candidate];
      chains.push(own);
      here.push(own);
    } else {
      chain.push(candidate);
    }
  }
  return chains.map((chain, index) => ({ number: index + 1, connections: chain.map(({ connection }) => connection) }));
}

/** The connections that carry a bridge, without what their frames tell. */
function candidatesAmong(connections: readonly Connection[], streams: readonly Stream[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const connection of connections) {
    const { index, transport } = connection;
    const direction = streams[2 * index]?.direction;
    if (direction === null) continue;
    const hostEnd = direction === "host-to-guest" ? 0 : 1;
    const { endpoints } = connection;
    const host = endpoints[hostEnd];
    const guest = endpoints[1 - hostEnd];
    candidates.push({
      connection: index,
      // Bare byte streams have no addresses: those opened together are taken for one bridge where their ids allow it.
      place: transport === "byte-stream" ? transport : [transport, host.address, host.port, guest?.address].join(" "),
      firstRow: -1,
      lastRow: -1,
      firstId: null,
      secondId: null,
      largestId: -1,
    });
  }
  return candidates;
}

function noteFrames(candidates: readonly Candidate[], frames: Frames): void {
  const byConnection = new Map(candidates.map((candidate) => [candidate.connection, candidate]));
  for (let row = 0; row < frames.length; row++) {
    const candidate = byConnection.get(frames.stream.get(row) >>> 1);
    if (candidate === undefined) continue;
    if (candidate.firstRow === -1) candidate.firstRow = row;
    candidate.lastRow = row;
    if (messageKind(frames.type.get(row)) !== "request") continue;
    const id = frames.idHigh.get(row) * 0x1_0000_0000 + frames.idLow.get(row);
    if (candidate.firstId === null) candidate.firstId = id;
    else candidate.secondId ??= id;
    candidate.largestId = Math.max(candidate.largestId, id);
  }
}

function endsBefore(earlier: Candidate, later: Candidate): boolean {
  // A bridge connection without any frame shows no conversation that could go on.
  if (earlier.lastRow === -1 || later.firstRow === -1) return false;
  return earlier.lastRow < later.firstRow;
}

/** Whether anything about a connection tells that it goes on with a bridge of before: mostly nothing does. */
function mayContinue({ connection, firstId, secondId }: Candidate, unaskedOn: ReadonlyMap<number, unknown>): boolean {
  return (firstId ?? 0) > 0 || (secondId ?? 0) > 1 || unaskedOn.has(connection);
}

function continues(
  chain: readonly Candidate[],
  later: Candidate,
  unaskedOn: ReadonlyMap<number, readonly number[]>,
  pairing: Pairing,
): boolean {
  const largest = Math.max(...chain.map(({ largestId }) => largestId));
  if (later.firstId !== null && later.firstId > 0) return later.firstId > largest;
  // Id 0 begins a new bridge, or a migration's destination: that seeds its ids above those used before.
  if (later.secondId !== null && later.secondId > 1) return later.secondId > largest;
  return (unaskedOn.get(later.connection) ?? []).some((row) =>
    chain.some(({ connection }) => pairing.waitsOn(connection, row)),
  );
}
