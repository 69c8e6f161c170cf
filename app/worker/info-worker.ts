/** Makes the lines of frames while the decoder's worker reads the next ones, and in the end tells in which order they are. */
import { InfoOrder } from "../../src-decoder/index.ts";
import { BatchReader, type SentBatch } from "./payload-batch.ts";

/** What the decoder's worker sends: batches, and then how many frames the capture has. */
export type InfoTask = { readonly batch: SentBatch } | { readonly rows: number };

/** `taken`: one more batch was gone through. `places`: as `InfoOrder.places`, the last answer. */
export type InfoAnswer = { readonly taken: true } | { readonly places: Uint32Array<ArrayBuffer> | null };

const batches = new BatchReader();
const order = new InfoOrder(batches.frames);

function answer(message: InfoAnswer, buffers: Transferable[] = []): void {
  postMessage(message, { transfer: buffers });
}

addEventListener("message", ({ data }: MessageEvent<InfoTask>) => {
  if ("batch" in data) {
    batches.each(data.batch, (row, at, payload) => order.add(row, at, payload));
    answer({ taken: true });
    return;
  }
  const places = order.places(data.rows);
  answer({ places }, places === null ? [] : [places.buffer]);
});
