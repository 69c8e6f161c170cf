/** The names that a capture has in a map of payloads, as annotations are: no shape knows them, so they are counted. */
import { viewOfRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { parsePayload } from "../../bridge/payload-json.ts";
import type { Capture } from "../../model/capture.ts";
import { payloadHint } from "../payload/payload-hints.ts";
import { pathNames, writePath } from "../language/path-names.ts";
import { containerAt, valuesAt } from "../payload/payload-path.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import type { ValueCounts } from "./value-counts.ts";

/** Names that are counted: a map with more is no list to choose from. */
const MOST_NAMES = 1000;
/** Bytes of payloads that are read, and that are parsed, for one answer. */
const MOST_BYTES = 64 << 20;
const MOST_PARSED = 8 << 20;
const SLICE_BYTES = 1 << 18;

/**
 * Counts in how many frames a map has each of its names, given as paths that filters write. It pauses between slices with none, as
 * `countValues` does; the last counts are the answer, the most frequent first.
 */
export async function* countNames(path: string, capture: Capture): AsyncGenerator<ValueCounts, void> {
  const keys = pathNames(path);
  const mayHave = payloadHint(keys, null);
  const payloads = new PayloadReader(capture);
  const counts = new Map<string, number>();
  let parsed = 0;
  let paused = 0;
  let row = 0;
  for (; row < capture.frames.length && payloads.bytesRead < MOST_BYTES && parsed < MOST_PARSED; row++) {
    const read = payloads.read(row);
    const payload = read instanceof Promise ? await read : read;
    if (mayHave(payload)) {
      parsed += payload.end - payload.start;
      for (const name of namesIn(payload, keys)) {
        const known = counts.get(name);
        if (known !== undefined || counts.size < MOST_NAMES) counts.set(name, (known ?? 0) + 1);
      }
    }
    if (payloads.bytesRead + parsed - paused < SLICE_BYTES) continue;
    paused = payloads.bytesRead + parsed;
    yield { values: [], frames: row + 1 };
  }
  const values = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => ({ text: writePath(path, [name]), count, meaning: "" }));
  yield { values, frames: row };
}

function namesIn(payload: ByteRun, keys: readonly string[]): ReadonlySet<string> {
  const tree = parsePayload(viewOfRun(payload));
  const names = new Set<string>();
  for (const row of valuesAt(tree, keys)) {
    const container = containerAt(tree, row);
    for (const member of container === null ? [] : tree.children(container)) {
      const name = tree.key(member);
      if (name !== null) names.add(name);
    }
  }
  return names;
}
