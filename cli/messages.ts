import type { Issue, ReadFailure, ReadProgress } from "../src-decoder/index.ts";

/** What standard error is to this process. */
export interface MessageStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Issues told one by one; `summary` lists more. */
const TOLD_ISSUES = 10;
const PROGRESS_INTERVAL_MS = 100;
const CLEAR_LINE = "\r\u001b[K";

/** Standard error: failures, warnings and, on a terminal, how far reading has come. */
export class Messages {
  readonly #stream: MessageStream;
  #progressAt = 0;
  #progressShown = false;

  constructor(stream: MessageStream) {
    this.#stream = stream;
  }

  tell(text: string): void {
    this.clearProgress();
    this.#stream.write(`${printable(text)}\n`);
  }

  /** Tells what keeps the program from doing all that it was asked for. */
  fault(reason: string): void {
    this.tell(`bridgescope: ${reason}`);
  }

  issues(issues: readonly Issue[], total: number): void {
    for (const { source, at, text } of issues.slice(0, TOLD_ISSUES)) {
      this.tell(`warning: ${source}${at === null ? "" : `: at byte ${at}`}: ${text}`);
    }
    if (total > TOLD_ISSUES) this.tell(`warning: ${total - TOLD_ISSUES} more issues; the summary command lists them`);
  }

  progress({ bytesRead, bytesTotal, frames }: ReadProgress): void {
    if (this.#stream.isTTY !== true) return;
    const now = Date.now();
    if (now - this.#progressAt < PROGRESS_INTERVAL_MS) return;
    this.#progressAt = now;
    this.#progressShown = true;
    const percent = bytesTotal === 0 ? 100 : Math.floor((bytesRead / bytesTotal) * 100);
    this.#stream.write(`${CLEAR_LINE}${percent}% read, ${frames} frames`);
  }

  clearProgress(): void {
    if (this.#progressShown) this.#stream.write(CLEAR_LINE);
    this.#progressShown = false;
  }
}

/** A file that is no capture, with the place and what to do. */
export function failureText({ source, at, reason, advice }: ReadFailure): string {
  return `${source}: at byte ${at ?? 0}: ${reason}. ${advice}`;
}

/** Characters that a terminal would obey, or that would reorder what is read. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of a capture as a line of a terminal may hold it: nothing in it moves the cursor or hides what stands beside it. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
