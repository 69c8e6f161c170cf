import {
  EXPORT_FIELDS,
  frameWriter,
  hexDigits,
  type Capture,
  type FrameForm,
  type Sha256,
} from "../../src-decoder/index.ts";
import { MOST_COPIED, PART } from "./copy-limit.ts";
import type { CopiedFrames, CopyProgress } from "./contract/selection.ts";

/** The browser's, which a page has that was loaded safely: only such a page may write to the clipboard, too. */
const sha256: Sha256 = async (bytes) => hexDigits(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

const EXPORTED = EXPORT_FIELDS.map(({ key }) => key);

/** Frames in a form for the clipboard, in the order that they come in. Payloads are read from the files again. */
export class FrameCopy {
  readonly #capture: Capture;
  readonly #columns: readonly string[];
  readonly #most: number;
  #cancelled = false;

  /**
   * @param columns of forms that hold some
   * @param most characters after which it ends, with whole frames
   */
  constructor(capture: Capture, columns: readonly string[] = EXPORTED, most = MOST_COPIED) {
    this.#capture = capture;
    this.#columns = columns;
    this.#most = most;
  }

  cancel(): void {
    this.#cancelled = true;
  }

  /** Null where it was cancelled. Fails where a file cannot be read. `count` is how many rows there are. */
  async run(
    rows: Iterable<number>,
    count: number,
    form: FrameForm,
    pause: () => Promise<void>,
    tell: (progress: CopyProgress) => void,
  ): Promise<CopiedFrames | null> {
    const writer = frameWriter(form, this.#capture, { columns: this.#columns, several: count > 1, sha256 });
    const parts: Blob[] = [];
    let gathered = writer.head;
    let length = writer.head.length;
    let frames = 0;
    for (const row of rows) {
      const text = (frames === 0 ? "" : writer.between) + (await writer.write(row));
      if (length + text.length > this.#most && frames > 0) break;
      gathered += text;
      length += text.length;
      frames++;
      if (gathered.length > PART) {
        parts.push(new Blob([gathered]));
        gathered = "";
      }
      await pause();
      if (this.#cancelled) return null;
      tell({ frames, of: count });
    }
    return { text: new Blob([...parts, gathered + writer.end], { type: "text/plain" }), frames, of: count };
  }
}
