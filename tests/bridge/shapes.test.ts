import { describe, expect, it } from "vitest";
import {
  MESSAGES,
  PROCEDURES,
  fieldPaths,
  fieldText,
  formatType,
  objectsOf,
  resolveField,
  shapeOf,
} from "../../src-decoder/index.ts";
import type { ObjectShape, Shape } from "../../src-decoder/index.ts";

const EXECUTE = 0x10100501;
const MODIFY = 0x10100a01;
const PROPERTIES = 0x20100901;

/** The shapes directly inside a shape, each with what is added to the place. */
function inside(shape: Shape): readonly (readonly [string, Shape])[] {
  if (shape.kind === "object") return shape.fields.map((field) => [`.${field.name}`, field.shape]);
  if (shape.kind === "choice") return shape.variants.map((variant) => ["", variant.shape]);
  if (shape.kind === "array") return [["", shape.items]];
  if (shape.kind === "map") return [["", shape.values]];
  const held = shape.kind === "json-string" || shape.kind === "base64" ? shape.of : null;
  return held === null ? [] : [["", held]];
}

/** Every shape there is, with the place where it stands. */
function* allShapes(shape: Shape, place: string): Generator<{ shape: Shape; place: string }> {
  yield { shape, place };
  for (const [step, below] of inside(shape)) yield* allShapes(below, `${place}${step}`);
}

const everywhere = MESSAGES.flatMap(({ type, shape }) => [...allShapes(shape, formatType(type))]);

/** A sentence: begins with a capital, a digit or the protocol's own word, ends with a full stop. */
const SENTENCE = /^(?:[^a-z\s]|vsock ).*\.$/s;

function sentencesOf(shape: Shape): (string | null)[] {
  if (shape.kind === "object")
    return [shape.text, ...shape.fields.flatMap(({ text, absent }) => [text, absent ?? "-."])];
  if (shape.kind === "enumeration") return shape.values.map(({ text }) => text);
  if (shape.kind === "choice") return shape.variants.map(({ text }) => text);
  return shape.kind === "flags" ? shape.flags.map(({ text }) => text) : [];
}

function secretOf(type: number, path: string): string | null | undefined {
  return resolveField(shapeOf(type)!, path.split("."))[0]?.field?.secret;
}

function namesAt(type: number, ...path: (string | number)[]): (string | undefined)[] {
  return resolveField(shapeOf(type)!, path).map(({ field }) => field?.name);
}

const isOneBit = (mask: number): boolean => mask > 0 && (mask & (mask - 1)) === 0;

