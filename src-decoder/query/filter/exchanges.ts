import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { RowTest } from "./compile.ts";
import { concatRows, filterSlices } from "./filter-rows.ts";

const REQUEST = 1;
const RESPONSE = 2;

/** Whether a row stands for an exchange: a request, or a response of which no request is known. */
function isExchange({ frames: { type, peer } }: Capture): RowTest {
  return (row) => {
    const kind = type.get(row) >>> 28;
    return kind === REQUEST || (kind === RESPONSE && peer.get(row) === NO_ROW);
  };
}

/** The rows of all exchanges in capture order. A notification is none. */
export function exchangeRows(capture: Capture): Uint32Array<ArrayBuffer> {
  return concatRows([...filterSlices(capture.frames.length, isExchange(capture))]);
}
