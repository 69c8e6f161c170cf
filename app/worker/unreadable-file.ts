const UNREADABLE = "UnreadableFile";

/** A file that the browser cannot read any more since it was opened. The page gets its message and its name from the worker, no more. */
export class UnreadableFile extends Error {
  override readonly name = UNREADABLE;
  readonly file: string;
  /** Of the first byte that was asked for. */
  readonly offset: number;
  /** What may have become of it: `was moved or deleted`. */
  readonly fate: string;

  /** @param cause what the browser says of it (File API, section 7.1: what errors mean) */
  constructor(file: string, offset: number, cause: unknown) {
    const isGone = cause instanceof Error && cause.name === "NotFoundError";
    const fate = isGone ? "was moved or deleted" : "was changed, or its disk is gone,";
    super(`${file} can no longer be read: it ${fate} since it was opened.`, { cause });
    this.file = file;
    this.offset = offset;
    this.fate = fate;
  }
}

/** Whether an error, be it in the worker or on its way to the page, is of a file that cannot be read any more. */
export function isUnreadable(error: unknown): error is Error {
  return error instanceof Error && error.name === UNREADABLE;
}
