/** Searches over the frames that rules share. */
import { isCutOff as isCutOffIn } from "../correlate/lost-answers.ts";
import type { RowList } from "../correlate/message-index.ts";
import type { Range } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";
import { listed } from "./words.ts";

/** The requests of exchanges. */
export function requestsOf({ exchanges }: DiagnosisContext, open: readonly number[]): number[] {
  return open.map((exchange) => exchanges.request[exchange]!);
}

/** What belongs to each bridge, by a row of it: bridges are judged each by itself. In the order in which they come. */
export function byBridge<One>(context: DiagnosisContext, ones: readonly One[], rowOf: (one: One) => number): One[][] {
  const groups = new Map<number, One[]>();
  for (const one of ones) {
    const bridge = context.bridgeOf(rowOf(one));
    const group = groups.get(bridge);
    if (group === undefined) groups.set(bridge, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Those of some rows that are on one stream. */
export function onStream({ frames }: DiagnosisContext, rows: RowList, stream: number): number[] {
  const found: number[] = [];
  for (const row of rows) if (frames.stream.get(row) === stream) found.push(row);
  return found;
}

/** The last rows of one stream that pass, in capture order: at most `most`, and from the last `LOOKED_AT` frames only. */
export function lastRows(
  context: DiagnosisContext,
  stream: number,
  lastRow: number,
  most: number,
  test: (row: number) => boolean,
): number[] {
  const found: number[] = [];
  if (lastRow === NO_ROW) return found;
  for (let row = lastRow; row >= Math.max(0, lastRow - LOOKED_AT) && found.length < most; row--) {
    if (context.frames.stream.get(row) === stream && test(row)) found.push(row);
  }
  return found.toReversed();
}

/** The first bytes of a header with which a stream ends; null where it ends with a message. */
export function cutHeaderOf({ capture }: DiagnosisContext, stream: number): Range | null {
  const record = capture.streams[stream]!;
  const last = record.unframed.at(-1);
  const isLast = last?.reason === "header cut off" && last.offset + last.length === record.bytes;
  return isLast ? last : null;
}

/** Whether a stream ends inside of a row's frame. */
export function isCutOff({ capture }: DiagnosisContext, row: number): boolean {
  return isCutOffIn(capture, row);
}

/** `GetProperties 18 to 23, 30 and ExecuteProcess 24`: calls by name and id, neighbours of one name together; beyond `most` the rest is counted. */
export function callsOf(context: DiagnosisContext, rows: readonly number[], most = 5): string {
  const runs: { readonly name: string; readonly first: string; last: string }[] = [];
  for (const row of rows) {
    const [name, id, run] = [context.name(row), context.id(row), runs.at(-1)];
    if (run?.name === name && BigInt(id) === BigInt(run.last) + 1n) run.last = id;
    else runs.push({ name, first: id, last: id });
  }
  return listed(
    runs.map(({ name, first, last }, at) => {
      const ids = first === last ? first : `${first} to ${last}`;
      return runs[at - 1]?.name === name ? ids : `${name} ${ids}`;
    }),
    most,
  );
}

const LOOKED_AT = 20_000;

/** The container and the process that all of the rows are about; null where they are about several. */
export function aboutAll(
  context: DiagnosisContext,
  rows: readonly number[],
): { readonly containerId: string | null; readonly processId: number | null } {
  const containers = new Set(rows.map((row) => context.container(row)));
  const processes = new Set(rows.map((row) => context.process(row)));
  const [containerId = null] = containers.size === 1 ? containers : [];
  const [processId = null] = containers.size === 1 && processes.size === 1 ? processes : [];
  return { containerId: containerId === "" ? null : containerId, processId };
}
