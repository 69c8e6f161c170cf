/** What host and guest do on the wire, before it is cut into packets. Times are nanoseconds since the start and never go back. */
export type Step = Open | Message | Data | Close;
export type Side = "host" | "guest";

/** The connection of the bridge itself; stdio relays have the numbers 1, 2, 3 ... */
export const BRIDGE = 0;

interface OnConnection {
  readonly time: number;
  readonly connection: number;
}

/** The guest dials the host. */
interface Open extends OnConnection {
  readonly kind: "open";
}

/** A message of the bridge. */
export interface Message extends OnConnection {
  readonly kind: "message";
  readonly sender: Side;
  readonly type: number;
  readonly id: number;
  /** ASCII: a character is a byte. */
  readonly payload: string;
}

/** What a process wrote, on its stdio relay. ASCII. */
interface Data extends OnConnection {
  readonly kind: "data";
  readonly sender: Side;
  readonly text: string;
}

/** `by` has no more to send, and the other end closes too. */
interface Close extends OnConnection {
  readonly kind: "close";
  readonly by: Side;
}
