import { sameBytes, viewOf } from "../bytes/same-bytes.ts";
import type { Fragment, Piece } from "./fragments.ts";
import type { PacketContext } from "./packet-context.ts";

/** Copies stand close to what they repeat: a tool that captures on two interfaces has both within a few packets. */
const MOST_DATAGRAMS = 64;
const MOST_BYTES = 1 << 20;

interface Finished {
  /** By offset, from 0 to the end without a hole. */
  readonly pieces: readonly Piece[];
  readonly cost: number;
}

/**
 * The datagrams that were whole last. A capture of several interfaces has each fragment several times, and a copy that comes when its datagram
 * is whole must not wait for the rest of another. It is known by its bytes, as identifications are used again soon (RFC 6864 section 3).
 */
export class FinishedDatagrams {
  /** The oldest first. */
  readonly #kept = new Map<string, Finished>();
  #cost = 0;

  /** Keeps a whole datagram, and as many of those before it as there is room for. `cost`: its bytes and what its pieces take beside them. */
  add(key: string, pieces: readonly Piece[], cost: number): void {
    this.#forget(key);
    this.#kept.set(key, { pieces, cost });
    this.#cost += cost;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_DATAGRAMS && this.#cost <= MOST_BYTES) break;
      this.#forget(oldest);
    }
  }

  /** True where the datagram of this key has all that the fragment has. Where it has other bytes, the key is another datagram's from now on. */
  repeats(key: string, context: PacketContext, fragment: Fragment): boolean {
    const finished = this.#kept.get(key);
    if (finished === undefined) return false;
    const last = finished.pieces.at(-1)!;
    const end = fragment.offset + fragment.wireEnd - fragment.at;
    const isInside = fragment.more ? end < last.offset + last.length : end === last.offset + last.length;
    if (isInside && finished.pieces.every((piece) => agrees(piece, context, fragment))) return true;
    this.#forget(key);
    return false;
  }

  #forget(key: string): void {
    this.#cost -= this.#kept.get(key)?.cost ?? 0;
    this.#kept.delete(key);
  }
}

/** Whether a piece and a fragment are the same where both are captured. */
function agrees(piece: Piece, context: PacketContext, fragment: Fragment): boolean {
  const from = Math.max(piece.offset, fragment.offset);
  const to = Math.min(piece.offset + piece.bytes.length, fragment.offset + fragment.end - fragment.at);
  if (to <= from) return true;
  const at = fragment.at + from - fragment.offset;
  return sameBytes(viewOf(piece.bytes), from - piece.offset, context.view, at, to - from);
}
