import type { PacketContext } from "./packet-context.ts";
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
  const { view, segment, endpoints } = context;
  const operation = view.getUint16(at + 24, true);
  const headerLength = view.getUint16(at + 28, true);
  const payload = at + MONITOR_HEADER + headerLength;
  if (!context.has(at + MONITOR_HEADER, headerLength, "a vsock transport header")) return;

  const flags = MONITOR_FLAGS[operation];
  context.unsequenced("vsock", flags ?? 0);
  if (view.getUint16(at + 26, true) === VIRTIO && headerLength >= VIRTIO_HEADER) {
    if (!virtio(context, at + MONITOR_HEADER)) return;
  } else if (flags === undefined) {
    context.malformed("vsock-malformed", at + 24, `has vsock operation ${operation}, which is not defined`);
    return;
  }
  segment.source = endpoints.vsock(
    view.getUint32(at, true),
    view.getUint32(at + 4, true),
    view.getUint32(at + 16, true),
    segment.source,
  );
  segment.destination = endpoints.vsock(
    view.getUint32(at + 8, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 20, true),
    segment.destination,
  );
  context.emit(payload, context.end, Math.max(0, context.wireEnd - payload));
}

function virtio(context: PacketContext, at: number): boolean {
  const { view, segment } = context;
  const operation = view.getUint16(at + 30, true);
  const flags = VIRTIO_FLAGS[operation];
  if (flags === undefined) {
    context.malformed("vsock-malformed", at + 30, `has virtio vsock operation ${operation}, which is not defined`);
    return false;
  }
  const ends = operation === VIRTIO_SHUTDOWN && (view.getUint32(at + 32, true) & SHUTDOWN_SEND) !== 0;
  segment.flags = ends ? flags | FIN : flags;
  segment.window = view.getUint32(at + 36, true);
  segment.acknowledgement = view.getUint32(at + 40, true);
  return true;
}
