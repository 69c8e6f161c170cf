/** Where frames lie in the byte streams, which stays as it is when the same files are read again, whatever numbers the frames have then. */
import type { Capture } from "../../src-decoder/index.ts";

/** Stream and offset of each frame by turns. */
export function placesOfFrames({ frames }: Capture, rows: Uint32Array): Float64Array {
  const places = new Float64Array(2 * rows.length);
  for (const [index, row] of rows.entries()) {
    places[2 * index] = frames.stream.get(row);
    places[2 * index + 1] = frames.streamOffset.get(row);
  }
  return places;
}

/** The frames that begin at such places, in their order; -1 where none does. */
export function framesAtPlaces({ frames }: Capture, places: Float64Array): Int32Array {
  const asked = new Map<number, Map<number, number>>();
  for (let index = 0; index < places.length; index += 2) {
    const stream = places[index]!;
    let offsets = asked.get(stream);
    if (offsets === undefined) asked.set(stream, (offsets = new Map()));
    offsets.set(places[index + 1]!, -1);
  }
  for (let row = 0; row < frames.length; row++) {
    const offsets = asked.get(frames.stream.get(row));
    const offset = frames.streamOffset.get(row);
    if (offsets?.has(offset) === true) offsets.set(offset, row);
  }
  return Int32Array.from(
    { length: places.length / 2 },
    (_, index) => asked.get(places[2 * index]!)?.get(places[2 * index + 1]!) ?? -1,
  );
}
