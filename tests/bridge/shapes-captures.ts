/** The payloads of the real byte streams, for tests of what is known about payloads. */
import { HEADER_BYTES } from "../../src-decoder/bridge/header.ts";
import { captureForms, readBytes } from "../captures/load.ts";

interface RealPayload {
  /** `busy/busy.h2g.bin frame 12`. */
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Every payload that is there whole, in the order of the streams. */
export function* realPayloads(): Generator<RealPayload> {
  const files = new Set(
    captureForms().flatMap((form) => form.files.filter((file) => file.endsWith("2g.bin") || file.endsWith("2h.bin"))),
  );
  for (const file of files) {
    const bytes = readBytes(file);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let frame = 0;
    for (let at = 0; at + HEADER_BYTES <= bytes.length; frame++) {
      const end = at + view.getUint32(at + 4, true);
      if (end < at + HEADER_BYTES || end > bytes.length) break;
      yield {
        name: `${file} frame ${frame}`,
        type: view.getUint32(at, true),
        bytes: bytes.subarray(at + HEADER_BYTES, end),
      };
      at = end;
    }
  }
}
