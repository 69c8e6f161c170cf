import { FRAME } from "../../src-decoder/model/capture.ts";
import { FrameTable } from "../../src-decoder/model/frame-table.ts";
import { NO_ROW } from "../../src-decoder/stream/stream-sink.ts";

/** A frame in a test's shorthand: `["req", 3]` on connection 0, or with more said. */
export interface ShortFrame {
  readonly kind: "req" | "resp" | "note";
  readonly id: number | bigint;
  readonly connection?: number;
  readonly procedure?: number;
  /** A whole type, where the procedure does not make it. */
  readonly type?: number;
  /** The host dialled this connection, so that it is end 1 of it. */
  readonly reversed?: boolean;
  readonly complete?: boolean;
  readonly time?: number;
}

/** A frame table filled from shorthand; the host is end 0 of every connection that is not said to be reversed. */
export function tableOf(frames: readonly ShortFrame[]): FrameTable {
  const table = new FrameTable();
  for (const { kind, id, connection = 0, procedure = 0x09, type, complete = true, time, reversed = false } of frames) {
    const nibble = { req: 1, resp: 2, note: 3 }[kind];
    const wide = BigInt(id);
    const row = table.add(
      2 * connection + ((kind === "req") === reversed ? 1 : 0),
      table.length * 100,
      type ?? ((nibble << 28) | 0x0010_0001 | (procedure << 8)) >>> 0,
      100,
      Number(wide & 0xffff_ffffn),
      Number(wide >> 32n),
      time ?? table.length,
    );
    if (complete) table.setFlag(row, FRAME.complete);
  }
  return table;
}

/** Peers by row, null where none. */
export function peersOf(table: FrameTable): (number | null)[] {
  return Array.from({ length: table.length }, (_, row) =>
    table.peer.get(row) === NO_ROW ? null : table.peer.get(row),
  );
}

export function hasFlag(table: FrameTable, row: number, flag: number): boolean {
  return (table.flags.get(row) & flag) !== 0;
}
