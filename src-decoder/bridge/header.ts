/**
 * The 16 bytes before every payload: Type u32, Size u32 (with these 16), ID u64, little-endian (hcsshim internal/gcs/prot/protocol.go).
 * The type is read by its bits: 31..28 kind, 27..20 category, 19..8 procedure, 7..0 version.
 */
export { HEADER_BYTES, SIDECAR_ERROR_TYPE, isBridgeType } from "../bytes/bridge-header.ts";

/** The largest frame, header included, that the host accepts (hcsshim internal/gcs/prot/protocol.go MaxMsgSize); the guest has no limit. */
export const MAX_HOST_RECEIVE = 65_536;

/** What the top four bits of a type say; `unknown` for those that the protocol does not use. */
export type MessageKind = "request" | "response" | "notification" | "unknown";

/** Kinds by the top nibble of the type. */
const KINDS: readonly MessageKind[] = ["unknown", "request", "response", "notification"];

/** Groups of procedures; bits 27..20 of the type count them from 1. */
export const CATEGORY_NAMES: readonly string[] = ["ComputeSystem", "ComputeService"];

/** A message type taken apart. */
export interface TypeParts {
  readonly kind: MessageKind;
  /** Bits 27..20. */
  readonly category: number;
  /** `ComputeSystem`, `ComputeService`; null for a category that no known procedure has. */
  readonly categoryName: string | null;
  /** Bits 19..8. */
  readonly procedure: number;
  /** Bits 7..0. */
  readonly version: number;
}

/** What the top nibble of a type says the message is. */
export function messageKind(type: number): MessageKind {
  return KINDS[type >>> 28] ?? "unknown";
}

/** A type (u32) taken apart by its bits; every number has parts, also one that no procedure has. */
export function typeParts(type: number): TypeParts {
  const category = (type >>> 20) & 0xff;
  return {
    kind: messageKind(type),
    category,
    categoryName: CATEGORY_NAMES[category - 1] ?? null,
    procedure: (type >>> 8) & 0xfff,
    version: type & 0xff,
  };
}

/** `0x10100b01`. */
export function formatType(type: number): string {
  return `0x${(type >>> 0).toString(16).padStart(8, "0")}`;
}

/** The 64-bit id as an exact decimal, from its halves. */
export function formatId(low: number, high: number): string {
  return high === 0 ? String(low) : ((BigInt(high) << 32n) | BigInt(low)).toString();
}
