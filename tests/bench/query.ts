/** What questions cost: opens a capture and asks it by filters over columns, by filters over payloads, and for every order. */
import { buildView } from "../../app/worker/view-build.ts";
import { openRegularFile } from "../../cli/file-source.ts";
import {
  CaptureReader,
  FIELDS,
  compileFilter,
  concatRows,
  diagnose,
  filterPayloadRows,
  filterRows,
  payloadBytes,
  readAhead,
  sortRows,
  sortRowsBy,
} from "../../src-decoder/index.ts";
import type { Capture, Filter } from "../../src-decoder/index.ts";

/** The best of so many runs counts: others on the machine only ever make it slower. */
const RUNS = 3;
const MILLION = 1_000_000;
/** A number that most payloads have, a text that few have, and what all say. */
const PAYLOAD_ORDERS = ["payload.Result", "Request.ResourceType", "info"];
/** As many as a screen has. */
const SHOWN_ROWS = 60;

/** Tells how long it is since it was started, ms. */
type Watch = () => number;

function clock(): Watch {
  const start = performance.now();
  return () => performance.now() - start;
}

/** What this process needed itself: on a busy machine the clock tells of others too, and the processor of helpers that work beside. */
function ownTime(): Watch {
  const sinceStart = clock();
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return Math.min(sinceStart(), (user + system) / 1000);
  };
}

/** Time of one question, ms. */
export interface Answer {
  /** The filter, or the field that rows are sorted by. */
  readonly question: string;
  readonly ms: number;
}

export interface QueryCost {
  readonly frames: number;
  readonly payloadBytes: number;
  /** Filters over columns: until all rows are known. */
  readonly columns: readonly Answer[];
  /** The same filters, as the page asks, in a capture of a million frames: until there are rows to show. */
  readonly firstRows: readonly Answer[];
  /** All frames in the order of each field that columns answer. */
  readonly orders: readonly Answer[];
  /** What the page reads ahead for the order of all frames by what their payloads hold. */
  readonly readAhead: readonly Answer[];
  /** All frames in that order, once it is read ahead. */
  readonly payloadOrders: readonly Answer[];
  /** Filters over payloads: until all rows are known. */
  readonly payloads: readonly Answer[];
  /** The same filters: the longest time between two moments at which they can be ended. */
  readonly cancel: readonly Answer[];
}

export async function measureQueries(
  path: string,
  columnFilters: readonly string[],
  payloadFilters: readonly string[],
): Promise<QueryCost> {
  return withCapture(path, async (capture) => {
    const columns = columnFilters.map((question) => ({
      question,
      ms: best(ownTime, () => answerOfColumns(capture, question)),
    }));
    const firstRows: Answer[] = [];
    for (const question of columnFilters) firstRows.push({ question, ms: await untilRows(capture, question) });
    const payloads: Answer[] = [];
    const cancel: Answer[] = [];
    for (const question of payloadFilters) {
      const { ms, longest } = await searchPayloads(capture, question, ownTime);
      payloads.push({ question, ms });
      cancel.push({ question, ms: longest });
    }
    await diagnose(capture);
    return {
      frames: capture.frames.length,
      payloadBytes: payloadBytes(capture),
      columns,
      firstRows,
      orders: measureOrders(capture),
      ...(await measurePayloadOrders(capture)),
      payloads,
      cancel,
    };
  });
}

/** What a filter finds: how long that takes by the clock once the capture is open, and the packets that end the frames, as tshark counts them. */
export interface Hits {
  readonly ms: number;
  readonly packets: readonly number[];
}

export async function measureHits(path: string, filters: readonly string[]): Promise<readonly Hits[]> {
  return withCapture(path, async (capture) => {
    const hits: Hits[] = [];
    for (const question of filters) {
      const filter = compiled(capture, question);
      const { ms, rows } =
        filter.needs === "payload"
          ? await searchPayloads(capture, question, clock)
          : { ms: best(clock, () => answerOfColumns(capture, question)), rows: answerOfColumns(capture, question) };
      hits.push({ ms, packets: [...new Set(Array.from(rows, (row) => lastPacket(capture, row)))] });
    }
    return hits;
  });
}

