/** Filters drawn together with what they mean, said once more in the plainest way over plain frames. */
import { fc } from "@fast-check/vitest";
import { resultName } from "../../src-decoder/bridge/result-codes.ts";
import { FRAME } from "../../src-decoder/model/capture.ts";
import { quote } from "../../src-decoder/query/language/quoted.ts";
import { CONTAINERS, RESULTS } from "./random-capture.ts";
import type { PlainFrame } from "./random-capture.ts";

/** All frames and the row that is asked. */
type Meaning = (frames: readonly PlainFrame[], row: number) => boolean;

export interface PlainFilter {
  readonly text: string;
  readonly passes: Meaning;
}

type Value = string | number | bigint | undefined;

const NAMES: Readonly<Record<number, string>> = {
  0x0010_0501: "ExecuteProcess",
  0x0010_0601: "WaitForProcess",
  0x0010_0a01: "ModifySettings",
  0x0020_0101: "ModifyServiceSettings",
};

const kindOf = ({ type }: PlainFrame): number => Math.floor(type / 2 ** 28);
const has = ({ flags = 0 }: PlainFrame, bit: number): boolean => (flags & bit) !== 0;

function nameOf(frames: readonly PlainFrame[], row: number): string {
  const { type, peer } = frames[row]!;
  const namedBy = type === 0x2000_0000 && peer !== undefined ? frames[peer]!.type : type;
  if (namedBy === 0x2000_0000) return "Error";
  const known = kindOf({ type: namedBy }) <= 2 ? NAMES[namedBy % 2 ** 28] : undefined;
  return known ?? `0x${namedBy.toString(16).padStart(8, "0").slice(3, 6)}`;
}

function latencyOf(frames: readonly PlainFrame[], row: number): number | undefined {
  const { type, peer, time } = frames[row]!;
  if (type >>> 28 !== 2 || peer === undefined) return undefined;
  const latency = time! - frames[peer]!.time!;
  return Number.isNaN(latency) ? undefined : latency;
}

function ageOf(frames: readonly PlainFrame[], row: number): number | undefined {
  const { type, peer, time } = frames[row]!;
  if (type >>> 28 !== 1 || peer !== undefined || Number.isNaN(time)) return undefined;
  return Math.max(0, ...frames.map((frame) => frame.time!).filter((other) => !Number.isNaN(other))) - time!;
}

const NUMBERS: Readonly<Record<string, (frames: readonly PlainFrame[], row: number) => number | undefined>> = {
  number: (_, row) => row + 1,
  connection: (frames, row) => (frames[row]!.stream! < 2 ? 1 : 2),
  size: (frames, row) => (has(frames[row]!, FRAME.fromLog) ? undefined : frames[row]!.size),
  processId: (frames, row) => frames[row]!.processId,
  pid: (frames, row) => {
    const { processId, peer } = frames[row]!;
    return processId ?? (peer === undefined ? undefined : frames[peer]!.processId);
  },
  peer: (frames, row) => (frames[row]!.peer === undefined ? undefined : frames[row]!.peer + 1),
  result: (frames, row) => frames[row]!.result,
};

const TEXTS: Readonly<Record<string, (frames: readonly PlainFrame[], row: number) => string | undefined>> = {
  containerId: (frames, row) => frames[row]!.containerId,
  activityId: (frames, row) => frames[row]!.activityId,
  container: (frames, row) => {
    const { containerId, peer } = frames[row]!;
    const about = containerId ?? (peer === undefined ? undefined : frames[peer]!.containerId);
    return about === "" ? undefined : about;
  },
};

const FLAGS: Readonly<Record<string, Meaning>> = {
  pending: (frames, row) => kindOf(frames[row]!) === 1 && frames[row]!.peer === undefined,
  answered: (frames, row) => kindOf(frames[row]!) === 1 && frames[row]!.peer !== undefined,
  duplicate: (frames, row) => has(frames[row]!, FRAME.repeated),
  unasked: (frames, row) => has(frames[row]!, FRAME.unasked),
  oversize: (frames, row) => has(frames[row]!, FRAME.oversize),
  complete: (frames, row) => has(frames[row]!, FRAME.complete),
  error: (frames, row) => (frames[row]!.result ?? 0) !== 0 || frames[row]!.type === 0x2000_0000,
  request: (frames, row) => kindOf(frames[row]!) === 1,
  notification: (frames, row) => kindOf(frames[row]!) === 3,
  host: (frames, row) => frames[row]!.stream! % 2 === 0,
  guest: (frames, row) => frames[row]!.stream! % 2 === 1,
  "is:waits": (frames, row) => kindOf(frames[row]!) <= 2 && NAMES[frames[row]!.type % 2 ** 28] === "WaitForProcess",
};

function compared(left: Value, operator: string, right: NonNullable<Value>): boolean {
  if (left === undefined) return false;
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

const operator = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
const keys = (table: Readonly<Record<string, unknown>>): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(table));

const numberComparison = fc
  .tuple(keys(NUMBERS), operator, fc.oneof(fc.integer({ min: -5, max: 320 }), fc.constantFrom(...RESULTS, 65_536)))
  .map(([name, sign, value]): PlainFilter => ({
    text: `${name} ${sign} ${value}`,
    passes: (frames, row) => compared(NUMBERS[name]!(frames, row), sign, value),
  }));

