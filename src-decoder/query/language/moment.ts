/** A moment of a capture out of what somebody typed, by the same forms that filters know. */
import { tokenize } from "./lexer.ts";
import { numberOf } from "./literals.ts";
import type { Clock, Misfit } from "./literals.ts";

const NS_PER_SECOND = 1e9;
const NS_PER_MINUTE = 60e9;

/** The offset from UTC that RFC 3339 allows behind a time. */
const OFFSET = /^(\d{4}-\d\d-\d\dT.*)([+-])(\d\d):(\d\d)$/;

/**
 * Reads a time since the first packet (`12.5`, in seconds; `12.5s`, `830ms`), an RFC 3339 time or a time of day in UTC (`10:15:02.5`).
 * Whole ns since time zero, or what is wrong with the text.
 */
export function readMoment(text: string, clock: Clock): number | Misfit {
  const offset = OFFSET.exec(text);
  const { tokens } = tokenize(offset?.[1] ?? text);
  const [token] = tokens;
  if (token === undefined || tokens.length !== 2) return notRead(text);
  const { kind, at, end } = token;
  if (kind === "integer" || kind === "decimal") return Math.round(Number(token.text) * NS_PER_SECOND);
  if (kind !== "duration" && kind !== "clock" && kind !== "instant") return notRead(text);
  const moment = numberOf({ kind, at, end, text: token.text }, "time", clock);
  if (typeof moment !== "number") return moment;
  return Math.round(moment) - offsetNs(offset);
}

function offsetNs(offset: RegExpExecArray | null): number {
  if (offset === null) return 0;
  const [, , sign, hours, minutes] = offset;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * NS_PER_MINUTE;
}

function notRead(text: string): Misfit {
  return {
    text: `"${text}" is no time.`,
    hint: "Write seconds since the first packet (12.5s), an RFC 3339 time or a time of day (10:15:02.5).",
  };
}
