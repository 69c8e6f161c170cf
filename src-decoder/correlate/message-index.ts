/** Rows by what they are, made in one pass, so that who looks for one kind of message does not go over all. */
import type { CodedRows, ReadonlyColumn } from "../bytes/columns.ts";
import { PROCEDURES } from "../bridge/procedures.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture, Frames } from "../model/capture.ts";
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
  FRAME.notJson |
  FRAME.trailingBytes |
  FRAME.repeated |
  FRAME.unasked |
  FRAME.oversize |
  FRAME.otherType |
  FRAME.mistyped;

const NO_ROWS = new Uint32Array(0);

/** Row numbers. */
export type RowList = readonly number[] | Uint32Array;

export class MessageIndex {
  readonly #types: CodedRows;
  /** All rows, those of one type together, and where each type's begin, by its code; one further, where the last's end. */
  readonly #rowsByType: Uint32Array<ArrayBuffer>;
  readonly #starts: Uint32Array;
  /** Rows with a flag that sound messages do not have, or that are not complete; ascending. */
  readonly suspicious: readonly number[];
  /** Responses with a Result other than 0, ascending. */
  readonly failed: readonly number[];
  readonly #results: CodedRows;
  #failedByResult: ReadonlyMap<number, readonly number[]> | null = null;
  #failedByType: ReadonlyMap<number, readonly number[]> | null = null;
  /** Rows whose size is at least `LARGE_BYTES`, ascending. */
  readonly large: readonly number[];
  /** First and last row by stream number, and the first that is a request; `NO_ROW` where there is none. */
  readonly firstOf: Uint32Array;
  readonly lastOf: Uint32Array;
  readonly firstRequestOf: Uint32Array;
  /** All requests, ascending. */
  readonly allRequests: Uint32Array<ArrayBuffer>;

