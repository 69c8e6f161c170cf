/** Payloads as JavaScript values that know where their text stands, and filters over them, said once more in the plainest way. */
import { fc } from "@fast-check/vitest";
import { quote } from "../../src-decoder/query/language/quoted.ts";
import type { PlainFilter } from "./plain-filter.ts";
import type { PlainFrame } from "./random-capture.ts";

/** A value of JSON and its place in the text of the payload; all values in a string that holds JSON have the place of that string. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null | readonly Node[] | ReadonlyMap<string, Node>;
  /** What a string holds as JSON. */
  readonly inner: Node | null;
}

export interface PlainPayload {
  readonly text: string;
  readonly root: Node;
  /** Characters, all of one byte, that the capture has before a hole. */
  readonly captured: number;
}

/** A string that holds this value as JSON. */
class JsonText {
  readonly value: Drawn;

  constructor(value: Drawn) {
    this.value = value;
  }
}

type Drawn = string | number | boolean | null | JsonText | Drawn[] | { [name: string]: Drawn };

const NAMES = ["A", "B", "MountPath", "io.x/y"];
const TEXTS = ["", "m0", "mount", "/run/mounts/m0", "3", "true", 'sh "-c" <x>', "C:\\m0\n"];
const SCALARS = [...TEXTS, 0, 3, -7, 2.5, 300, 4_294_967_296, true, false, null];

const drawn = fc.letrec<{ object: Drawn; value: Drawn }>((tie) => ({
  object: fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...SCALARS),
    tie("object"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.oneof(tie("object"), fc.array(tie("value"), { maxLength: 2 })).map((value) => new JsonText(value)),
  ),
})).object;

function laid(value: Drawn, start: number): { readonly text: string; readonly node: Node } {
  if (value instanceof JsonText) {
    const inner = laid(value.value, 0);
    const text = JSON.stringify(inner.text);
    return { text, node: { start, end: start + text.length, value: inner.text, inner: inner.node } };
  }
  if (typeof value !== "object" || value === null) {
    const text = JSON.stringify(value);
    return { text, node: { start, end: start + text.length, value, inner: null } };
  }
  const members = Array.isArray(value) ? value.map((each) => ["", each] as const) : Object.entries(value);
  const nodes: (readonly [string, Node])[] = [];
  let text = Array.isArray(value) ? "[" : "{";
  for (const [index, [name, each]] of members.entries()) {
    text += `${index === 0 ? "" : ", "}${Array.isArray(value) ? "" : `${JSON.stringify(name)}: `}`;
    const member = laid(each, start + text.length);
    text += member.text;
    nodes.push([name, member.node]);
  }
  text += Array.isArray(value) ? "]" : "}";
  const own = Array.isArray(value) ? nodes.map(([, node]) => node) : new Map(nodes);
  return { text, node: { start, end: start + text.length, value: own, inner: null } };
}

/** Payloads that the capture has whole. */
export const wholePayload = drawn.map((value): PlainPayload => {
  const { text, node } = laid(value, 0);
  return { text, root: node, captured: text.length };
});

/** Payloads that may end anywhere. */
export const partialPayload = fc
  .tuple(wholePayload, fc.nat())
  .map(([payload, place]): PlainPayload => ({ ...payload, captured: place % (payload.text.length + 1) }));

/** The value in a string that holds JSON, where the capture has all of the string. */
function opened(node: Node, captured: number): Node {
  return node.inner === null || node.end > captured ? node : opened(inFull(node.inner), captured);
}

/** Of what a whole string holds nothing is missing. */
function inFull(node: Node): Node {
  const { value, inner } = node;
  const held = inner === null ? null : inFull(inner);
  if (Array.isArray(value)) return { start: -1, end: -1, value: value.map(inFull), inner: held };
  if (value instanceof Map) {
    return { start: -1, end: -1, value: new Map([...value].map(([name, each]) => [name, inFull(each)])), inner: held };
  }
  return { start: -1, end: -1, value, inner: held };
}

function flattened(node: Node, captured: number): Node[] {
  if (node.start >= captured) return [];
  const { value } = node;
  return Array.isArray(value) ? value.flatMap((each: Node) => flattened(each, captured)) : [node];
}

function reached({ root, captured }: PlainPayload, names: readonly string[]): Node[] {
  let nodes = [root];
  for (const name of names) {
    nodes = nodes
      .flatMap((node) => flattened(opened(node, captured), captured))
      .flatMap((node) => {
        const { value } = opened(node, captured);
        const member = value instanceof Map ? value.get(name) : undefined;
        return member === undefined || member.start >= captured ? [] : [member];
      });
  }
  return nodes;
}

