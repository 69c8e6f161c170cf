import { Ajv } from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import {
  MESSAGES,
  assignShapes,
  formatPayload,
  jsonSchemaOf,
  parsePayload,
  shapeOf,
  validatePayload,
} from "../../src-decoder/index.ts";
import { realPayloads } from "./shapes-captures.ts";

/** A request glued to the one that a dead transport left in the host's buffer (bridge.md rule H38): what follows the JSON is no JSON. */
const GLUED = ["reconnect-rpc-in-blackout/reconnect-rpc-in-blackout.conn2.h2g.bin frame 0"];

const payloads = [...realPayloads()].map((payload) => ({ ...payload, tree: parsePayload(payload.bytes) }));

/** One payload for each text that remains when ids and digits are taken out. */
const distinct = [
  ...new Map(
    payloads.map((payload) => {
      const text = new TextDecoder().decode(payload.bytes);
      return [`${payload.type} ${text.replaceAll(/[0-9a-f]{16,}|[0-9]+/g, "0")}`, payload] as const;
    }),
  ).values(),
];

describe("payloads of the real captures", () => {
  it("are many, and of most message types", () => {
    expect(payloads.length).toBeGreaterThan(10_000);
    expect(new Set(payloads.map(({ type }) => type)).size).toBeGreaterThanOrEqual(28);
  });

  it("have a shape each", () => {
    expect(payloads.filter(({ type }) => shapeOf(type) === null).map(({ name }) => name)).toEqual([]);
  });

  it("are JSON, but for one", () => {
    const odd = payloads.filter(({ tree }) => tree.problems.length > 0 || tree.behind !== null);
    expect(odd.map(({ name }) => name)).toEqual(GLUED);
  });

  it("have nothing that their shapes lack, and lack nothing that they must have", () => {
    const found = new Set<string>();
    for (const { name, type, tree } of payloads) {
      const shape = shapeOf(type)!;
      for (const { path, code, text } of validatePayload(tree, shape))
        found.add(`${name}: ${code} at "${path}": ${text}`);
    }
    expect([...found]).toEqual([]);
  });

  it("have a description for every member", () => {
    const undocumented = new Set<string>();
    for (const { type, tree } of distinct) {
      const { fields } = assignShapes(tree, shapeOf(type)!);
      for (let row = 0; row < tree.length; row++) {
        const key = tree.key(row);
        if (key !== null && fields[row] === null) undocumented.add(`${type.toString(16)} ${key}`);
      }
    }
    expect([...undocumented]).toEqual([]);
  });
});

describe.each([{ openedStrings: false }, { openedStrings: true }])("generated JSON schemas, %o", (options) => {
  const ajv = new Ajv({ strict: false, logger: false });
  const validators = new Map<number, ReturnType<Ajv["compile"]>>();

  beforeAll(() => {
    for (const { type } of MESSAGES) validators.set(type, ajv.compile(jsonSchemaOf(type, options)!));
  });

  it("hold for every payload that is JSON", () => {
    const failures: string[] = [];
    for (const { name, type, tree, bytes } of options.openedStrings ? distinct : payloads) {
      if (GLUED.includes(name)) continue;
      const text = options.openedStrings ? formatPayload(tree).text : new TextDecoder().decode(bytes);
      const validator = validators.get(type)!;
      if (validator(JSON.parse(text)) !== true) failures.push(`${name}: ${ajv.errorsText(validator.errors)}`);
    }
    expect(failures).toEqual([]);
  });
});
