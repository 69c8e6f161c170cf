/** What the ends of a vsock say of their buffers, in each packet (virtio 1.2, 5.10.6.3): `buf_alloc` and `fwd_cnt`. */
import type { Segment } from "../network/segment.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { SenderStream } from "./sender-stream.ts";

/** Credit of a vsock: the buffer that `own` has for the other side, and what it has taken out of it so far. */
export function takeCredit(connection: ConnectionState, by: 0 | 1, own: SenderStream, segment: Segment): void {
  const otherBy = by === 0 ? 1 : 0;
  const other = connection.streamOf(otherBy);
  own.creditWindow = segment.window;
  own.creditTaken = segment.acknowledgement | 0;
  if (other !== null) other.takenTold = segment.time;
  const unseen = (segment.acknowledgement - (other?.next ?? 0)) | 0;
  if (unseen > 0) {
    const sender = connection.openStreamOf(otherBy);
    sender.takenTo = Math.max(sender.takenTo, sender.next + unseen);
    if (unseen > sender.takenUnseen) {
      sender.takenUnseen = unseen;
      sender.takenUnseenTime = segment.time;
    }
  }
  judgeRoom(connection, by, own, other, segment);
  // One whose buffer is full says nothing more: that it is shows in what is sent to it.
  if (segment.length > 0 && other !== null && other.creditWindow >= 0)
    judgeRoom(connection, otherBy, other, own, segment);
}

/** Whether the buffer that an end has for the other's bytes is full: all that was sent and not yet taken out of it lies in it. */
function judgeRoom(
  connection: ConnectionState,
  by: 0 | 1,
  receiver: SenderStream,
  sender: SenderStream | null,
  segment: Segment,
): void {
  const isClosed = (((sender?.next ?? 0) - receiver.creditTaken) | 0) >= receiver.creditWindow;
  if (isClosed === receiver.windowClosed) return;
  receiver.windowClosed = isClosed;
  connection.record(isClosed ? "window-closed" : "window-opened", by, segment);
}
