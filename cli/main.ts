import packageJson from "../package.json" with { type: "json" };
import { HELP_OPTION, commandHelp, overviewHelp } from "./help.ts";
import { parseArguments } from "./arguments.ts";
import { COMMANDS } from "./commands/index.ts";
import { ClosedPipe, DeadlineError, InputError, NoMoreFiles, UnknownOption, UsageError, errorCode } from "./errors.ts";
import { Messages } from "./messages.ts";
import { Output } from "./output.ts";
import { UNREADABLE } from "./read-capture.ts";

const WRONG_USAGE = 2;

/** Runs the command line: `words` are the arguments behind the program's name. Resolves to the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const out = new Output(process.stdout);
  const messages = new Messages(process.stderr);
  try {
    const code = await runCommand(words, out, messages);
    await out.drain();
    return code;
  } catch (error) {
    if (error instanceof ClosedPipe) return 0;
    if (error instanceof UsageError) {
      const command = COMMANDS.find(({ name }) => name === words[0]);
      messages.fault(`${error.message}${error instanceof UnknownOption ? await whoHas(error.option) : ""}`);
      messages.tell(`"bridgescope ${command === undefined ? "" : `${command.name} `}--help" tells more`);
      return WRONG_USAGE;
    }
    // What was printed before the fault is true; it goes out as far as that is possible.
    await out.drain().catch(() => undefined);
    if (error instanceof DeadlineError) {
      messages.fault(error.message);
      return WRONG_USAGE;
    }
    if (error instanceof InputError || error instanceof NoMoreFiles || errorCode(error) !== null) {
      messages.fault(error instanceof Error ? error.message : "");
      return UNREADABLE;
    }
    throw error;
  }
}

/** The commands that have an option, for who gave it to another. */
async function whoHas(option: string): Promise<string> {
  const commands = await Promise.all(COMMANDS.map((row) => row.load()));
  const names = commands.filter(({ options }) => options.some(({ name }) => name === option)).map(({ name }) => name);
  return names.length === 0
    ? ""
    : ` here; ${names.join(", ").replace(/, (?=[^,]*$)/, " and ")} ${names.length === 1 ? "has" : "have"} it`;
}

async function runCommand(words: readonly string[], out: Output, messages: Messages): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) throw new UsageError("no command is given");
  if (first === "--help" || first === "-h" || first === "help") {
    out.print(overviewHelp(await Promise.all(COMMANDS.map((row) => row.load()))));
    return 0;
  }
  if (first === "--version") {
    out.line(packageJson.version);
    return 0;
  }
  const row = COMMANDS.find(({ name }) => name === first);
  if (row === undefined) {
    throw new UsageError(first.startsWith("-") ? `there is no option ${first}` : `there is no command ${first}`);
  }
  const command = await row.load();
  const args = parseArguments(rest, [...command.options, HELP_OPTION]);
  if (args.has(HELP_OPTION.name)) {
    out.print(commandHelp(command));
    return 0;
  }
  return command.run({ args, out, messages, input: process.stdin });
}