describe("the table", () => {
  it("has request and response of every procedure, or its notification", () => {
    for (const procedure of PROCEDURES) {
      const own = MESSAGES.filter((message) => message.procedure === procedure);
      expect(own.map(({ kind }) => kind)).toEqual(procedure.kinds);
      for (const { type, shape } of own) expect(shapeOf(type)).toBe(shape);
    }
  });

  it("names each object once", () => {
    const byName = new Map<string, Set<ObjectShape>>();
    for (const { shape } of everywhere) {
      if (shape.kind === "object") byName.set(shape.name, (byName.get(shape.name) ?? new Set()).add(shape));
    }
    expect([...byName].filter(([, shapes]) => shapes.size > 1).map(([name]) => name)).toEqual([]);
    expect(byName.size).toBeGreaterThan(100);
  });

  it("names each member of an object and each value of an enumeration once", () => {
    const repeated = everywhere.filter(({ shape }) => {
      const names = shape.kind === "object" ? shape.fields.map(({ name }) => name) : [];
      const values = shape.kind === "enumeration" ? shape.values.map(({ value }) => value) : [];
      return new Set(names).size < names.length || new Set(values).size < values.length;
    });
    expect(repeated.map(({ place }) => place)).toEqual([]);
  });

  it("says in a sentence what everything is", () => {
    const wrong = everywhere.flatMap(({ shape, place }) =>
      sentencesOf(shape)
        .filter((sentence) => sentence === null || !SENTENCE.test(sentence))
        .map((sentence) => `${place}: ${sentence}`),
    );
    expect(wrong).toEqual([]);
  });

  it("says what absence means of each member that may be absent", () => {
    const fields = everywhere.flatMap(({ shape }) => (shape.kind === "object" ? shape.fields : []));
    expect(fields.filter(({ absent, presence }) => (absent === null) !== (presence === "always"))).toEqual([]);
  });

  it("ends each choice with what always holds, and gives each flag one bit, the lowest first", () => {
    const wrong = everywhere.filter(
      ({ shape }) =>
        (shape.kind === "choice" && shape.variants.at(-1)?.when.by !== "otherwise") ||
        (shape.kind === "flags" &&
          shape.flags.some(({ mask }, place) => !isOneBit(mask) || mask <= (shape.flags[place - 1]?.mask ?? 0))),
    );
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  it("marks what may give secrets away", () => {
    expect(secretOf(EXECUTE, "Settings.ProcessParameters.Environment")).toBe("environment");
    expect(secretOf(EXECUTE, "Settings.ProcessParameters.CommandLine")).toBe("command");
    expect(secretOf(EXECUTE, "Settings.ProcessParameters.OciProcess.env")).toBe("environment");
    expect(secretOf(EXECUTE, "Settings.VsockStdioRelaySettings.StdIn")).toBeNull();
    expect(secretOf(0x10100101, "ContainerConfig.OciSpecification.annotations")).toBe("annotation");
    expect(secretOf(MODIFY, "Request.Settings.EncodedSecurityPolicy")).toBe("policy");
    expect(secretOf(0x20100101, "ErrorRecords.Message")).toBe("message");
  });
});

describe("shapeOf", () => {
  it("gives a sidecar's error response what all responses have", () => {
    expect(shapeOf(0x20000000)?.fields.map(({ name }) => name)).toEqual([
      "Result",
      "ActivityId",
      "ErrorMessage",
      "ErrorRecords",
    ]);
  });

  it.each([0, 0x10101f01, 0x30100201, 0x40100101, 0xffffffff])("knows nothing of type %i", (type) => {
    expect(shapeOf(type)).toBeNull();
  });
});

describe("resolveField", () => {
  it("goes through JSON in strings and through lists", () => {
    expect(namesAt(EXECUTE, "Settings", "ProcessParameters", "CommandArgs")).toEqual(["CommandArgs"]);
    expect(namesAt(PROPERTIES, "Properties", "LCOWMetrics", "cpu", "usage", "per_cpu", 1)).toEqual(["per_cpu"]);
    expect(namesAt(PROPERTIES, "Properties", "ProcessList", "ProcessId")).toEqual(["ProcessId"]);
    expect(namesAt(PROPERTIES, "Properties", "ProcessList", 3, "ProcessId")).toEqual(["ProcessId"]);
    expect(namesAt(0x10200101, "Settings", "Settings", "LogConfig", "sources", "type")).toEqual(["type"]);
  });

  it("gives each form that a member may have", () => {
    const kinds = resolveField(shapeOf(MODIFY)!, ["Request", "Settings", "Lun"]).map(({ shape }) =>
      shape.kind === "integer" ? `${shape.signed ? "int" : "uint"}${shape.bits}` : shape.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(["uint8", "int32", "any"]));
  });

  it("finds nothing where nothing is", () => {
    expect(namesAt(EXECUTE, "Settings", "Nonsense")).toEqual([]);
    expect(namesAt(EXECUTE, "ContainerId", "Deeper")).toEqual([]);
  });

  it("lists every path with its member", () => {
    const paths = new Map([...fieldPaths(shapeOf(EXECUTE)!)].map(({ path, field }) => [path, field]));
    expect(paths.get("Settings.VsockStdioRelaySettings.StdOut")?.text).toBe("Port for standard output.");
    expect(paths.has("Settings.ProcessParameters.OciProcess.capabilities.bounding")).toBe(true);
    const lost = [...paths.keys()].filter((path) => resolveField(shapeOf(EXECUTE)!, path.split(".")).length === 0);
    expect(lost).toEqual([]);
  });

  it("tells which objects a value may be", () => {
    const [settings] = resolveField(shapeOf(MODIFY)!, ["Request", "Settings"]);
    const names = objectsOf(settings!.shape).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["LcowMappedVirtualDisk", "WcowMappedVirtualDisk", "SecurityPolicy"]));
    expect(new Set(names).size).toBe(names.length);
  });

  it("says all about a member in one line", () => {
    const [port] = resolveField(shapeOf(EXECUTE)!, ["Settings", "VsockStdioRelaySettings", "StdIn"]);
    expect(fieldText(port!.field!)).toBe("Port for standard input. Absent means that the process has no such stream.");
    const [timeout] = resolveField(shapeOf(0x10100601)!, ["TimeoutInMs"]);
    expect(fieldText(timeout!.field!)).toBe("How long the guest waits; 4294967295 is without end. Unit: ms.");
  });
});