const numberSet = fc
  .tuple(keys(NUMBERS), fc.array(fc.tuple(fc.nat(40), fc.nat(5)), { minLength: 1, maxLength: 4 }))
  .map(([name, members]): PlainFilter => ({
    text: `${name} in {${members.map(([low, more]) => (more === 0 ? `${low}` : `${low}..${low + more}`)).join(", ")}}`,
    passes: (frames, row) => {
      const value = NUMBERS[name]!(frames, row);
      return value !== undefined && members.some(([low, more]) => value >= low && value <= low + more);
    },
  }));

const idComparison = fc
  .tuple(operator, fc.oneof(fc.bigInt(0n, 12n), fc.bigInt((1n << 63n) - 1n, (1n << 63n) + 2n)), fc.boolean())
  .map(([sign, value, hex]): PlainFilter => ({
    text: `id ${sign} ${hex ? `0x${value.toString(16)}` : value}`,
    passes: (frames, row) => compared(frames[row]!.id, sign, value),
  }));

const textComparison = fc
  .tuple(keys(TEXTS), operator, fc.constantFrom(...CONTAINERS))
  .map(([name, sign, value]): PlainFilter => ({
    text: `${name} ${sign} ${quote(value)}`,
    passes: (frames, row) => compared(TEXTS[name]!(frames, row), sign, value),
  }));

const textPart = fc
  .tuple(keys(TEXTS), fc.constantFrom("contains", "matches"), fc.constantFrom("a1b2", "0", "ff", "quot"), fc.boolean())
  .map(([name, verb, part, lower]): PlainFilter => ({
    text: `${lower ? `lower(${name})` : name} ${verb} ${verb === "matches" ? `/${part}/i` : quote(part)}`,
    passes: (frames, row) => TEXTS[name]!(frames, row)?.toLowerCase().includes(part) ?? false,
  }));

const textLength = fc.tuple(keys(TEXTS), operator, fc.nat(40)).map(([name, sign, value]): PlainFilter => ({
  text: `len(${name}) ${sign} ${value}`,
  passes: (frames, row) => compared(TEXTS[name]!(frames, row)?.length, sign, value),
}));

const duration = fc
  .tuple(fc.constantFrom("latency", "age"), operator, fc.nat(12))
  .map(([name, sign, half]): PlainFilter => ({
    text: `${name} ${sign} ${half * 500}ms`,
    passes: (frames, row) => compared((name === "age" ? ageOf : latencyOf)(frames, row), sign, half * 5e8),
  }));

const time = fc.tuple(operator, fc.nat(12)).map(([sign, half]): PlainFilter => {
  const seconds = String(half / 2 + 27.5).padStart(2, "0");
  return {
    text: `time ${sign} 17:42:${seconds}`,
    passes: (frames, row) => {
      const at = frames[row]!.time!;
      return compared(Number.isNaN(at) ? undefined : at, sign, half * 5e8);
    },
  };
});

const name = fc
  .tuple(fc.constantFrom("==", "!="), fc.constantFrom(...Object.values(NAMES), "Error", '"0x01f"'))
  .map(([sign, value]): PlainFilter => ({
    text: `name ${sign} ${value}`,
    passes: (frames, row) => compared(nameOf(frames, row), sign, value.replaceAll('"', "")),
  }));

const resultByName = fc
  .tuple(fc.constantFrom("result", "resultName"), fc.constantFrom("S_OK", "HrVmcomputeSystemNotFound"))
  .map(([field, symbol]): PlainFilter => ({
    text: `${field} == ${symbol}`,
    passes: (frames, row) => frames[row]!.result !== undefined && resultName(frames[row]!.result) === symbol,
  }));

const flag = keys(FLAGS).map((key): PlainFilter => ({ text: key, passes: FLAGS[key]! }));

const bound = fc.tuple(fc.constantFrom("after", "before"), fc.nat(30)).map(([side, value]): PlainFilter => ({
  text: `${side}(${value})`,
  passes: (_, row) => (side === "after" ? row + 1 > value : row + 1 < value),
}));

const leaves = [numberComparison, numberSet, idComparison, textComparison, textPart, textLength];
const moreLeaves = [duration, time, name, resultByName, flag, bound];
const leaf = fc.oneof(...leaves, ...moreLeaves);

const ofPeer = fc.oneof(numberComparison, textComparison, duration, name).map((inner): PlainFilter => ({
  text: `peer.${inner.text}`,
  passes: (frames, row) => {
    const { peer } = frames[row]!;
    return peer !== undefined && inner.passes(frames, peer);
  },
}));

/** Filters of these leaves with connectives, three levels deep. */
export const filtersOf = (...leavesOf: readonly fc.Arbitrary<PlainFilter>[]): fc.Arbitrary<PlainFilter> =>
  fc.letrec<{ filter: PlainFilter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      ...leavesOf,
      fc
        .tuple(tie("filter"), fc.constantFrom("&&", "and", "||", "or"), tie("filter"))
        .map(([left, connective, right]): PlainFilter => ({
          text: `(${left.text}) ${connective} (${right.text})`,
          passes: (frames, row) =>
            connective === "&&" || connective === "and"
              ? left.passes(frames, row) && right.passes(frames, row)
              : left.passes(frames, row) || right.passes(frames, row),
        })),
      fc.tuple(fc.constantFrom("!", "not "), tie("filter")).map(([sign, inner]): PlainFilter => ({
        text: `${sign}(${inner.text})`,
        passes: (frames, row) => !inner.passes(frames, row),
      })),
    ),
  })).filter;

/** Filters that columns answer, of frames and of their pairs. */
export const columnLeaf = fc.oneof(leaf, ofPeer);
export const plainFilter = filtersOf(leaf, ofPeer);
