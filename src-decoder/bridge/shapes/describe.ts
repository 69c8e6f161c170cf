/** What a value means beyond its type: names of results and signals, roles of ports and GUIDs, parts of a traceparent. */
import { formatResult, resultCode } from "../result-codes.ts";
import {
  NULL_GUID,
  addressMeaning,
  guidMeaning,
  scsiControllerGuid,
  serviceMeaning,
  vsockPortMeaning,
} from "./addresses.ts";
import { decodePolicyDecision } from "./policy-decision.ts";
import type { FlagsShape, Role, Shape } from "./shape.ts";
import { exitCodeMeaning, signalOf } from "./signals.ts";

/** A value without parts. 64-bit numbers may come as bigint, with all their digits. */
export type Scalar = string | number | bigint | boolean | null;

/** A part of a value that has a meaning of its own. */
interface MeaningPart {
  /** Place in the text of a string value, in UTF-16 units; for a flag both are 0. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

/** What is said of a value of a payload. */
export interface Meaning {
  /** A name or a sentence. */
  readonly text: string;
  readonly parts: readonly MeaningPart[];
}

/** What `value` means where `shape` is expected; null where there is no more to say than the value itself. */
export function describeValue(shape: Shape, value: Scalar): Meaning | null {
  switch (shape.kind) {
    case "enumeration": {
      const text = shape.values.find((known) => known.value === value || String(known.value) === String(value))?.text;
      return text === undefined ? null : plain(text);
    }
    case "flags":
      return describeFlags(shape, value);
    case "integer":
      return shape.role === null || !isNumeric(value) ? null : describeNumber(shape.role, value);
    case "string":
      return shape.role === null || typeof value !== "string" ? null : describeText(shape.role, value);
    case "choice":
      return describeChoice(
        shape.variants.map((variant) => variant.shape),
        value,
      );
    case "object":
    case "array":
    case "map":
    case "number":
    case "boolean":
    case "json-string":
    case "base64":
    case "any":
      return null;
  }
}

function describeChoice(shapes: readonly Shape[], value: Scalar): Meaning | null {
  for (const shape of shapes) {
    const meaning = describeValue(shape, value);
    if (meaning !== null) return meaning;
  }
  return null;
}

function isNumeric(value: Scalar): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function plain(text: string): Meaning {
  return { text, parts: [] };
}

function orNull(text: string | null): Meaning | null {
  return text === null ? null : plain(text);
}

function describeFlags({ flags }: FlagsShape, value: Scalar): Meaning | null {
  if (!isNumeric(value) || value < 0 || (typeof value === "number" && !Number.isSafeInteger(value))) return null;
  const bits = BigInt(value);
  const parts = flags
    .filter(({ mask }) => (bits & BigInt(mask)) !== 0n)
    .map(({ mask, name, text }) => ({ start: 0, end: 0, name, value: hex(BigInt(mask)), text }));
  const unknown = flags.reduce((left, { mask }) => left & ~BigInt(mask), bits);
  if (unknown !== 0n) {
    const name = `unknown ${hex(unknown)}`;
    parts.push({ start: 0, end: 0, name, value: hex(unknown), text: "Bits that no flag is known for." });
  }
  return { text: bits === 0n ? "No flag is set." : parts.map(({ name }) => name).join(", "), parts };
}

function hex(bits: bigint): string {
  return `0x${bits.toString(16)}`;
}

/** Milliseconds that mean without end; also the line of an error without stack. */
const ALL_ONES = 0xffff_ffff;
/** Limits from here up are the kernel's way to say that there is none: the largest number of whole pages in 63 bits. */
const NO_LIMIT = 0x7fff_ffff_ffff_f000n;

function describeNumber(role: Role, value: number | bigint): Meaning | null {
  const number = Number(value);
  switch (role) {
    case "result":
      return describeResult(number);
    case "timeout":
      return plain(number === ALL_ONES ? "Infinite: the guest waits until the process has ended." : `${number} ms.`);
    case "exit-code":
      return orNull(exitCodeMeaning(number));
    case "signal": {
      const signal = signalOf(number);
      if (number === 0) return plain("No signal: the process is killed.");
      return signal === null ? null : plain(`${signal.name}: ${signal.text}`);
    }
    case "vsock-port":
      return orNull(number === 0 ? "No such stream." : vsockPortMeaning(number));
    case "line":
      return number === ALL_ONES ? plain("No stack is known.") : null;
    case "trace-options":
      return plain((number & 1) === 1 ? "Sampled." : "Not sampled.");
    case "scsi-controller": {
      const guid = scsiControllerGuid(number);
      return guid === null ? null : plain(`VM bus instance ${guid}.`);
    }
    case "limit":
      return number === -1 || !isBelow(value, NO_LIMIT) ? plain("Without limit.") : null;
    case "file-mode":
      return plain(`0${number.toString(8)}`);
    case "container-id":
    case "activity-id":
    case "service-id":
    case "address-id":
    case "guid":
    case "traceparent":
    case "error-text":
      return null;
  }
}

function isBelow(value: number | bigint, limit: bigint): boolean {
  return typeof value === "bigint" ? value < limit : value < Number(limit);
}

function describeResult(signed: number): Meaning {
  const code = resultCode(signed);
  const digits = formatResult(signed);
  return plain(code === null ? digits : `${digits} ${code.symbol}: ${code.meaning}`);
}

function describeText(role: Role, value: string): Meaning | null {
  switch (role) {
    case "container-id":
      if (value === NULL_GUID) return plain("The utility VM itself.");
      return value === "" ? plain("No container: the bridge as a whole.") : null;
    case "activity-id":
      return value === NULL_GUID ? plain("The null GUID, which hcsshim always sends.") : null;
    case "service-id":
      return orNull(serviceMeaning(value));
    case "address-id":
      return orNull(addressMeaning(value));
    case "guid":
      return orNull(guidMeaning(value));
    case "traceparent":
      return describeTraceparent(value);
    case "error-text":
      return describeError(value);
    case "result":
    case "timeout":
    case "exit-code":
    case "signal":
    case "vsock-port":
    case "line":
    case "trace-options":
    case "scsi-controller":
    case "limit":
    case "file-mode":
      return null;
  }
}

/** Version, trace id, parent span id and flags (W3C Trace Context 3.2). */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function describeTraceparent(value: string): Meaning | null {
  const match = TRACEPARENT.exec(value);
  if (match === null) return null;
  const [, version = "", trace = "", span = "", options = ""] = match;
  const sampled = (Number.parseInt(options, 16) & 1) === 1;
  return {
    text: `Trace ${trace}, span ${span}, ${sampled ? "sampled" : "not sampled"}.`,
    parts: [
      { start: 0, end: 2, name: "version", value: version, text: "Version of the format; 00 is the only one." },
      { start: 3, end: 35, name: "trace-id", value: trace, text: "The trace; traceID in the logs of both ends." },
      { start: 36, end: 52, name: "parent-id", value: span, text: "The host's span; parentSpanID in the guest's log." },
      {
        start: 53,
        end: 55,
        name: "flags",
        value: options,
        text: sampled ? "Bit 0 is set: the trace is sampled." : "Bit 0 is not set: the trace is not sampled.",
      },
    ],
  };
}

/** An HRESULT within an error text. */
const HRESULT = /\b0x([0-9a-fA-F]{8})\b/;

function describeError(value: string): Meaning | null {
  const denial = decodePolicyDecision(value);
  if (denial !== null) {
    const what = denial.rule === null ? "The policy denied the request" : `The policy denied ${denial.rule}`;
    const why = denial.fault ?? (denial.reasons.length === 0 ? "No reason is given." : denial.reasons.join("; "));
    const { start, end, json } = denial;
    return {
      text: `${what}: ${why}`,
      parts: [{ start, end, name: "policyDecision", value: json, text: "The decision, JSON as Base64." }],
    };
  }
  const match = HRESULT.exec(value);
  const code = match === null ? null : resultCode(Number.parseInt(match[1]!, 16));
  if (match === null || code === null) return null;
  return {
    text: `${code.symbol}: ${code.meaning}`,
    parts: [
      {
        start: match.index,
        end: match.index + match[0].length,
        name: code.symbol,
        value: match[0],
        text: code.meaning,
      },
    ],
  };
}
