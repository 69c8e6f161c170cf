/**
 * The two hops of confidential Windows: a sidecar in the guest takes each request from the host, checks it and hands it on to the inbox
 * guest agent with the same id (bridge.md 2.5). A capture of both shows each request twice.
 */
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { BridgeLife } from "./bridge-life.ts";
import type { Exchanges } from "./exchanges.ts";

/** Two bridges of which one copies what the other asks. */
export interface HopPair {
  /** Bridge number between host and sidecar. */
  readonly outer: number;
  /** Bridge number between sidecar and guest agent. */
  readonly inner: number;
  /** Row of the copy on the inner hop, by row of the request on the outer one. */
  readonly copies: ReadonlyMap<number, number>;
}

/** Where a request's time went, ns each; null where the capture does not show it. */
export interface HopTimes {
  /** From the host's request to its copy: policy, local work, the queue in the sidecar. */
  readonly before: number | null;
  /** From the copy to the guest agent's answer. */
  readonly behind: number | null;
  /** From that answer to the sidecar's own. */
  readonly back: number | null;
}

/** Fewer copies than this may be chance: two bridges both begin at id 0. */
const FEWEST_COPIES = 3;
/** Of the inner requests, how many must be copies. */
const COPIED_SHARE = 0.8;
/** Bridges that are compared with each other, each with each. */
const MOST_BRIDGES = 500;
/** A copy comes this long after its original at most: the sidecar's longest local step is a disk format. */
const LONGEST_BEFORE_NS = 120e9;

/** The pairs of bridges that are two hops of one conversation. */
export function hopPairs(capture: Capture, exchanges: Exchanges): HopPair[] {
  const { lives } = exchanges;
  if (lives.length < 2 || capture.startNs === null) return [];
  const requests = requestsByBridge(capture, exchanges);
  const found: HopPair[] = [];
  const sides = lives.flatMap((life) => sideOf(capture, life, requests)).slice(0, MOST_BRIDGES);
  for (const outer of sides) {
    for (const inner of sides) {
      if (outer === inner || haveOneHost(outer, inner) || !overlap(outer, inner)) continue;
      // Of what was asked before or after the outer hop was captured there can be no originals.
      const { from, to } = outer;
      const asked = inner.requests.filter((row) => {
        const time = capture.frames.time.get(row);
        return time >= from && time <= to;
      });
      if (asked.length < FEWEST_COPIES) continue;
      const copies = copiesOf(capture, outer.requests, asked);
      if (copies.size < FEWEST_COPIES || copies.size < COPIED_SHARE * asked.length) continue;
      found.push({ outer: outer.bridge, inner: inner.bridge, copies });
    }
  }
  // At one moment two machines that do the same look like copies of each other, which no hop is.
  const isMutual = ({ outer, inner }: HopPair): boolean =>
    found.some((other) => other.outer === inner && other.inner === outer);
  return found.filter((pair) => !isMutual(pair));
}

/** Where the time of a request on the outer hop went. */
export function hopTimes(capture: Capture, { copies }: HopPair, row: number): HopTimes {
  const { time, peer } = capture.frames;
  const copy = copies.get(row) ?? NO_ROW;
  if (copy === NO_ROW) return { before: null, behind: null, back: null };
  const innerAnswer = peer.get(copy);
  const answer = peer.get(row);
  return {
    before: time.get(copy) - time.get(row),
    behind: innerAnswer === NO_ROW ? null : time.get(innerAnswer) - time.get(copy),
    back: innerAnswer === NO_ROW || answer === NO_ROW ? null : time.get(answer) - time.get(innerAnswer),
  };
}

function requestsByBridge(capture: Capture, exchanges: Exchanges): Map<number, number[]> {
  const requests = new Map<number, number[]>();
  for (const row of exchanges.request) {
    const bridge = capture.bridgeOf(capture.frames.stream.get(row) >>> 1);
    const list = requests.get(bridge);
    if (list === undefined) requests.set(bridge, [row]);
    else list.push(row);
  }
  return requests;
}

/** Requests of the inner hop that have the id and type of an earlier, unanswered one of the outer. */
function copiesOf(capture: Capture, outer: readonly number[], inner: readonly number[]): Map<number, number> {
  const { frames } = capture;
  const byId = new Map<number, number>();
  for (const row of outer) if ((frames.flags.get(row) & FRAME.complete) !== 0) byId.set(frames.idLow.get(row), row);
  const copies = new Map<number, number>();
  for (const copy of inner) {
    const row = byId.get(frames.idLow.get(copy));
    if (row === undefined || frames.type.get(row) !== frames.type.get(copy)) continue;
    const after = frames.time.get(copy) - frames.time.get(row);
    const answer = frames.peer.get(row);
    const innerAnswer = frames.peer.get(copy);
    if (!(after >= 0 && after <= LONGEST_BEFORE_NS)) continue;
    // Two machines captured together have equal ids too, but their answers come as they like.
    if (answer !== NO_ROW && innerAnswer !== NO_ROW && frames.time.get(answer) < frames.time.get(innerAnswer)) continue;
    copies.set(row, copy);
  }
  return copies;
}

/** A bridge that may be a hop. */
interface Side {
  readonly bridge: number;
  /** Rows. */
  readonly requests: readonly number[];
  /** From its first packet to its end, ns. */
  readonly from: number;
  readonly to: number;
  /** The host's address and port; null for byte streams and user links, which have none that would tell. */
  readonly host: string | null;
}

/** Nothing for a bridge that asks too little to be one of two hops. */
function sideOf(capture: Capture, life: BridgeLife, requests: ReadonlyMap<number, readonly number[]>): Side[] {
  const { bridge, connections, end } = life;
  const own = requests.get(bridge.number) ?? [];
  const [first] = connections;
  if (own.length < FEWEST_COPIES || first === undefined) return [];
  const { transport, endpoints } = first.connection;
  const { address, port } = (first.hostStream & 1) === 0 ? endpoints[0] : endpoints[1];
  const from = Math.min(...connections.map(({ connection }) => connection.firstTime));
  const host = transport === "tcp" || transport === "vsock" ? `${address} ${port}` : null;
  return [{ bridge: bridge.number, requests: own, from, to: end?.time ?? capture.lastTime, host }];
}

function overlap(a: Side, b: Side): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/**
 * Whether two bridges have the same end for a host: then they are those of two guests that do the same, as the host of an inner hop is the
 * sidecar.
 */
function haveOneHost(a: Side, b: Side): boolean {
  return a.host !== null && a.host === b.host;
}
