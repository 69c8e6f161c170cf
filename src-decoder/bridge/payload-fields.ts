/** The base fields that every frame has a column for, and which of them a message can hold (internal/gcs/prot/protocol.go). */
import { NO_STRING } from "../bytes/string-table.ts";
import { messageKind } from "./header.ts";

/** What the scan found; one object is filled again and again. */
export interface PayloadFacts {
  /** Numbers in the string table; 0 where absent or not a string. */
  containerId: number;
  activityId: number;
  hasProcess: boolean;
  processId: number;
  hasResult: boolean;
  /** Signed 32-bit HRESULT. */
  result: number;
  /** The bytes are not one JSON value, as far as they were read. */
  notJson: boolean;
  /** The JSON value is whole, but more than white space follows it. */
  trailingBytes: boolean;
  /** It is JSON, but no object, or has a value that Go does not decode into the base field's type. */
  mistyped: boolean;
}

export function emptyFacts(): PayloadFacts {
  return {
    containerId: NO_STRING,
    activityId: NO_STRING,
    hasProcess: false,
    processId: 0,
    hasResult: false,
    result: 0,
    notJson: false,
    trailingBytes: false,
    mistyped: false,
  };
}

/** The fields with a column, told apart by length and letters. */
export const FIELD = { ContainerId: 1, ActivityId: 2, ProcessId: 4, Result: 8 } as const;
/** A bit of `FIELD`, or 0 for any other key. */
export type Field = (typeof FIELD)[keyof typeof FIELD] | typeof OTHER_KEY;
export const OTHER_KEY = 0;
export const NO_KEY = -1;
const encoder = new TextEncoder();
export const FIELD_BYTES = Object.entries(FIELD).map(([name, bit]) => ({ bit, bytes: encoder.encode(name) }));
const ALL_FIELDS = FIELD.ContainerId | FIELD.ActivityId | FIELD.ProcessId | FIELD.Result;
/** Procedures whose request, from the first to the last, or whose response carries a `ProcessId` (bridge.md 2.2). */
const FIRST_WITH_PROCESS = 0x06;
const LAST_WITH_PROCESS = 0x08;
const PROCESS_IN_RESPONSE = 0x05;

/** The fields that the receiver of a message of this type decodes (internal/gcs/prot/protocol.go): others it passes over, whatever they are. */
export function decodedFields(type: number): number {
  switch (messageKind(type)) {
    case "request":
    case "response":
      return fieldsOf(type);
    case "notification":
      return FIELD.ContainerId | FIELD.ActivityId | FIELD.Result;
    case "unknown":
      return 0;
  }
}

/** The fields that a message of this type can hold: when all are found, the rest need not be read. */
export function fieldsOf(type: number): number {
  const procedure = (type >>> 8) & 0xfff;
  switch (messageKind(type)) {
    case "request": {
      const hasProcess = procedure >= FIRST_WITH_PROCESS && procedure <= LAST_WITH_PROCESS;
      return FIELD.ContainerId | FIELD.ActivityId | (hasProcess ? FIELD.ProcessId : 0);
    }
    case "response":
      return FIELD.Result | FIELD.ActivityId | (procedure === PROCESS_IN_RESPONSE ? FIELD.ProcessId : 0);
    case "notification":
    case "unknown":
      return ALL_FIELDS;
  }
}
