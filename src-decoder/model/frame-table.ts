import { Column } from "../bytes/columns.ts";
import { Rows } from "../bytes/word-column.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { Frames } from "./capture.ts";

/** The frame columns while they are filled; consumers see them as `Frames`. About 35 bytes a frame. */
export class FrameTable implements Frames {
  #rows = new Rows();
  time = Column.wide(this.#rows);
  duration = Column.f32(this.#rows);
  stream = Column.u32(this.#rows);
  streamOffset = Column.wide(this.#rows);
  type = Column.coded(this.#rows);
  size = Column.u32(this.#rows);
  idLow = Column.u32(this.#rows);
  idHigh = Column.u32(this.#rows);
  containerId = Column.u32(this.#rows);
  activityId = Column.u32(this.#rows);
  processId = Column.u32(this.#rows);
  result = Column.coded(this.#rows);
  peer = Column.u32(this.#rows, NO_ROW);
  flags = Column.u32(this.#rows);

  get length(): number {
    return this.#rows.length;
  }

  /** Appends a frame of which only the header is known; returns its row. What is not known yet is 0, its peer `NO_ROW`. */
  add(
    stream: number,
    streamOffset: number,
    type: number,
    size: number,
    idLow: number,
    idHigh: number,
    time: number,
  ): number {
    const row = this.#rows.append();
    this.time.set(row, time);
    this.stream.set(row, stream);
    this.streamOffset.set(row, streamOffset);
    this.type.set(row, type);
    this.size.set(row, size);
    this.idLow.set(row, idLow);
    this.idHigh.set(row, idHigh);
    return row;
  }

  setFlag(row: number, flag: number): void {
    this.flags.set(row, this.flags.get(row) | flag);
  }

  clearFlag(row: number, flag: number): void {
    this.flags.set(row, this.flags.get(row) & ~flag);
  }

  /** Puts the rows into a new order, a column at a time so that little is held twice. Forgets all pairs, which name rows. */
  reorder(order: Uint32Array): void {
    const rows = new Rows();
    this.time = this.time.permuted(order, rows);
    this.duration = this.duration.permuted(order, rows);
    this.stream = this.stream.permuted(order, rows);
    this.streamOffset = this.streamOffset.permuted(order, rows);
    this.type = this.type.permuted(order, rows);
    this.size = this.size.permuted(order, rows);
    this.idLow = this.idLow.permuted(order, rows);
    this.idHigh = this.idHigh.permuted(order, rows);
    this.containerId = this.containerId.permuted(order, rows);
    this.activityId = this.activityId.permuted(order, rows);
    this.processId = this.processId.permuted(order, rows);
    this.result = this.result.permuted(order, rows);
    this.flags = this.flags.permuted(order, rows);
    this.peer = this.peer.permuted(order, rows);
    for (let row = 0; row < order.length; row++) this.peer.set(row, NO_ROW);
    this.#rows = rows;
  }
}