async function withCapture<T>(path: string, use: (capture: Capture) => Promise<T>): Promise<T> {
  const source = openRegularFile(path);
  if (source === null) throw new Error(`${path} is no file`);
  try {
    const reader = new CaptureReader([source]);
    await reader.run();
    return await use(reader.capture);
  } finally {
    source.close();
  }
}

function compiled(capture: Capture, text: string): Filter {
  const result = compileFilter(text, capture);
  if (!result.ok) throw new Error(`${text}: ${result.faults[0].text}`);
  return result.filter;
}

function best(start: () => Watch, work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: RUNS }, () => {
      const watch = start();
      work();
      return watch();
    }),
  );
}

function answerOfColumns(capture: Capture, text: string): Uint32Array {
  const filter = compiled(capture, text);
  if (filter.needs !== "columns") throw new Error(`${text} reads payloads`);
  return filterRows(capture.frames.length, filter.test);
}

/** Rows that are shown before all frames are looked at come as soon in any capture; others take as long as it is large. */
async function untilRows(capture: Capture, filter: string): Promise<number> {
  let least = Infinity;
  const share = MILLION / capture.frames.length;
  for (let run = 0; run < RUNS; run++) {
    const watch = ownTime();
    let first = Infinity;
    const built = await buildView(
      capture,
      { kind: "frames", filter, sort: null, selected: null },
      compiled(capture, filter),
      {
        pause: () => Promise.resolve("wanted"),
        show: (view) => {
          view.rows(0, SHOWN_ROWS);
          first = Math.min(first, watch());
        },
      },
    );
    built?.view.rows(0, SHOWN_ROWS);
    least = Math.min(least, first, watch() * share);
  }
  return least;
}

function measureOrders(capture: Capture): Answer[] {
  const rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
  return FIELDS.flatMap((field) =>
    field.type === "payload"
      ? []
      : [{ question: field.key, ms: best(ownTime, () => sortRows(rows, field, capture, false)) }],
  );
}

function goOn(): Promise<boolean> {
  return Promise.resolve(true);
}

async function measurePayloadOrders(capture: Capture): Promise<Pick<QueryCost, "readAhead" | "payloadOrders">> {
  const rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
  const ahead: Answer[] = [];
  const payloadOrders: Answer[] = [];
  for (const question of PAYLOAD_ORDERS) {
    const reading = ownTime();
    await readAhead(question, capture, goOn);
    ahead.push({ question, ms: reading() });
    const sorting = ownTime();
    await sortRowsBy(rows, question, capture, false, goOn);
    payloadOrders.push({ question, ms: sorting() });
  }
  return { readAhead: ahead, payloadOrders };
}

async function searchPayloads(
  capture: Capture,
  text: string,
  start: () => Watch,
): Promise<{ readonly ms: number; readonly longest: number; readonly rows: Uint32Array }> {
  let ms = Infinity;
  let longest = Infinity;
  let rows: Uint32Array = new Uint32Array();
  for (let run = 0; run < RUNS; run++) {
    const watch = start();
    const filter = compiled(capture, text);
    if (filter.needs !== "payload") throw new Error(`${text} reads no payloads`);
    const slices: Uint32Array[] = [];
    let between = 0;
    let last = 0;
    for await (const slice of filterPayloadRows(capture, filter, capture.frames.length)) {
      slices.push(slice.rows);
      const now = watch();
      between = Math.max(between, now - last);
      last = now;
    }
    rows = concatRows(slices);
    ms = Math.min(ms, watch());
    longest = Math.min(longest, between);
  }
  return { ms, longest, rows };
}

/** The packet, from 1, that brings the last byte of a frame. */
function lastPacket({ frames, streams }: Capture, row: number): number {
  const end = frames.streamOffset.get(row) + frames.size.get(row);
  const [piece] = streams[frames.stream.get(row)]?.locate(end - 1, 1) ?? [];
  return (piece?.packet ?? -1) + 1;
}
