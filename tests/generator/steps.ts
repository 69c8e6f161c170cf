/** What host and guest do on the wire, before it is cut into packets. Times are nanoseconds since the start and never go back. */
export type Step = Open | Dial | Message | Data | Window | Close;
export type Side = "host" | "guest";

/** The first connection of the bridge itself; those after a reconnect have the numbers -1, -2 ..., stdio relays 1, 2, 3 ... */
export const BRIDGE = 0;

interface OnConnection {
  readonly time: number;
  readonly connection: number;
}

/** The guest dials the host. */
interface Open extends OnConnection {
  readonly kind: "open";
}

/** The guest dials and nobody takes it up. */
interface Dial extends OnConnection {
  readonly kind: "dial";
}

/** A message of the bridge. */
export interface Message extends OnConnection {
  readonly kind: "message";
  readonly sender: Side;
  readonly type: number;
  readonly id: number;
  /** Latin-1: a character is a byte. */
  readonly payload: string;
}

/** What a process wrote, on its stdio relay, or bytes of the bridge that are no whole message. Latin-1. */
interface Data extends OnConnection {
  readonly kind: "data";
  readonly sender: Side;
  readonly text: string;
}

/** `by` tells how many bytes it has room for. */
interface Window extends OnConnection {
  readonly kind: "window";
  readonly by: Side;
  readonly size: number;
}

/** `by` has no more to send, and the other end closes too; with `RST` it breaks off. */
interface Close extends OnConnection {
  readonly kind: "close";
  readonly by: Side;
  readonly how?: "RST";
}
