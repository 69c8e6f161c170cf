/** Reads files as one capture: one reading at a time, with reports of how far it is, and an end when it is not wanted any more. */
import { CaptureReader, type Capture, type PayloadTap } from "../../src-decoder/index.ts";
import { blobSource } from "./blob-source.ts";
import type { OpenFailure, OpenOptions, OpenResult, Progress } from "./contract/capture.ts";
import { REPORT_EVERY, Turns } from "./turns.ts";
import { UnreadableFile } from "./unreadable-file.ts";
import { errorText } from "../format/error-text.ts";

export class Reading {
  #signal = { aborted: false };

  /**
   * Begins, in place of the reading before. The capture is there at once and grows until the result comes; `onLost` tells, once for each file, that
   * one of them cannot be read any more after that.
   */
  start(
    files: readonly File[],
    { bridgePorts }: OpenOptions,
    onProgress: (progress: Progress) => void,
    onLost: (failure: OpenFailure) => void,
    tap: PayloadTap,
  ): { readonly capture: Capture; readonly result: () => Promise<OpenResult> } {
    this.cancel();
    const signal = { aborted: false };
    this.#signal = signal;
    const turns = new Turns();
    let reported = 0;
    let bytesRead = 0;
    let isRead = false;
    const reader = new CaptureReader(
      files.map((file) => {
        let isTold = false;
        const tell = (error: UnreadableFile): void => {
          // Until then the result tells it.
          if (!isRead || isTold) return;
          isTold = true;
          onLost(lostFile(error));
        };
        return blobSource(file, { onLost: tell });
      }),
      {
        bridgePorts,
        signal,
        tap,
        onProgress: async (progress) => {
          const now = performance.now();
          // A cancelled reader ends by reporting no byte more: what was read before counts.
          bytesRead = Math.max(bytesRead, progress.bytesRead);
          if (now - reported >= REPORT_EVERY) {
            reported = now;
            onProgress({ ...progress, bytesRead });
          }
          await turns.pause(now);
        },
      },
    );
    const result = async (): Promise<OpenResult> => {
      const opened = await run(reader, files);
      isRead = opened.failures.every(({ isLost }) => isLost !== true);
      return opened;
    };
    return { capture: reader.capture, result };
  }

  /** Ends reading; what was read stays. */
  cancel(): void {
    this.#signal.aborted = true;
  }
}

/** Why none of the files can be read; null where one can. Of each no more than its beginning is looked at. */
export async function refusal(files: readonly File[]): Promise<readonly OpenFailure[] | null> {
  const reader = new CaptureReader(
    files.map((file) => blobSource(file)),
    { signal: { aborted: true } },
  );
  const { failures } = await run(reader, files);
  return reader.capture.sources.length === 0 || failures.length >= files.length ? failures : null;
}

async function run(reader: CaptureReader, files: readonly File[]): Promise<OpenResult> {
  try {
    const { finished, failures } = await reader.run();
    return {
      finished,
      failures: failures.map(({ source, at, reason, advice }) => ({ file: source, offset: at, reason, advice })),
    };
  } catch (error) {
    return { finished: false, failures: [unreadable(files, error)] };
  }
}

/** A fault of the files while they are read that no reader foresees. */
function unreadable(files: readonly File[], error: unknown): OpenFailure {
  if (error instanceof UnreadableFile) return lostFile(error);
  const reason = errorText(error);
  return {
    file: files.map((file) => file.name).join(", "),
    offset: null,
    reason: `The browser could not read on: ${reason}`,
    advice: "Open it again.",
  };
}

function lostFile({ file, offset, fate }: UnreadableFile): OpenFailure {
  return {
    file,
    offset,
    reason: `It ${fate} since it was opened.`,
    advice:
      "Open it again. Until then frames are shown with their columns, but not what is read from the file for each: payloads and bytes.",
    isLost: true,
  };
}
