import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { complete } from "../../../src-decoder/query/completion/complete.ts";
import type { CompletionItem } from "../../../src-decoder/query/completion/completion-items.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterPayloadRows } from "../../../src-decoder/query/filter/filter-payload-rows.ts";
import { countNames } from "../../../src-decoder/query/completion/name-counts.ts";
import { countValues } from "../../../src-decoder/query/completion/value-counts.ts";
import type { ValueCounts } from "../../../src-decoder/query/completion/value-counts.ts";
import { parse } from "../../../src-decoder/query/language/parse.ts";
import { isBegunPath } from "../../../src-decoder/query/payload/payload-names.ts";
import { openFiles } from "../../captures/load.ts";
import { readCapture } from "../../captures/observe.ts";
import { captureWithPayloads } from "../payload-capture.ts";
import { partialPayload, wholePayload } from "../plain-payload.ts";
import { captureOf } from "../random-capture.ts";

const capture = captureOf([
  { type: 0x10100501, time: 0, containerId: "a1b2", peer: 1 },
  { type: 0x20100501, time: 1, stream: 1, result: -1070137074, peer: 0 },
  { type: 0x10100601, time: 2, containerId: 'x"y', processId: 7 },
  { type: 0x20101f01, time: 3, stream: 1, result: 0 },
]);

async function countAll(path: string, of: Capture): Promise<ValueCounts> {
  let last: ValueCounts = { values: [], frames: 0 };
  for await (const counts of countValues(path, of)) last = counts;
  return last;
}

const COUNTED = ["name", "container", "result", "pending", "id", "number"];
const SEEN = new Map(
  await Promise.all(COUNTED.map(async (path) => [path, (await countAll(path, capture)).values] as const)),
);

const ANNOTATIONS = "ContainerConfig.Spec.annotations";
const NAMES = new Map([
  [
    ANNOTATIONS,
    [
      { text: `${ANNOTATIONS}["io.kubernetes.cri.sandbox-id"]`, count: 3, meaning: "" },
      { text: `${ANNOTATIONS}.plain`, count: 1, meaning: "" },
    ],
  ],
]);

/** Completes where `|` stands. */
function at(marked: string): {
  items: readonly CompletionItem[];
  texts: string[];
  replaced: string;
  valuesOf: string | null;
} {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { from, to, items, valuesOf } = complete(
    text,
    caret,
    (what, path) => (what === "values" ? SEEN.get(path) : NAMES.get(path)) ?? [],
  );
  return { items, texts: items.map((item) => item.text), replaced: text.slice(from, to), valuesOf };
}

const begun = (text: string): boolean => isBegunPath(parse(text).expression);

