/** Names that numbers in payloads go by: filters take them in place of the number, and completion offers them. */
import { RESULT_CODES, resultCode } from "../../bridge/result-codes.ts";
import type { Shape } from "../../bridge/shapes/shape.ts";
import { EXIT_NAMES, SIGNAL_NUMBERS, signalOf } from "../../bridge/shapes/signals.ts";

/** A name for a number of a payload. */
export interface NumberName {
  readonly name: string;
  /** What it says, one sentence. */
  readonly text: string;
}

/** How a wait without end is called, and what stands for it. */
export const INFINITE = { name: "infinite", ms: 0xffff_ffff } as const;

/** The name of a number that a shape may have; null where it has none, and of flags, which are several in one number. */
export function numberName(shape: Shape, value: number): NumberName | null {
  const role = shape.kind === "integer" ? shape.role : null;
  if (role === "result") {
    const code = resultCode(value);
    return code === null ? null : { name: code.symbol, text: code.meaning };
  }
  if (role === "signal") return signalOf(value);
  return role === "timeout" && value === INFINITE.ms ? { name: INFINITE.name, text: "Without end." } : null;
}

/** The names of what a shape numbers: results, signals, what ended a process, flags, the wait without end. None where its numbers are only numbers. */
export function numberNames(shape: Shape): readonly NumberName[] {
  if (shape.kind === "flags") return shape.flags;
  const role = shape.kind === "integer" ? shape.role : null;
  if (role === "result") return RESULT_CODES.map(({ symbol, meaning }) => ({ name: symbol, text: meaning }));
  if (role === "timeout") return [{ name: INFINITE.name, text: "Without end: 4294967295." }];
  if (role === "exit-code") return EXIT_NAMES;
  if (role !== "signal") return [];
  return SIGNAL_NUMBERS.flatMap((number) => signalOf(number) ?? []);
}
