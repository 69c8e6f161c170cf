/**
 * A container, a process or a bridge followed through the capture: its frames, the bytes of its stdio and what happened to its connections, in
 * order of time. Only places are kept; what stands there is read when it is looked at.
 */
import { placeFrom } from "../bytes/place-from.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { ConversationExtras } from "./conversation-extras.ts";
import type { ConversationItem, FollowedRelay } from "./conversation-extras.ts";
import type { Correlation } from "./correlation.ts";
import { followedExecs, followedRows } from "./follow-target.ts";
import type { FollowTarget } from "./follow-target.ts";
import { Payloads } from "./payloads.ts";
import { Relays } from "./relays.ts";

/** Processes whose stdio is looked for; each costs the reading of a payload. */
const MOST_EXECS = 500;

/** What one target was told and said, by place in order of time; `of` finds it. */
export class Conversation {
  readonly target: FollowTarget;
  readonly relays: readonly FollowedRelay[];
  /** Processes that the target started, and how many of them `relays` covers. */
  readonly execs: number;
  readonly execsRead: number;
  readonly length: number;
  /** Ascending. */
  readonly #rows: Uint32Array;
  readonly #extras: ConversationExtras;
  /** Places of the extras, ascending; frames stand between them. */
  readonly #extraPlaces: Uint32Array;

  private constructor(
    capture: Capture,
    target: FollowTarget,
    rows: Uint32Array,
    extras: ConversationExtras,
    execs: { readonly relays: readonly FollowedRelay[]; readonly all: number; readonly read: number },
  ) {
    this.target = target;
    this.relays = execs.relays;
    this.execs = execs.all;
    this.execsRead = execs.read;
    this.#rows = rows;
    this.#extras = extras;
    this.length = rows.length + extras.length;
    this.#extraPlaces = placesOf(extras, rows, capture);
  }

  /** Reads the payload of each exec that the target has, up to a bound, for the ports of its stdio. */
  static async of(correlation: Correlation, target: FollowTarget): Promise<Conversation> {
    const { capture, index } = correlation;
    const execs = followedExecs(capture, index, target);
    const read = execs.slice(0, MOST_EXECS);
    const relays = new Relays(capture, index, () => correlation.processes(), new Payloads(capture));
    const followed: FollowedRelay[] = [];
    for (const row of read) {
      const processId = processOf(capture, row);
      for (const relay of await relays.ofExec(row)) followed.push({ ...relay, processId });
    }
    const extras = new ConversationExtras(capture);
    for (const relay of followed) extras.addRelay(relay, relays);
    if (target.containerId === null && target.processId === null)
      extras.addBridge(correlation.exchanges, target.bridge);
    extras.sort();
    const rows = followedRows(capture, target);
    return new Conversation(capture, target, rows, extras, { relays: followed, all: execs.length, read: read.length });
  }

  /** `place` is from 0 to `length`, exclusive. */
  item(place: number): ConversationItem {
    const before = placeFrom(this.#extraPlaces, place);
    if (this.#extraPlaces[before] !== place) return { kind: "frame", row: this.#rows[place - before]! };
    return this.#extras.item(before);
  }

  /** Where a frame stands; -1 where it is not of this conversation. */
  placeOf(row: number): number {
    const at = placeFrom(this.#rows, row);
    if (this.#rows[at] !== row) return -1;
    let low = 0;
    let high = this.#extraPlaces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#extraPlaces[middle]! - middle <= at) low = middle + 1;
      else high = middle;
    }
    return at + low;
  }

  /** The moment of an item, ns since time zero; NaN where it is not known. */
  timeOf(item: ConversationItem, capture: Capture): number {
    if (item.kind === "frame") return capture.frames.time.get(item.row);
    return item.kind === "stdio" ? item.chunk.time : item.event.time;
  }
}

/** Extras stand behind the frames of their moment and before the next. Both are in order of time. */
function placesOf(extras: ConversationExtras, rows: Uint32Array, { frames }: Capture): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(extras.length);
  let before = 0;
  for (let extra = 0; extra < places.length; extra++) {
    const time = extras.timeAt(extra);
    while (before < rows.length && !(frames.time.get(rows[before]!) > time)) before++;
    places[extra] = before + extra;
  }
  return places;
}

/** A failed exec answers with process 0. */
function processOf({ frames }: Capture, exec: number): number | null {
  const answer = frames.peer.get(exec);
  const isNamed = answer !== NO_ROW && (frames.flags.get(answer) & FRAME.hasProcess) !== 0;
  return isNamed && frames.processId.get(answer) !== 0 ? frames.processId.get(answer) : null;
}