/** Single values of which the capture has all. Of a number at the very end digits may be missing. */
function scalars(payload: PlainPayload, names: readonly string[]): (string | number | boolean | null)[] {
  const { captured, text } = payload;
  return reached(payload, names)
    .flatMap((node) => flattened(node, captured))
    .flatMap(({ value, end }) => {
      if (typeof value === "object" && value !== null) return [];
      const isWhole = typeof value === "number" ? end < captured || captured === text.length : end <= captured;
      return isWhole ? [value] : [];
    });
}

type Asked = (payload: PlainPayload) => boolean;

const asFilter = (text: string, asked: Asked): PlainFilter => ({
  text,
  passes: (frames: readonly PlainFrame[], row) => {
    const { payload } = frames[row]!;
    return payload !== undefined && asked(payload);
  },
});

const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((names) => ({
  names,
  text: names.reduce((text, name) => text + (/^\w+$/.test(name) ? `.${name}` : `[${quote(name)}]`), "payload"),
}));

function ordered<T extends string | number>(left: T, sign: string, right: T): boolean {
  if (sign === "==") return left === right;
  if (sign === "!=") return left !== right;
  if (sign === "<") return left < right;
  if (sign === "<=") return left <= right;
  return sign === ">" ? left > right : left >= right;
}

const sign = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");

const textComparison = fc
  .tuple(path, sign, fc.constantFrom(...TEXTS))
  .map(([{ names, text }, verb, wanted]) =>
    asFilter(`${text} ${verb} ${quote(wanted)}`, (payload) =>
      scalars(payload, names).some((value) => ordered(String(value), verb, wanted)),
    ),
  );

/** Numbers are compared as numbers, those in strings too; what is none is another than any number, and neither below nor above. */
const numberComparison = fc.tuple(path, sign, fc.constantFrom(0, 3, -7, 300)).map(([{ names, text }, verb, wanted]) =>
  asFilter(`${text} ${verb} ${wanted}`, (payload) =>
    scalars(payload, names).some((value) => {
      const number = typeof value === "number" || value === "3" ? Number(value) : null;
      return number === null ? verb === "!=" : ordered(number, verb, wanted);
    }),
  ),
);

const part = fc
  .tuple(path, fc.constantFrom("contains", "matches"), fc.constantFrom("m0", "mount", "3", "c"), fc.boolean())
  .map(([{ names, text }, verb, wanted, lower]) =>
    asFilter(
      `${lower ? `lower(${text})` : text} ${verb} ${verb === "matches" ? `/${wanted}/` : quote(wanted)}`,
      (payload) =>
        scalars(payload, names).some((value) => (lower ? String(value).toLowerCase() : String(value)).includes(wanted)),
    ),
  );

const set = fc
  .tuple(path, fc.subarray(TEXTS, { minLength: 1 }))
  .map(([{ names, text }, wanted]) =>
    asFilter(`${text} in {${wanted.map(quote).join(", ")}}`, (payload) =>
      scalars(payload, names).some((value) => wanted.includes(String(value))),
    ),
  );

const length = fc
  .tuple(path, sign, fc.nat(12))
  .map(([{ names, text }, verb, wanted]) =>
    asFilter(`len(${text}) ${verb} ${wanted}`, (payload) =>
      scalars(payload, names).some((value) => ordered(String(value).length, verb, wanted)),
    ),
  );

const present = path.map(({ names, text }) => asFilter(text, (payload) => reached(payload, names).length > 0));

/** The text as it was sent, as far as the capture has it. */
const search = fc
  .tuple(fc.constantFrom("contains", "matches"), fc.constantFrom("m0", "mount", "MountPath", "run", "3"))
  .map(([verb, wanted]) =>
    asFilter(`payload ${verb} ${verb === "matches" ? `/${wanted}/` : quote(wanted)}`, ({ text, captured }) =>
      text.slice(0, captured).includes(wanted),
    ),
  );

/** Asks whatever a payload has, of whole and of partial ones. */
export const payloadLeaf = fc.oneof(textComparison, numberComparison, part, set, length, present, search);

/** Asks the same of the paired frame's payload. */
export const peerPayloadLeaf = payloadLeaf.map(({ text, passes }): PlainFilter => ({
  text: text.replace("payload", "peer.payload"),
  passes: (frames, row) => {
    const { peer } = frames[row]!;
    return peer !== undefined && passes(frames, peer);
  },
}));

/** Asks how many there are, which only a whole payload tells. */
export const countLeaf = fc.tuple(path, sign, fc.nat(3)).map(([{ names, text }, verb, wanted]) =>
  asFilter(`count(${text}) ${verb} ${wanted}`, (payload) =>
    reached(payload, names).some((node) => {
      const { value } = opened(node, payload.captured);
      if (value instanceof Map) return ordered(value.size, verb, wanted);
      return Array.isArray(value) && ordered(value.length, verb, wanted);
    }),
  ),
);
