/** Values of fields as they are written out: raw for JSON and CSV, and as text for people. */
import { formatId, formatType } from "../../bridge/header.ts";
import { formatResult, resultName } from "../../bridge/result-codes.ts";
import type { Capture } from "../../model/capture.ts";
import type { ColumnField } from "./field.ts";

/** A value as JSON holds it: 64-bit numbers and times are strings, null where the frame has none. */
export type FieldValue = string | number | boolean | null;

const NS_PER_SECOND = 1_000_000_000n;
/** ECMAScript's range of dates, in seconds. */
const MAX_DATE_SECONDS = 8_640_000_000_000n;

/** RFC 3339 in UTC with nine decimals; null where the source has no times, or the time is beyond what a calendar covers. */
export function formatInstant(startNs: bigint | null, time: number): string | null {
  if (startNs === null || !Number.isFinite(time)) return null;
  const ns = startNs + BigInt(Math.round(time));
  const fraction = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const seconds = (ns - fraction) / NS_PER_SECOND;
  if (seconds > MAX_DATE_SECONDS || seconds < -MAX_DATE_SECONDS) return null;
  const date = new Date(Number(seconds) * 1000).toISOString();
  return `${date.slice(0, date.indexOf("."))}.${fraction.toString().padStart(9, "0")}Z`;
}

/** `4.000 s`, `291.2 ms` as `291.200 ms`, `830 ns`: the largest unit of which there is one, three decimals. */
export function formatDuration(ns: number): string {
  const size = Math.abs(ns);
  if (size >= 1e9) return `${(ns / 1e9).toFixed(3)} s`;
  if (size >= 1e6) return `${(ns / 1e6).toFixed(3)} ms`;
  if (size >= 1e3) return `${(ns / 1e3).toFixed(3)} µs`;
  return `${ns} ns`;
}

/** A reader of a field's raw values. */
export function valueReader(field: ColumnField, capture: Capture): (row: number) => FieldValue {
  switch (field.type) {
    case "boolean":
      return field.bind(capture);
    case "id": {
      const id = field.bind(capture);
      return (row) => formatId(id.low(row), id.high(row));
    }
    case "text":
    case "enum": {
      const reader = field.bind(capture);
      return (row) => {
        const code = reader.code(row);
        return code === 0 ? null : reader.text(code);
      };
    }
    case "time": {
      const time = field.bind(capture);
      return (row) => formatInstant(capture.startNs, time(row));
    }
    case "type": {
      const type = field.bind(capture);
      return (row) => formatType(type(row));
    }
    case "number":
    case "duration":
    case "size":
    case "result": {
      const number = field.bind(capture);
      return (row) => orNull(number(row));
    }
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** A reader of a field's values as people read them; empty where the frame has none. */
export function textReader(field: ColumnField, capture: Capture): (row: number) => string {
  switch (field.type) {
    case "boolean": {
      const flag = field.bind(capture);
      return (row) => (flag(row) ? "yes" : "");
    }
    case "duration": {
      const duration = field.bind(capture);
      return (row) => where(duration(row), formatDuration);
    }
    case "result": {
      const result = field.bind(capture);
      return (row) => where(result(row), (signed) => resultName(signed) ?? formatResult(signed));
    }
    case "id":
    case "text":
    case "enum":
    case "time":
    case "type":
    case "number":
    case "size": {
      const value = valueReader(field, capture);
      return (row) => String(value(row) ?? "");
    }
  }
}

function where(value: number, format: (value: number) => string): string {
  return Number.isNaN(value) ? "" : format(value);
}
