/** Reads files as one capture: one reading at a time, with reports of how far it is, and an end when it is not wanted any more. */
import { CaptureReader, type Capture, type PayloadTap } from "../../src-decoder/index.ts";
import { blobSource } from "./blob-source.ts";
import type { OpenFailure, OpenOptions, OpenResult, Progress } from "./contract/capture.ts";
import { REPORT_EVERY, Turns } from "./turns.ts";

export class Reading {
  #signal = { aborted: false };

  /** Begins, in place of the reading before. The capture is there at once and grows until the result comes. */
  start(
    files: readonly File[],
    { bridgePorts }: OpenOptions,
    onProgress: (progress: Progress) => void,
    tap: PayloadTap,
  ): { readonly capture: Capture; readonly result: () => Promise<OpenResult> } {
    this.cancel();
    const signal = { aborted: false };
    this.#signal = signal;
    const turns = new Turns();
    let reported = 0;
    let bytesRead = 0;
    const reader = new CaptureReader(
      files.map((file) => blobSource(file)),
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
    return { capture: reader.capture, result: () => run(reader, files) };
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

/** The browser could not read a file any more: it was moved, changed or lies on a disk that is gone. */
function unreadable(files: readonly File[], error: unknown): OpenFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    file: files.map((file) => file.name).join(", "),
    offset: null,
    reason: `The browser could not read on: ${reason}`,
    advice: "The file may have been moved or changed since it was chosen. Open it again.",
  };
}
