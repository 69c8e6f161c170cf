/** Ways for a command to end early; `main` turns them into exit codes. */

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An option that the command does not have; another one may. */
export class UnknownOption extends UsageError {
  /** Without the dashes. */
  readonly option: string;

  constructor(option: string, asWritten: string) {
    super(`there is no option ${asWritten}`);
    this.option = option;
  }
}

/** An input cannot be read at all: exit code 1. */
export class InputError extends Error {
  override readonly name = "InputError";
  /**
   * @param source name of the file, `-` for standard input
   * @param at byte offset in it
   */
  constructor(source: string, at: number, reason: string) {
    super(`${source}: at byte ${at}: ${reason}`);
  }
}

/** The system opens no more files, which is not the fault of the one whose turn it was: nothing is read. Exit code 1. */
export class NoMoreFiles extends Error {
  override readonly name = "NoMoreFiles";

  constructor(source: string) {
    super(`${source}: at byte 0: too many files are open; give fewer at once, or allow more (ulimit -n)`);
  }
}

/** What was asked for takes too long and was ended; what was printed until then is true. Exit code 2, as it must be asked otherwise. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** Who reads the output has gone, as `head` does when it has seen enough: nothing is wrong, exit code 0. */
export class ClosedPipe extends Error {
  override readonly name = "ClosedPipe";
}

/** The `code` of a system error, `ENOENT`; null for other errors. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
