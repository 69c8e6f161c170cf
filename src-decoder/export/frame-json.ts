import { HEADER_BYTES } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import { payloadFields, type FrameView } from "./frame-view.ts";
import { hexDigits } from "./byte-text.ts";

const decoder = new TextDecoder();

/**
 * What `show --format json` prints: one object with the keys of `frames --format ndjson`, then `comments`, `header`, `fields`, `problems`, `pieces`, `gaps`, `hex`
 * and `payload`. The payload stands as it was sent, so that its numbers keep their digits; it is null where it is not JSON.
 */
export function frameJson(capture: Capture, { values, comments, header, payload, stored }: FrameView): string {
  const head = JSON.stringify(
    {
      ...values,
      comments,
      header,
      fields: [...payloadFields(payload)],
      problems: payload.problems.map(({ at, text }) => ({ offset: HEADER_BYTES + at, text })),
      pieces: stored.pieces.map(({ at, length, file, fileOffset }) => ({
        offset: at,
        length,
        file: capture.sources[file]?.source.name ?? "",
        fileOffset,
      })),
      gaps: stored.gaps,
      hex: hexDigits(stored.bytes),
    },
    null,
    2,
  );
  return `${head.slice(0, -2)},\n  "payload": ${values["complete"] === true ? jsonText(payload.bytes) : "null"}\n}`;
}

/** The text of a JSON value; `null` for bytes that are none. */
function jsonText(bytes: Uint8Array): string {
  const text = decoder.decode(bytes).trim();
  try {
    JSON.parse(text);
    return text;
  } catch {
    return "null";
  }
}
