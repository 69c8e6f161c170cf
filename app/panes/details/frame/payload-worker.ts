/** Reads large payloads beside the page: JSON of some megabytes takes longer than a frame of the screen. */
import { expose, transfer } from "comlink";
import { readPayload, type PayloadText } from "./payload-text.ts";

const api = {
  read: (bytes: Uint8Array, type: number): PayloadText => {
    const text = readPayload(bytes, type);
    return transfer(text, buffersOf(text));
  },
};

export type PayloadWorker = typeof api;

expose(api);

/** The memory of the columns, which the page takes over instead of copying it. */
function buffersOf({ parts, formatted }: PayloadText): ArrayBuffer[] {
  const arrays = [
    ...Object.values(parts),
    ...Object.values(formatted),
    ...parts.layers.flatMap((layer) => [layer.bytes, layer.starts, layer.ends]),
  ];
  const buffers = new Set<ArrayBuffer>();
  for (const array of arrays) {
    if (ArrayBuffer.isView(array) && array.buffer instanceof ArrayBuffer) buffers.add(array.buffer);
  }
  return [...buffers];
}
