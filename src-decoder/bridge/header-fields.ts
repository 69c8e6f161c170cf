/** The header taken apart for people: each field with its bytes, its bits and what they mean. */
import { HEADER_BYTES, MAX_HOST_RECEIVE, SIDECAR_ERROR_TYPE, formatId, formatType, typeParts } from "./header.ts";
import { procedureName, procedureOf } from "./procedures.ts";

/** A part of a field's value by its bits, counted from the least significant. */
export interface HeaderBits {
  readonly high: number;
  readonly low: number;
  readonly text: string;
  readonly meaning: string;
}

/** One field of the 16-byte header. */
export interface HeaderField {
  readonly key: "type" | "size" | "id";
  readonly label: string;
  /** Byte offset and length in the frame. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** What the value means, in words. */
  readonly meaning: string;
  /** Most significant first; empty where the value has no parts. */
  readonly bits: readonly HeaderBits[];
}

/** The fields of a header in the order of their bytes; `id` comes in its halves. */
export function headerFields(type: number, size: number, idLow: number, idHigh: number): readonly HeaderField[] {
  return [
    {
      key: "type",
      label: "Type",
      offset: 0,
      length: 4,
      text: formatType(type),
      meaning: typeMeaning(type),
      bits: typeBits(type),
    },
    { key: "size", label: "Size", offset: 4, length: 4, text: String(size), meaning: sizeMeaning(size), bits: [] },
    {
      key: "id",
      label: "ID",
      offset: 8,
      length: 8,
      text: formatId(idLow, idHigh),
      meaning: idMeaning(type),
      bits: [],
    },
  ];
}

function typeMeaning(type: number): string {
  if (type === SIDECAR_ERROR_TYPE) return "error response of a sidecar, which gives no procedure";
  return `${procedureName(type)} ${typeParts(type).kind === "unknown" ? "message" : typeParts(type).kind}`;
}

function typeBits(type: number): readonly HeaderBits[] {
  const { kind, category, categoryName, procedure, version } = typeParts(type);
  return [
    { high: 31, low: 28, text: `0x${(type >>> 28).toString(16)}`, meaning: kind },
    { high: 27, low: 20, text: hex(category, 2), meaning: categoryName ?? "no known category" },
    { high: 19, low: 8, text: hex(procedure, 3), meaning: procedureOf(type)?.name ?? "no known procedure" },
    { high: 7, low: 0, text: hex(version, 2), meaning: `version ${version}` },
  ];
}

function sizeMeaning(size: number): string {
  if (size < HEADER_BYTES) return `less than the ${HEADER_BYTES} bytes of a header`;
  const payload = `${HEADER_BYTES} of header and ${size - HEADER_BYTES} of payload`;
  return size > MAX_HOST_RECEIVE ? `${payload}; the host accepts at most ${MAX_HOST_RECEIVE}` : payload;
}

function idMeaning(type: number): string {
  switch (typeParts(type).kind) {
    case "request":
      return "its response repeats it";
    case "response":
      return "that of its request";
    case "notification":
      return "0 by rule: nothing answers it";
    case "unknown":
      return "pairs a request and its response";
  }
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}
