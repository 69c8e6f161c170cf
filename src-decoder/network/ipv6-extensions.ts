/** The header that makes an IPv6 packet a fragment (RFC 8200 section 4.5); 8 bytes. */
export const FRAGMENT_HEADER = 44;

const AUTHENTICATION = 51;
/** Hop-by-hop options, routing, destination options, mobility, host identity, shim6: their length is in units of 8 bytes behind the first 8. */
const IN_EIGHTS: readonly number[] = [0, 43, 60, 135, 139, 140];

/**
 * Length of the extension header of this type at `bytes[at]` (RFC 8200 section 4, RFC 4302 section 2.2); 0 where the type is no
 * extension header that can be skipped. A header whose length field is not there has the least length.
 */
export function extensionLength(type: number, bytes: Uint8Array, at: number): number {
  const field = bytes[at + 1] ?? 0;
  if (IN_EIGHTS.includes(type)) return (field + 1) * 8;
  return type === AUTHENTICATION ? (field + 2) * 4 : 0;
}
