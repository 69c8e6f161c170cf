/** Payloads read back from the files, a bounded number of them: a capture may hold a million, and each costs a look at the file. */
import { HEADER_BYTES } from "../bridge/header.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { readFrame } from "../model/read-stream.ts";

/** How many payloads are read in all. */
export const MOST_READS = 2000;
/** Larger payloads are not read: what is looked for stands at the front of small messages. */
const MAX_READ_BYTES = 1024 * 1024;

const decoder = new TextDecoder();

export class Payloads {
  readonly #capture: Capture;
  readonly #values = new Map<number, unknown>();
  readonly #most: number;
  #reads = 0;

  constructor(capture: Capture, most = MOST_READS) {
    this.#capture = capture;
    this.#most = most;
  }

  /** How many more payloads may be read. */
  get left(): number {
    return this.#most - this.#reads;
  }

  /** The payload of a frame as a value; undefined where it is missing, too large, no JSON, or where enough was read. */
  async json(row: number): Promise<unknown> {
    if (this.#values.has(row)) return this.#values.get(row);
    if (this.left <= 0) return undefined;
    const value = await this.#read(row);
    this.#values.set(row, value);
    return value;
  }

  async #read(row: number): Promise<unknown> {
    const { frames } = this.#capture;
    const size = frames.size.get(row);
    const complete = (frames.flags.get(row) & FRAME.complete) !== 0;
    if (!complete || size <= HEADER_BYTES || size > MAX_READ_BYTES) return undefined;
    this.#reads++;
    const { bytes } = await readFrame(this.#capture, row, HEADER_BYTES, size - HEADER_BYTES);
    return parsed(decoder.decode(bytes));
  }
}

/** The value of a JSON text; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A member of a value through objects; undefined where any step is missing. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

/** A member that is a string; null otherwise. */
export function textMember(value: unknown, ...path: readonly string[]): string | null {
  const found = member(value, ...path);
  return typeof found === "string" ? found : null;
}

/** A member that is a number; null otherwise. */
export function numberMember(value: unknown, ...path: readonly string[]): number | null {
  const found = member(value, ...path);
  return typeof found === "number" ? found : null;
}
