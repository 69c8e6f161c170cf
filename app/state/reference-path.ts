import { MESSAGES, type Shape } from "../../src-decoder/index.ts";

/** Begins the part of the page's address that names a page of the protocol reference. */
export const REFERENCE_HASH = "#reference";

/** The reference's page of a message type: `ExecuteProcess/request`; null for a type that is not known. */
export function messagePath(type: number): string | null {
  const message = MESSAGES.find((known) => known.type === type);
  return message === undefined ? null : `${message.procedure.name}/${message.kind}`;
}

/**
 * Where the reference speaks of an object and of a member of it: on the page of the message `type` where the object is its payload, else on
 * the object's own. Null for what is no object.
 */
export function referencePath(shape: Shape, member: string | null, type: number | null): string | null {
  if (shape.kind !== "object") return null;
  const message = MESSAGES.find((known) => known.type === type && known.shape === shape);
  const page = message === undefined ? `objects/${shape.name}` : `${message.procedure.name}/${message.kind}`;
  return member === null ? page : `${page}/${member}`;
}

/** The path in the hash of an address; null where the hash names no page of the reference. */
export function pathOfHash(hash: string): string | null {
  if (hash !== REFERENCE_HASH && !hash.startsWith(`${REFERENCE_HASH}/`)) return null;
  const encoded = hash.slice(REFERENCE_HASH.length + 1);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

export function hashOfPath(path: string): string {
  return path === "" ? REFERENCE_HASH : `${REFERENCE_HASH}/${path.split("/").map(encodeURIComponent).join("/")}`;
}
