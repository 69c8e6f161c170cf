/** Captures made of plain frames, in memory: what the properties of the query folder run over. */
import { fc } from "@fast-check/vitest";
import { Column } from "../../src-decoder/bytes/columns.ts";
import type { CodedRows, ReadonlyColumn } from "../../src-decoder/bytes/columns.ts";
import { IssueList } from "../../src-decoder/bytes/issues.ts";
import { StringTable } from "../../src-decoder/bytes/string-table.ts";
import { FRAME } from "../../src-decoder/model/capture.ts";
import type { Capture, Direction, Stream } from "../../src-decoder/model/capture.ts";
import { NO_ROW } from "../../src-decoder/stream/stream-sink.ts";
import type { PlainPayload } from "./plain-payload.ts";

/** A frame as a test writes it; what is left out is absent. */
export interface PlainFrame {
  readonly type: number;
  readonly time?: number;
  readonly duration?: number;
  readonly stream?: number;
  readonly streamOffset?: number;
  readonly size?: number;
  readonly id?: bigint;
  readonly containerId?: string | undefined;
  readonly activityId?: string | undefined;
  readonly processId?: number | undefined;
  readonly result?: number | undefined;
  /** Row of the paired frame. */
  readonly peer?: number | undefined;
  /** Bits of `FRAME`, those for process and result aside. */
  readonly flags?: number;
  /** Only `captureWithPayloads` has its bytes. */
  readonly payload?: PlainPayload;
}

/** 2026-11-23T17:42:27.5Z. */
export const START_NS = 1_795_455_747_500_000_000n;

/** A finished capture of these frames; stream 2n is the host's, 2n + 1 the guest's, and two connections are one bridge. */
export function captureOf(frames: readonly PlainFrame[], startNs: bigint | null = START_NS): Capture {
  const strings = new StringTable();
  const numbered = (text: string | undefined): number => (text === undefined ? 0 : strings.intern(text));
  const column = (value: (frame: PlainFrame) => number): ReadonlyColumn => {
    const values = frames.map(value);
    return {
      length: values.length,
      get: (row) => values[row]!,
      read: (from, into) => into.set(values.slice(from, from + into.length)),
    };
  };
  const coded = (value: (frame: PlainFrame) => number): CodedRows => {
    const codes = Column.coded();
    for (const frame of frames) codes.push(value(frame));
    return codes;
  };
  const times = frames.map(({ time }) => time ?? Number.NaN).filter((time) => !Number.isNaN(time));
  const streams = Array.from({ length: 4 }, (_, index): Stream => {
    const direction: Direction = index % 2 === 0 ? "host-to-guest" : "guest-to-host";
    const empty = {
      bytes: 0,
      firstByteTime: Number.NaN,
      lastByteTime: Number.NaN,
      runs: [],
      frames: 0,
      framedBytes: 0,
      gapCount: 0,
      gapBytes: 0,
      unframedBytes: 0,
    };
    const none = { gaps: [], unframed: [], locate: () => [], placeOf: () => false, piecesOf: () => [] };
    return { ...empty, ...none, index, connection: index >> 1, direction };
  });
  return {
    finished: true,
    inTimeOrder: false,
    sources: [],
    startNs,
    lastTime: times.reduce((last, time) => Math.max(last, time), 0),
    packets: 0,
    frames: {
      length: frames.length,
      time: column(({ time }) => time ?? Number.NaN),
      duration: column(({ duration }) => duration ?? 0),
      stream: column(({ stream }) => stream ?? 0),
      streamOffset: column(({ streamOffset }) => streamOffset ?? 0),
      type: coded(({ type }) => type),
      size: column(({ size }) => size ?? 16),
      idLow: column(({ id }) => Number((id ?? 0n) & 0xffff_ffffn)),
      idHigh: column(({ id }) => Number((id ?? 0n) >> 32n)),
      containerId: column(({ containerId }) => numbered(containerId)),
      activityId: column(({ activityId }) => numbered(activityId)),
      processId: column(({ processId }) => processId ?? 0),
      result: coded(({ result }) => result ?? 0),
      peer: column(({ peer }) => peer ?? NO_ROW),
      flags: column(
        ({ flags, processId, result }) =>
          (flags ?? 0) |
          (processId === undefined ? 0 : FRAME.hasProcess) |
          (result === undefined ? 0 : FRAME.hasResult),
      ),
    },
    connections: [],
    streams,
    bridges: [{ number: 1, connections: [0, 1] }],
    bridgeOf: () => 1,
    strings,
    issues: new IssueList(),
  };
}

export const CONTAINERS = ["", "a1b2c3", "a1b2ff", 'Ünïcode "quoted"', "00000000-0000-0000-0000-000000000000"];
export const RESULTS = [0, -1070137074, -2147467259, 31, 7, -1];
const TYPES = [0x10100501, 0x10100601, 0x10100a01, 0x10200101, 0x10101f01];
const FLAG_BITS = [FRAME.complete, FRAME.notJson, FRAME.repeated, FRAME.unasked, FRAME.oversize, FRAME.fromLog];

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });

const frame = fc.record({
  kind: fc.constantFrom(1, 1, 2, 2, 2, 3, 4),
  procedure: fc.constantFrom(...TYPES),
  sidecar: fc.boolean(),
  time: fc.oneof(
    { arbitrary: fc.nat(20).map((n) => n * 5e8), weight: 9 },
    { arbitrary: fc.constant(Number.NaN), weight: 1 },
  ),
  stream: fc.nat(3),
  streamOffset: fc.nat(100_000),
  size: fc.integer({ min: 16, max: 200_000 }),
  id: fc.oneof(fc.bigInt(0n, 12n), fc.bigInt((1n << 63n) - 1n, (1n << 63n) + 2n)),
  containerId: optional(fc.constantFrom(...CONTAINERS)),
  activityId: optional(fc.constantFrom(...CONTAINERS)),
  processId: optional(fc.oneof(fc.nat(300), fc.constant(0xffff_ffff))),
  result: optional(fc.constantFrom(...RESULTS)),
  flags: fc.subarray(FLAG_BITS).map((bits) => bits.reduce((sum, bit) => sum | bit, 0)),
  /** A response takes the first request before it that is still free. */
  paired: fc.boolean(),
});

/** Frames of random kinds and fields, some of them paired. */
export const plainFrames: fc.Arbitrary<PlainFrame[]> = fc.array(frame, { minLength: 1, maxLength: 30 }).map((drawn) => {
  const peers = new Map<number, number>();
  for (const [row, { kind, paired }] of drawn.entries()) {
    if (kind !== 2 || !paired) continue;
    const request = drawn.findIndex((other, at) => at < row && other.kind === 1 && !peers.has(at));
    if (request === -1) continue;
    peers.set(request, row);
    peers.set(row, request);
  }
  return drawn.map(({ kind, procedure, sidecar, ...fields }, row) => {
    const type = kind === 2 && sidecar ? 0x2000_0000 : ((kind << 28) | (procedure & 0x0fff_ffff)) >>> 0;
    return { ...fields, type, peer: peers.get(row) };
  });
});
