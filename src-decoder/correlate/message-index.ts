/** Rows by what they are, made in one pass, so that who looks for one kind of message does not go over all. */
import { PROCEDURES } from "../bridge/procedures.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";

/** Names in `bridge/procedures.ts` that correlation and diagnosis ask for. */
export type CallName =
  | "Create"
  | "Start"
  | "ShutdownGraceful"
  | "ShutdownForced"
  | "ExecuteProcess"
  | "WaitForProcess"
  | "SignalProcess"
  | "ResizeConsole"
  | "GetProperties"
  | "ModifySettings"
  | "NegotiateProtocol"
  | "DumpStacks"
  | "DeleteContainerState"
  | "ModifyServiceSettings"
  | "Notification";

const REQUEST = 0x1000_0000;
const RESPONSE = 0x2000_0000;
const CODES = new Map(PROCEDURES.map(({ name, code }) => [name, code]));

/** The type of the one notification that the host takes. */
export const NOTIFICATION_TYPE = 0x3000_0000 | codeOf("Notification");

export function requestType(call: CallName): number {
  return REQUEST | codeOf(call);
}

export function answerType(call: CallName): number {
  return RESPONSE | codeOf(call);
}

/** Flags and their absence that no ordinary frame has. */
const SUSPICIOUS =
  FRAME.notJson | FRAME.trailingBytes | FRAME.repeated | FRAME.unasked | FRAME.oversize | FRAME.otherType;

const NO_ROWS: readonly number[] = [];

export class MessageIndex {
  readonly #byType = new Map<number, number[]>();
  /** Rows with a flag that sound messages do not have, or that are not complete; ascending. */
  readonly suspicious: readonly number[];
  readonly #failed = new Map<number, number[]>();
  /** Rows whose size is at least `LARGE_BYTES`, ascending. */
  readonly large: readonly number[];
  /** First and last row by stream number, and the first that is a request; `NO_ROW` where there is none. */
  readonly firstOf: Uint32Array;
  readonly lastOf: Uint32Array;
  readonly firstRequestOf: Uint32Array;
  /** All requests, ascending. */
  readonly allRequests: Uint32Array<ArrayBuffer>;

  constructor({ frames, streams }: Capture) {
    const { length, type: types, flags: flagsOf, result, size, stream: streamOf } = frames;
    const suspicious: number[] = [];
    const large: number[] = [];
    const first = new Uint32Array(streams.length).fill(NO_ROW);
    const last = new Uint32Array(streams.length).fill(NO_ROW);
    const firstRequest = new Uint32Array(streams.length).fill(NO_ROW);
    const requests = new Uint32Array(length);
    let count = 0;
    for (let row = 0; row < length; row++) {
      const type = types.get(row);
      const stream = streamOf.get(row);
      addTo(this.#byType, type, row);
      last[stream] = row;
      if (first[stream] === NO_ROW) first[stream] = row;
      if (type >>> 28 === REQUEST >>> 28) {
        requests[count++] = row;
        if (firstRequest[stream] === NO_ROW) firstRequest[stream] = row;
      }
      const flags = flagsOf.get(row);
      if ((flags & SUSPICIOUS) !== 0 || (flags & FRAME.complete) === 0) suspicious.push(row);
      const code = (flags & FRAME.hasResult) === 0 ? 0 : result.get(row);
      if (code !== 0) addTo(this.#failed, code, row);
      if (size.get(row) >= LARGE_BYTES) large.push(row);
    }
    this.suspicious = suspicious;
    this.large = large;
    this.firstOf = first;
    this.lastOf = last;
    this.firstRequestOf = firstRequest;
    this.allRequests = requests.slice(0, count);
  }

  /** Types that the capture has, as the headers carry them. */
  get types(): number[] {
    return [...this.#byType.keys()];
  }

  /** Rows of a type, ascending. */
  ofType(type: number): readonly number[] {
    return this.#byType.get(type) ?? NO_ROWS;
  }

  /** Responses with a Result (signed) other than 0, ascending. */
  failedWith(result: number): readonly number[] {
    return this.#failed.get(result) ?? NO_ROWS;
  }

  requests(call: CallName): readonly number[] {
    return this.ofType(requestType(call));
  }

  answers(call: CallName): readonly number[] {
    return this.ofType(answerType(call));
  }

  get notifications(): readonly number[] {
    return this.ofType(NOTIFICATION_TYPE);
  }
}

/** Three quarters of what the host takes: from there on a message is worth a look. */
export const LARGE_BYTES = 49_152;

function addTo(lists: Map<number, number[]>, key: number, row: number): void {
  const rows = lists.get(key);
  if (rows === undefined) lists.set(key, [row]);
  else rows.push(row);
}

function codeOf(call: CallName): number {
  return CODES.get(call) ?? 0;
}

/** Rows of several ascending lists as one ascending list. */
export function mergedRows(...lists: readonly (readonly number[])[]): Uint32Array<ArrayBuffer> {
  const merged = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    merged.set(list, at);
    at += list.length;
  }
  return merged.toSorted();
}
