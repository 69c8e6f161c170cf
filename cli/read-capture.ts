import { createReadStream } from "node:fs";
import { CaptureReader, type MemorySource } from "../src-decoder/index.ts";
import type { ByteSource, Capture, ReadOptions } from "../src-decoder/index.ts";
import type { Option } from "./arguments.ts";
import type { Context } from "./command.ts";
import { ClosedPipe, InputError, UsageError } from "./errors.ts";
import { FileSource, openRegularFile } from "./file-source.ts";
import { failureText } from "./messages.ts";
import { spool } from "./spool.ts";

/** Exit code where a file could not be read at all. */
export const UNREADABLE = 1;

/** Vsock ports have 32 bits. */
const LAST_PORT = 0xffff_ffff;

/** Options of every command that reads captures. */
export const CAPTURE_OPTIONS: readonly Option[] = [
  {
    name: "bridge-port",
    value: "N",
    help: "Take connections of this port for bridges; their first frame still tells the host",
    repeatable: true,
  },
];

export interface ReadHooks {
  readonly onPacket?: NonNullable<ReadOptions["onPacket"]>;
  /** Called between slices, when output may be written. A closed pipe ends the reading. */
  readonly between?: () => Promise<void>;
}

/**
 * Reads the files of the command line as one capture, tells what is wrong with them, and hands the capture to `use`, unless none of
 * them could be read; one that is not there is left out like one that is no capture. `unread` are the sentences told of those that were
 * left out. Resolves to the exit code.
 */
export async function withCapture(
  { args, messages, input }: Context,
  use: (capture: Capture, unread: readonly string[]) => Promise<void>,
  { onPacket, between }: ReadHooks = {},
): Promise<number> {
  if (args.files.length === 0) throw new UsageError("no file is given; - is standard input");
  const bridgePorts = args.integers("bridge-port", 0, LAST_PORT);
  const sources: ByteSource[] = [];
  try {
    const unread: string[] = [];
    const leaveOut = (reason: string): void => {
      messages.fault(reason);
      unread.push(reason);
    };
    for (const path of args.files) {
      try {
        sources.push(await openSource(path, input));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        leaveOut(error.message);
      }
    }
    const stop = { aborted: false };
    const reader = new CaptureReader(sources, {
      bridgePorts,
      signal: stop,
      ...(onPacket === undefined ? {} : { onPacket }),
      onProgress: async (progress) => {
        messages.progress(progress);
        await untilClosed(between, stop);
      },
    });
    const { finished, failures } = await reader.run();
    messages.clearProgress();
    if (!finished) throw new ClosedPipe();
    for (const failure of failures) leaveOut(failureText(failure));
    if (failures.length < sources.length) {
      messages.issues(reader.capture.issues.kept, reader.capture.issues.total);
      await use(reader.capture, unread);
    }
    return unread.length > 0 ? UNREADABLE : 0;
  } finally {
    for (const source of sources) if (source instanceof FileSource) source.close();
  }
}

/** Reads the files of a capture once more, for the sake of their packets; to be called while `use` of `withCapture` runs. */
export async function readAgain(capture: Capture, { onPacket, between }: Required<ReadHooks>): Promise<void> {
  const stop = { aborted: false };
  const sources = capture.sources.map(({ source }) => source);
  const onProgress = (): Promise<void> => untilClosed(between, stop);
  const { finished } = await new CaptureReader(sources, { onPacket, onProgress, signal: stop }).run();
  if (!finished) throw new ClosedPipe();
}

/** Lets output be written; `stop` is set where nobody reads it any more. */
async function untilClosed(between: ReadHooks["between"], stop: { aborted: boolean }): Promise<void> {
  await between?.().catch((error: unknown) => {
    if (!(error instanceof ClosedPipe)) throw error;
    stop.aborted = true;
  });
}

async function openSource(path: string, input: AsyncIterable<Uint8Array>): Promise<FileSource | MemorySource> {
  if (path === "-") return spool(path, input);
  return openRegularFile(path) ?? spool(path, createReadStream(path));
}
