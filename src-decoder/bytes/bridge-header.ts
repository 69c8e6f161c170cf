/** What all parts need to tell the header of a bridge message: Type u32, Size u32 (with the header), ID u64, little-endian (hcsshim internal/gcs/prot/protocol.go). */

/** Bytes of a header. */
export const HEADER_BYTES = 16;

/**
 * A larger Size is nonsense, not a message. The guest sets no limit (hcsshim internal/guest/bridge/bridge.go), so this is ours: four times the
 * largest call that can reach the shim (containerd ttrpc channel.go, messageLengthMax), and more than any stack dump or policy.
 */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Type of an error response that a sidecar makes itself: the kind alone, without category, procedure and version (internal/gcs-sidecar/bridge.go). */
export const SIDECAR_ERROR_TYPE = 0x2000_0000;

/** The only version of message types in use. */
const TYPE_VERSION = 1;

/** Whether a frame of the bridge can have this type: a known kind, category and version, or the sidecar's bare error response. */
export function isBridgeType(type: number): boolean {
  if (type === SIDECAR_ERROR_TYPE) return true;
  const kind = type >>> 28;
  const category = (type >>> 20) & 0xff;
  return kind >= 1 && kind <= 3 && (category === 1 || category === 2) && (type & 0xff) === TYPE_VERSION;
}