describe("completion", () => {
  test("begins with fields", () => {
    expect(at("|").texts.slice(0, 3)).toEqual(["name", "container", "pending"]);
    expect(at("pending && |").texts).toContain("container");
    expect(at("(|").texts).toContain("latencyNs");
    expect(at("!|").texts).toContain("pending");
  });

  test("prefers what begins as typed and replaces the whole word", () => {
    expect(at("cont|ain == x").texts.slice(0, 2)).toEqual(["container", "containerId"]);
    expect(at("cont|ain == x").replaced).toBe("contain");
    expect(at("peer.lat|").texts).toContain("peer.latency");
    expect(at("pend|").texts[0]).toBe("pending");
    expect(at("lat|").texts[0]).toBe("latency");
  });

  test("tells a path that is being begun from one that is meant", () => {
    expect(["R", "pending && Settings.Proc", "!(Foo)"].map(begun)).toEqual([true, true, true]);
    expect(["Settings", "payload.Result", "R == 1", "pending", ""].map(begun)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test("knows the paths into payloads, by any of their names", () => {
    expect(at("|").texts).toContain("Settings");
    expect(at("Settings.ProcessParameters.CommandA|").texts[0]).toBe("Settings.ProcessParameters.CommandArgs");
    expect(at("commandargs|").texts[0]).toMatch(/\.CommandArgs$/);
    expect(at("payload.Res|").texts).toContain("payload.Result");
    expect(at("count(|").texts).toContain("ErrorRecords");
    expect(at("count(|").texts).not.toContain("container");
  });

  test("knows them of the paired frame, too, where that is named", () => {
    expect(at("peer.|").texts).toEqual(expect.arrayContaining(["peer.result", "peer.info", "peer.payload"]));
    expect(at("peer.|").texts.slice(0, 4)).toEqual(["peer.name", "peer.container", "peer.pending", "peer.error"]);
    expect(at("peer.ci|").texts).toContain("peer.cid");
    expect(at("peer.CommandA|").texts).toContain("peer.Settings.ProcessParameters.CommandArgs");
    expect(at("|").texts).not.toContain("peer.payload");
    expect(at("peer.payload |").texts).toEqual(["contains", "matches", "&&", "||"]);
    expect(at("peer.TimeoutInMs |").texts).toEqual(at("TimeoutInMs |").texts);
    expect(at("peer.Options.Signal == SIGT|").texts).toEqual(at("Options.Signal == SIGT|").texts);
    expect(at("peer.Request.RequestType == |").texts).toEqual(
      expect.arrayContaining(at("Request.RequestType == |").texts.filter((text) => !text.startsWith("$"))),
    );
  });

  test("offers the operators that the field's type has", () => {
    expect(at("container |").texts).toEqual(["==", "!=", "contains", "matches", "in", "&&", "||"]);
    expect(at("latency |").texts).toEqual(["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]);
    expect(at("len(container) |").texts).toEqual(["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]);
    expect(at("payload |").texts).toEqual(["contains", "matches", "&&", "||"]);
    expect(at("Height |").texts).toEqual(["==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]);
    expect(at("pending |").texts).toEqual(["&&", "||"]);
    expect(at("container con|").texts).toEqual(["contains"]);
  });

  test("offers the capture's values with counts, then other values of the enumeration", () => {
    const { items } = at("name == |");
    expect(items.slice(0, 4).map(({ text, count }) => [text, count])).toEqual([
      ["ExecuteProcess", 2],
      ["WaitForProcess", 1],
      ['"0x01f"', 1],
      ["Create", 0],
    ]);
    expect(at("container == |").texts).toEqual(['"a1b2"', String.raw`"x\"y"`, "${selected.container}"]);
    expect(at("container == a|").texts[0]).toBe('"a1b2"');
    expect(at('container == "a|').replaced).toBe('"a');
    expect(at("pending == |").items.map(({ text, count }) => [text, count])).toEqual([
      ["false", 3],
      ["true", 1],
      ["${selected.pending}", null],
    ]);
    expect([at("name == |").valuesOf, at("len(name) == |").valuesOf, at("name |").valuesOf]).toEqual([
      "name",
      null,
      null,
    ]);
  });

  test("offers values in lower case where they are compared so, the same ones together", () => {
    const { items } = at("lower(name) == |");
    expect(items.slice(0, 3).map(({ text, count }) => [text, count])).toEqual([
      ["executeprocess", 2],
      ["waitforprocess", 1],
      ['"0x01f"', 1],
    ]);
    expect(items.filter(({ kind, text }) => kind === "value" && text !== text.toLowerCase())).toEqual([]);
    const merged = complete("lower(container) == ", 20, () => [
      { text: '"Ab"', count: 2, meaning: "" },
      { text: '"aB"', count: 3, meaning: "" },
    ]).items;
    expect(merged.slice(0, 1).map(({ text, count }) => [text, count])).toEqual([['"ab"', 5]]);
  });

  test("offers results by name, with what they mean", () => {
    const { items } = at("result in {0, |");
    expect(items[0]).toMatchObject({ text: "HrVmcomputeSystemNotFound", count: 1 });
    expect(items[0]?.detail).not.toBe("");
    expect(at("result in {0, |").texts).toContain("}");
    expect(at("result in |").texts).toEqual(["{"]);
  });

  test("offers no value twice in a set, and behind a whole one how the set goes on", () => {
    expect(at("name in {|").texts).toEqual(expect.arrayContaining(["ExecuteProcess", "Create"]));
    expect(at("name in {|").texts).not.toContain("}");
    expect(at("name in {Create, |").texts).toContain("ExecuteProcess");
    for (const marked of ["name in {Create, |", "name in {|, Create} && pending", "name in {Start, |, Create"])
      expect([marked, at(marked).texts.includes("Create")]).toEqual([marked, false]);
    expect(at('container in {"a1b2", |').texts).toEqual([String.raw`"x\"y"`, "${selected.container}", "}"]);
    for (const marked of ["name in {ExecuteProcess|", "name in {ExecuteProcess |", 'container in {"a1b2"|']) {
      expect([marked, ...at(marked).texts]).toEqual([marked, ",", "..", "}"]);
      expect(at(marked).replaced).toBe("");
    }
    // What is begun is no member yet, and what stands in the set by itself is not what is written twice.
    expect(at("name in {Exec|").texts[0]).toBe("ExecuteProcess");
    expect(at("name in {Execute|Process}").texts[0]).toBe("ExecuteProcess");
    expect(at("name == Create && name in {|").texts).toContain("Create");
  });

  test("offers the values that the protocol gives a path", () => {
    const { items } = at("Request.RequestType == |");
    expect(items.find(({ text }) => text === '"Add"')?.detail).toMatch(/\w/);
  });

  test("puts units behind a number", () => {
    expect(at("latency > 5|").texts.slice(0, 2)).toEqual(["5s", "5ms"]);
    expect(at("size > 64|").texts[0]).toBe("64KiB");
  });

  test("offers round measures before what single frames have", () => {
    expect(at("latency > |").texts.slice(0, 4)).toEqual(["1s", "5s", "10s", "300s"]);
    expect(at("size >= |").texts.slice(0, 3)).toEqual(["64KiB", "16KiB", "1KiB"]);
    expect(at("size >= |").items[0]?.detail).toBe("the most that the host takes");
    expect(at("latency > |").items.every(({ count }) => count === null)).toBe(true);
  });

  test("completes the selected row's values", () => {
    expect(at("container == ${sel|").texts[0]).toBe("${selected.container}");
    expect(at("container == ${selected.pro|").texts).toContain("${selected.process}");
    expect(at("container == ${selected.pro|").replaced).toBe("${selected.pro");
    expect(at("container == ${selected.MountPa|").texts[0]).toBe("${selected.Request.Settings.MountPath}");
    expect(at("Request.Settings.Lun == |").texts).toContain("${selected.Request.Settings.Lun}");
    expect(at("payload contains |").texts).not.toContain("${selected.payload}");
  });

  test("offers the names of numbers where one is begun", () => {
    expect(at("Options.Signal == SIGT|").texts.slice(0, 2)).toEqual(expect.arrayContaining(["SIGTERM", "SIGTRAP"]));
    expect(at("TimeoutInMs == inf|").texts).toEqual(["infinite"]);
    expect(at("payload.Result == SystemNotF|").texts).toEqual(["HrVmcomputeSystemNotFound"]);
    expect(at("Options.Signal == 1|").texts).not.toContain("SIGTERM");
    expect(at("Request.Settings.Lun == S|").texts).not.toContain("SIGTERM");
  });

  test("offers connectives behind a condition and properties behind is:", () => {
    expect(at("id == 3 |").texts).toEqual(["&&", "||"]);
    expect(at("is:err|").texts).toEqual(["error", "errors", "peer.error", "peer.errors"]);
    expect(at("is:|").texts).not.toContain("container");
  });

  test("counts no values of fields that hardly repeat", () => {
    expect(at("id == |").texts).toEqual(["${selected.id}"]);
    expect(at("number == |").texts).toEqual(["${selected.number}"]);
  });
});

describe("names of a map of payloads", () => {
  test.each([
    [`${ANNOTATIONS}|`, 2],
    [`${ANNOTATIONS}.|`, 2],
    [`${ANNOTATIONS}[|`, 2],
    [`pending && ${ANNOTATIONS}["io.k|`, 1],
    [`${ANNOTATIONS}.io.kub|`, 1],
    [`len(${ANNOTATIONS.toLowerCase()}.pl|`, 1],
    ["Request.|", 0],
    [`${ANNOTATIONS} == |`, 0],
  ])("are offered at %s", (text, offered) => {
    const names = at(text).items.filter((item) => item.kind === "payload" && item.count !== null);
    expect(names).toHaveLength(offered);
    if (offered === 0) return;
    const { from, to } = complete(text.replace("|", ""), text.indexOf("|"));
    const written = `${text.replace("|", "").slice(0, from)}${names[0]!.text}${text.replace("|", "").slice(to)}`;
    expect(parse(written.replace("len(", "")).faults).toEqual([]);
  });

  test("are counted as the payloads have them", async () => {
    const real = await readCapture(openFiles(["boot-exec/boot-exec.pcapng"]));
    let last: ValueCounts = { values: [], frames: 0 };
    for await (const counts of countNames("Settings.ProcessParameters.Environment", real)) last = counts;
    expect(last.frames).toBe(real.frames.length);
    expect(last.values.length).toBeGreaterThan(0);
    for (const { text, count } of last.values) {
      const result = compileFilter(text, real);
      if (!result.ok || result.filter.needs !== "payload") throw new Error("not a filter of payloads");
      let hits = 0;
      for await (const { rows } of filterPayloadRows(real, result.filter, real.frames.length)) hits += rows.length;
      expect(hits).toBe(count);
    }
  });
});

describe("values of a path into payloads", () => {
  test("are counted by frames, with their quotes", async () => {
    const real = await readCapture(openFiles(["hang-handler/hang-handler.pcap"]));
    const { values, frames } = await countAll("Request.RequestType", real);
    expect(frames).toBe(real.frames.length);
    const [first] = values;
    const result = compileFilter(`Request.RequestType == ${first?.text}`, real);
    if (!result.ok || result.filter.needs !== "payload") throw new Error("not a filter of payloads");
    let hits = 0;
    for await (const { rows } of filterPayloadRows(real, result.filter, real.frames.length)) hits += rows.length;
    expect(hits).toBeGreaterThan(0);
    expect(first?.count).toBe(hits);
  });

  test.each([
    "peer.result",
    "peer.name",
    "peer.Result",
    "ErrorRecords.Result",
    "peer.ErrorRecords.Result",
    "TimeoutInMs",
  ])("of %s are counted as a filter finds them, and go by their names", async (path) => {
    const real = await readCapture(openFiles(["boot-exec/boot-exec.pcapng"]));
    const { values } = await countAll(path, real);
    expect(values.length).toBeGreaterThan(0);
    for (const { text, count } of values) {
      const result = compileFilter(`${path} == ${text}`, real);
      if (!result.ok) throw new Error(`${text}: ${result.faults[0].text}`);
      let hits = 0;
      if (result.filter.needs === "columns") {
        for (let row = 0; row < real.frames.length; row++) hits += result.filter.test(row) ? 1 : 0;
      } else {
        for await (const { rows } of filterPayloadRows(real, result.filter, real.frames.length)) hits += rows.length;
      }
      expect([path, text, hits]).toEqual([path, text, count]);
    }
    if (path.endsWith("ErrorRecords.Result")) expect(values.map(({ text }) => text)).toContain("HrFail");
    if (path === "TimeoutInMs") expect(values.map(({ text }) => text)).toContain("infinite");
  });

  test("are those that filters find, in the frames that are read", async () => {
    const names = ["A", "B"];
    let values = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(wholePayload, partialPayload), { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
        fc.nat(600),
        async (payloads, keys, mostBytes) => {
          const path = `payload.${keys.join(".")}`;
          const { capture: random } = captureWithPayloads(
            payloads.map((payload) => ({ type: 0x10100501, payload })),
            40,
          );
          let last: ValueCounts = { values: [], frames: 0 };
          for await (const counts of countValues(path, random, mostBytes)) last = counts;
          let frames = 0;
          for (let bytes = 0; frames < payloads.length && bytes < mostBytes; frames++)
            bytes += payloads[frames]!.captured;
          expect(last.frames).toBe(frames);
          for (const { text, count } of last.values) {
            values++;
            // Numbers and booleans are found as texts too, where a text says the same.
            const literal = text.startsWith('"') ? text : `"${text}"`;
            const result = compileFilter(`${path} == ${literal}`, random);
            if (!result.ok || result.filter.needs !== "payload") throw new Error("not a filter of payloads");
            const hits: number[] = [];
            for await (const { rows } of filterPayloadRows(random, result.filter, last.frames)) hits.push(...rows);
            const same = last.values.filter((other) => other.text.replaceAll('"', "") === text.replaceAll('"', ""));
            if (same.length === 1) expect(hits).toHaveLength(count);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(values).toBeGreaterThan(50);
  });
});
