import type { Arguments, Option } from "./arguments.ts";
import type { Messages } from "./messages.ts";
import type { Output } from "./output.ts";

/** What a command gets to work with. */
export interface Context {
  readonly args: Arguments;
  readonly out: Output;
  readonly messages: Messages;
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
}

/** A row of the table of commands. */
export interface Command {
  readonly name: string;
  /** What it prints, one line for the help. */
  readonly summary: string;
  /** Behind the name in the usage line, options left out. */
  readonly operands: string;
  readonly options: readonly Option[];
  /** Resolves to the exit code. */
  run(context: Context): Promise<number>;
}
