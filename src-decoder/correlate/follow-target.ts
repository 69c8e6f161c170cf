/** What can be followed through a capture, and which frames belong to it. */
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { NO_STRING } from "../bytes/string-table.ts";
import type { MessageIndex } from "./message-index.ts";

/** A bridge, or what is said on it about one container, or about one process. */
export interface FollowTarget {
  /** Bridge number. */
  readonly bridge: number;
  /** Null for all of the bridge. */
  readonly containerId: string | null;
  /** Null for all of the container. */
  readonly processId: number | null;
}

/** The target's frames in capture order: those that are about it themselves, or whose pair is. */
export function followedRows(capture: Capture, target: FollowTarget): Uint32Array<ArrayBuffer> {
  const { frames } = capture;
  const belongs = testOf(capture, target);
  let found = new Uint32Array(1024);
  let count = 0;
  for (let row = 0; row < frames.length; row++) {
    if (!belongs(row)) continue;
    if (count === found.length) {
      const larger = new Uint32Array(2 * count);
      larger.set(found);
      found = larger;
    }
    found[count++] = row;
  }
  return found.slice(0, count);
}

/** ExecuteProcess requests of the target, ascending. */
export function followedExecs(capture: Capture, index: MessageIndex, target: FollowTarget): Uint32Array {
  return index.requests("ExecuteProcess").filter(testOf(capture, target));
}

/** What people say of a target; null for what they leave out. */
export interface TargetWords {
  readonly bridge: number | null;
  /** A container's id, or how it begins. */
  readonly container: string | null;
  readonly processId: number | null;
}

/** The targets that the words fit, up to `most` of them, in order of their first frame. */
export function findTargets(capture: Capture, words: TargetWords, most: number): FollowTarget[] {
  const { frames, strings } = capture;
  const { container, bridge, processId } = words;
  const whole = container === null ? NO_STRING : strings.find(container);
  const fits = (number: number): boolean =>
    container === null ||
    (whole === NO_STRING ? (strings.get(number)?.startsWith(container) ?? false) : number === whole);
  const found = new Map<string, FollowTarget>();
  for (let row = 0; row < frames.length && found.size < most; row++) {
    const of = capture.bridgeOf(frames.stream.get(row) >>> 1);
    if (bridge !== null && of !== bridge) continue;
    if (processId !== null && processOf(capture, row) !== processId) continue;
    const number = container === null && processId === null ? NO_STRING : containerOf(capture, row);
    if (!fits(number)) continue;
    const target = { bridge: of, containerId: strings.get(number) ?? null, processId };
    found.set(`${of} ${number}`, target);
  }
  return [...found.values()];
}

function testOf(capture: Capture, { bridge, containerId, processId }: FollowTarget): (row: number) => boolean {
  const { frames } = capture;
  const container = containerId === null ? null : capture.strings.find(containerId);
  return (row) =>
    capture.bridgeOf(frames.stream.get(row) >>> 1) === bridge &&
    (container === null || (container !== NO_STRING && containerOf(capture, row) === container)) &&
    (processId === null || processOf(capture, row) === processId);
}

/** Number of the container's id. Answers carry none. */
function containerOf({ frames }: Capture, row: number): number {
  const own = frames.containerId.get(row);
  const peer = own === NO_STRING ? frames.peer.get(row) : NO_ROW;
  return peer === NO_ROW ? own : frames.containerId.get(peer);
}

/** The process that a frame names; for an exec the one that it started. */
function processOf({ frames }: Capture, row: number): number | null {
  if ((frames.flags.get(row) & FRAME.hasProcess) !== 0) return frames.processId.get(row);
  const peer = frames.peer.get(row);
  return peer !== NO_ROW && (frames.flags.get(peer) & FRAME.hasProcess) !== 0 ? frames.processId.get(peer) : null;
}
