import { parseArgs } from "node:util";
import { UnknownOption, UsageError } from "./errors.ts";

/** An option of a command. */
export interface Option {
  /** Without the dashes. */
  readonly name: string;
  /** Word for its value in the help; null for one that takes none. */
  readonly value: string | null;
  readonly help: string;
  /** The values it may have, the first one when it is not given; absent where it takes any. */
  readonly choices?: readonly string[];
  /** With `choices`: none of them is taken when it is not given. */
  readonly optional?: true;
  /** May be given more than once. */
  readonly repeatable?: boolean;
}

/** What was given to a command. The accessors report wrong values as `UsageError`. */
export class Arguments {
  readonly files: readonly string[];
  readonly #options: readonly Option[];
  readonly #given: ReadonlyMap<string, readonly string[]>;

  constructor(files: readonly string[], options: readonly Option[], given: ReadonlyMap<string, readonly string[]>) {
    this.files = files;
    this.#options = options;
    this.#given = given;
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** The value of an option; null where it is not given. */
  text(name: string): string | null {
    return this.#given.get(name)?.[0] ?? null;
  }

  /** The value of an option with choices; the first of them where it is not given. */
  choice(name: string): string {
    return this.optionalChoice(name) ?? this.#choicesOf(name)[0] ?? "";
  }

  /** The value of an option with choices; null where it is not given. */
  optionalChoice(name: string): string | null {
    const choices = this.#choicesOf(name);
    const given = this.text(name);
    if (given !== null && !choices.includes(given)) {
      throw new UsageError(`--${name} is "${given}"; it must be ${choices.join(", ").replace(/, (?=[^,]*$)/, " or ")}`);
    }
    return given;
  }

  #choicesOf(name: string): readonly string[] {
    return this.#options.find((option) => option.name === name)?.choices ?? [];
  }

  /** All values of an option, whole numbers from `least` to `most`. */
  integers(name: string, least: number, most: number): number[] {
    return (this.#given.get(name) ?? []).map((given) => {
      const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      if (number >= least && number <= most) return number;
      throw new UsageError(`--${name} is "${given}"; it must be a whole number from ${least} to ${most}`);
    });
  }
}

/** Reads the words behind a command's name. */
export function parseArguments(words: readonly string[], options: readonly Option[]): Arguments {
  // Not strict: the faults are found here, so that they are told in one style.
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      options.map(({ name, value }) => [name, { type: value === null ? "boolean" : "string" }] as const),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const files: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") files.push(token.value);
    if (token.kind !== "option") continue;
    const option = options.find(({ name }) => name === token.name);
    if (option === undefined) throw new UnknownOption(token.name, token.rawName);
    const known = given.get(option.name);
    if (known !== undefined && option.repeatable !== true) throw new UsageError(`--${option.name} is given twice`);
    given.set(option.name, [...(known ?? []), valueOf(option, token.value, token.inlineValue === true)]);
  }
  if (files.filter((file) => file === "-").length > 1) throw new UsageError("- is given twice");
  return new Arguments(files, options, given);
}

function valueOf(option: Option, value: string | undefined, inline: boolean): string {
  if (option.value === null) {
    if (value !== undefined) throw new UsageError(`--${option.name} takes no value`);
    return "";
  }
  // `--filter --format csv` is a forgotten value, not a filter called `--format`.
  if (value === undefined || (!inline && value.startsWith("--"))) {
    throw new UsageError(`--${option.name} needs a value, ${option.value}`);
  }
  return value;
}
