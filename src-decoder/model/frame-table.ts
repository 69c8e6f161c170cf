import { Column } from "../bytes/columns.ts";
import { NO_STRING } from "../bytes/string-table.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { Frames } from "./capture.ts";

/** The frame columns while they are filled; consumers see them as `Frames`. About 35 bytes a frame. */
export class FrameTable implements Frames {
  time = Column.wide();
  duration = Column.f32();
  stream = Column.u32();
  streamOffset = Column.wide();
  type = Column.coded();
  size = Column.u32();
  idLow = Column.u32();
  idHigh = Column.u32();
  containerId = Column.u32();
  activityId = Column.u32();
  processId = Column.u32();
  result = Column.coded();
  peer = Column.u32();
  flags = Column.u32();

  get length(): number {
    return this.type.length;
  }

  /** Appends a frame of which only the header is known; returns its row. */
  add(
    stream: number,
    streamOffset: number,
    type: number,
    size: number,
    idLow: number,
    idHigh: number,
    time: number,
  ): number {
    const row = this.type.length;
    this.time.push(time);
    this.duration.push(0);
    this.stream.push(stream);
    this.streamOffset.push(streamOffset);
    this.type.push(type);
    this.size.push(size);
    this.idLow.push(idLow);
    this.idHigh.push(idHigh);
    this.containerId.push(NO_STRING);
    this.activityId.push(NO_STRING);
    this.processId.push(0);
    this.result.push(0);
    this.peer.push(NO_ROW);
    this.flags.push(0);
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
    this.time = this.time.permuted(order);
    this.duration = this.duration.permuted(order);
    this.stream = this.stream.permuted(order);
    this.streamOffset = this.streamOffset.permuted(order);
    this.type = this.type.permuted(order);
    this.size = this.size.permuted(order);
    this.idLow = this.idLow.permuted(order);
    this.idHigh = this.idHigh.permuted(order);
    this.containerId = this.containerId.permuted(order);
    this.activityId = this.activityId.permuted(order);
    this.processId = this.processId.permuted(order);
    this.result = this.result.permuted(order);
    this.flags = this.flags.permuted(order);
    this.peer = Column.u32();
    for (let row = 0; row < order.length; row++) this.peer.push(NO_ROW);
  }
}
