import type { PacketContext } from "./packet-context.ts";
import { u16le, u32le } from "./read.ts";
import { ACK, FIN, RST, SYN } from "./segment.ts";

/** struct af_vsockmon_hdr (include/uapi/linux/vsockmon.h); all fields little-endian. */
const MONITOR_HEADER = 32;
/** struct virtio_vsock_hdr (include/uapi/linux/virtio_vsock.h). */
const VIRTIO_HEADER = 44;
const VIRTIO = 2;

/** Flags by `op` of the monitor header, for transports without a header of their own: connect, disconnect, control, payload. */
const MONITOR_FLAGS: readonly (number | undefined)[] = [undefined, SYN, FIN, 0, 0];

/** Flags by `op` of the virtio header: request, response, rst, shutdown, rw, credit update, credit request. */
const VIRTIO_FLAGS: readonly (number | undefined)[] = [undefined, SYN, SYN | ACK, RST | ACK, ACK, ACK, ACK, ACK];
const VIRTIO_SHUTDOWN = 4;
/** Flag of a shutdown: the sender sends no more. */
const SHUTDOWN_SEND = 2;

/**
 * LINKTYPE_VSOCK. A virtio header, where there is one, tells more than the monitor's: request from response, and the credit,
 * which stands in the segment as window (`buf_alloc`) and acknowledgement (`fwd_cnt`, bytes taken out of the buffer so far).
 */
export function vsock(context: PacketContext): void {
  const at = context.start;
  if (!context.has(at, MONITOR_HEADER, "a vsock monitor header")) return;
  const { bytes, segment, endpoints } = context;
  const operation = u16le(bytes, at + 24);
  const headerLength = u16le(bytes, at + 28);
  const payload = at + MONITOR_HEADER + headerLength;
  if (!context.has(at + MONITOR_HEADER, headerLength, "a vsock transport header")) return;

  const flags = MONITOR_FLAGS[operation];
  context.unsequenced("vsock", flags ?? 0);
  if (u16le(bytes, at + 26) === VIRTIO && headerLength >= VIRTIO_HEADER) {
    if (!virtio(context, at + MONITOR_HEADER)) return;
  } else if (flags === undefined) {
    context.malformed("vsock-malformed", at + 24, `has vsock operation ${operation}, which is not defined`);
    return;
  }
  segment.source = endpoints.vsock(u32le(bytes, at), u32le(bytes, at + 4), u32le(bytes, at + 16), segment.source);
  segment.destination = endpoints.vsock(
    u32le(bytes, at + 8),
    u32le(bytes, at + 12),
    u32le(bytes, at + 20),
    segment.destination,
  );
  context.emit(payload, context.end, Math.max(0, context.wireEnd - payload));
}

function virtio(context: PacketContext, at: number): boolean {
  const { bytes, segment } = context;
  const operation = u16le(bytes, at + 30);
  const flags = VIRTIO_FLAGS[operation];
  if (flags === undefined) {
    context.malformed("vsock-malformed", at + 30, `has virtio vsock operation ${operation}, which is not defined`);
    return false;
  }
  const ends = operation === VIRTIO_SHUTDOWN && (u32le(bytes, at + 32) & SHUTDOWN_SEND) !== 0;
  segment.flags = ends ? flags | FIN : flags;
  segment.window = u32le(bytes, at + 36);
  segment.acknowledgement = u32le(bytes, at + 40);
  return true;
}