  constructor({ frames, streams }: Capture) {
    this.#types = frames.type;
    this.#results = frames.result;
    const look = new RowLooker(frames, streams.length);
    for (let from = 0; from < frames.length; from += BLOCK) look.at(from);
    this.suspicious = look.suspicious;
    this.failed = look.failed;
    this.large = look.large;
    this.firstOf = look.firstOf;
    this.lastOf = look.lastOf;
    this.firstRequestOf = look.firstRequestOf;
    this.#starts = look.starts();
    this.#rowsByType = new Uint32Array(frames.length);
    // One more, as what is no request is written behind the last that is.
    const requests = new Uint32Array(look.requestCount + 1);
    look.group(this.#starts, this.#rowsByType, requests);
    this.allRequests = requests.subarray(0, look.requestCount);
  }

  /** Types that the capture has, as the headers carry them. */
  get types(): number[] {
    return this.#types.values.filter((_, code) => this.#starts[code + 1]! > this.#starts[code]!);
  }

  /** Rows of a type, ascending. */
  ofType(type: number): Uint32Array {
    const code = this.#types.codeOf(type);
    return code === undefined ? NO_ROWS : this.#rowsByType.subarray(this.#starts[code], this.#starts[code + 1]);
  }

  /** Responses with a Result (signed) other than 0, ascending. */
  failedWith(result: number): readonly number[] {
    if (this.#results.codeOf(result) === undefined) return [];
    this.#failedByResult ??= groupedBy(this.failed, this.#results);
    return this.#failedByResult.get(result) ?? [];
  }

  /** Answers to a call with a Result other than 0, ascending. */
  failedAnswers(call: CallName): readonly number[] {
    this.#failedByType ??= groupedBy(this.failed, this.#types);
    return this.#failedByType.get(answerType(call)) ?? [];
  }

  requests(call: CallName): Uint32Array {
    return this.ofType(requestType(call));
  }

  answers(call: CallName): Uint32Array {
    return this.ofType(answerType(call));
  }

  get notifications(): Uint32Array {
    return this.ofType(NOTIFICATION_TYPE);
  }
}

/** Three quarters of what the host takes: from there on a message is worth a look. */
export const LARGE_BYTES = 49_152;

/** Rows whose columns are read by one call. */
const BLOCK = 1024;
/** Rows that are looked at by one call: short calls let the engine optimise each as a whole, once, and none in its middle. */
const PART = 128;

/**
 * The pass over all rows, a block at a time: what it has seen so far. Each row goes one way: what it does not belong to it is written to and
 * not counted, as a branch that is first taken late makes the engine begin anew.
 */
class RowLooker {
  readonly suspicious: number[] = [];
  readonly failed: number[] = [];
  readonly large: number[] = [];
  readonly firstOf: Uint32Array<ArrayBuffer>;
  readonly lastOf: Uint32Array<ArrayBuffer>;
  readonly firstRequestOf: Uint32Array<ArrayBuffer>;
  requestCount = 0;
  readonly #frames: Frames;
  /** By the code of a type: how many rows have it, and whether it is a request's. */
  readonly #counts: Uint32Array<ArrayBuffer>;
  readonly #isRequest: Uint8Array;
  readonly #type = new Uint32Array(BLOCK);
  readonly #stream = new Uint32Array(BLOCK);
  readonly #flags = new Uint32Array(BLOCK);
  readonly #size = new Uint32Array(BLOCK);
  readonly #result = new Uint32Array(BLOCK);
  readonly #chosen = [new Uint32Array(BLOCK), new Uint32Array(BLOCK), new Uint32Array(BLOCK)] as const;

  constructor(frames: Frames, streams: number) {
    this.#frames = frames;
    const { values } = frames.type;
    this.#counts = new Uint32Array(values.length);
    this.#isRequest = Uint8Array.from(values, (type) => (type >>> 28 === REQUEST >>> 28 ? 1 : 0));
    this.firstOf = new Uint32Array(streams).fill(NO_ROW);
    this.lastOf = new Uint32Array(streams).fill(NO_ROW);
    this.firstRequestOf = new Uint32Array(streams).fill(NO_ROW);
  }

  at(from: number): void {
    const { type, stream, flags, size, result, length } = this.#frames;
    const count = Math.min(BLOCK, length - from);
    type.readCodes(from, this.#type.subarray(0, count));
    stream.read(from, this.#stream.subarray(0, count));
    flags.read(from, this.#flags.subarray(0, count));
    size.read(from, this.#size.subarray(0, count));
    result.readCodes(from, this.#result.subarray(0, count));
    for (let part = 0; part < count; part += PART) this.#look(from, part, Math.min(part + PART, count));
  }

  /** Rows `start .. end` of the block that begins at row `from`. */
  #look(from: number, start: number, end: number): void {
    const [types, streams, allFlags, sizes, results] = [
      this.#type,
      this.#stream,
      this.#flags,
      this.#size,
      this.#result,
    ];
    const [suspicious, failed, large] = this.#chosen;
    const { firstOf, lastOf, firstRequestOf } = this;
    const counts = this.#counts;
    const isRequest = this.#isRequest;
    let suspiciousCount = 0;
    let failedCount = 0;
    let largeCount = 0;
    for (let i = start; i < end; i++) {
      const type = types[i]!;
      const stream = streams[i]!;
      const flags = allFlags[i]!;
      const row = from + i;
      counts[type]!++;
      lastOf[stream] = row;
      firstOf[stream] = Math.min(row, firstOf[stream]!);
      firstRequestOf[stream] = Math.min(isRequest[type] === 1 ? row : NO_ROW, firstRequestOf[stream]!);
      suspicious[suspiciousCount] = row;
      suspiciousCount += (flags & (SUSPICIOUS | FRAME.complete)) === FRAME.complete ? 0 : 1;
      failed[failedCount] = row;
      // The first code of all is that of 0.
      failedCount += results[i] !== 0 && (flags & FRAME.hasResult) !== 0 ? 1 : 0;
      large[largeCount] = row;
      largeCount += sizes[i]! >= LARGE_BYTES ? 1 : 0;
    }
    append(this.suspicious, suspicious, suspiciousCount);
    append(this.failed, failed, failedCount);
    append(this.large, large, largeCount);
  }

  /** Where the rows of each type begin when those of one type stand together, by its code; one further, where the last's end. */
  starts(): Uint32Array<ArrayBuffer> {
    const starts = new Uint32Array(this.#counts.length + 1);
    for (const [code, count] of this.#counts.entries()) {
      starts[code + 1] = starts[code]! + count;
      this.requestCount += this.#isRequest[code] === 1 ? count : 0;
    }
    return starts;
  }

  /** Fills `rows` with all rows, those of one type together, as `starts` tells, and `requests` with those of requests. */
  group(starts: Uint32Array, rows: Uint32Array, requests: Uint32Array): void {
    const { type, length } = this.#frames;
    const next = starts.slice();
    let requestCount = 0;
    for (let from = 0; from < length; from += BLOCK) {
      const codes = this.#type.subarray(0, Math.min(BLOCK, length - from));
      type.readCodes(from, codes);
      for (let part = 0; part < codes.length; part += PART) {
        const some = codes.subarray(part, part + PART);
        requestCount = this.#place(from + part, some, next, rows, requests, requestCount);
      }
    }
  }

  #place(
    from: number,
    codes: Uint32Array,
    next: Uint32Array,
    rows: Uint32Array,
    requests: Uint32Array,
    placed: number,
  ): number {
    const isRequest = this.#isRequest;
    let requestCount = placed;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      rows[next[code]!++] = from + i;
      requests[requestCount] = from + i;
      requestCount += isRequest[code]!;
    }
    return requestCount;
  }
}

function append(rows: number[], chosen: Uint32Array, count: number): void {
  for (let at = 0; at < count; at++) rows.push(chosen[at]!);
}

function groupedBy(rows: readonly number[], column: ReadonlyColumn): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const value = column.get(row);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}

function codeOf(call: CallName): number {
  return CODES.get(call) ?? 0;
}

/** Rows of several ascending lists as one ascending list. Sorting numbers is the engine's own work: a loop that merges has to be compiled first. */
export function mergedRows(...lists: readonly RowList[]): Uint32Array<ArrayBuffer> {
  const merged = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    merged.set(list, at);
    at += list.length;
  }
  return merged.toSorted();
}
