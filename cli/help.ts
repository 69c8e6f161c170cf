import type { Option } from "./arguments.ts";
import type { Command } from "./command.ts";

export const HELP_OPTION: Option = { name: "help", value: null, help: "Print this and do nothing else" };

const EXIT_CODES = `Exit status: 0 done, 1 a file could not be read at all, 2 wrong usage, 3 diagnose --fail-on found
one that severe or worse.
`;

/** What `bridgescope --help` prints. */
export function overviewHelp(commands: readonly Command[]): string {
  return `Usage: bridgescope COMMAND FILE... [OPTIONS]

Reads captures of the bridge between HCS and GCS: pcap, pcapng, and bare byte streams (two
files, one a direction). Several files are one capture; - is standard input.

Commands:
${aligned(commands.map(({ name, summary }) => [name, summary]))}
  bridgescope COMMAND --help lists the options of a command, --version prints the version.

${EXIT_CODES}`;
}

/** What `bridgescope COMMAND --help` prints. */
export function commandHelp({ name, summary, operands, options }: Command): string {
  return `Usage: bridgescope ${name} ${operands} [OPTIONS]

${summary}.

Options:
${aligned([...options, HELP_OPTION].map((option) => [flagOf(option), helpOf(option)]))}
${EXIT_CODES}`;
}

function flagOf({ name, value }: Option): string {
  return `--${name}${value === null ? "" : ` ${value}`}`;
}

function helpOf({ help, choices, optional, repeatable }: Option): string {
  const usual = optional === true ? "" : `; ${choices?.[0]} if not given`;
  const values = choices === undefined ? "" : `: ${choices.join(", ")}${usual}`;
  return `${help}${values}${repeatable === true ? " (may be repeated)" : ""}`;
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([head]) => head.length));
  return rows.map(([head, text]) => `  ${head.padEnd(width)}  ${text}\n`).join("");
}
