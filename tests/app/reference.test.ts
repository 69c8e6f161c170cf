import { describe, expect, test } from "vitest";
import { pageAt, titleOf } from "../../app/panes/reference/pages.ts";
import { RESOURCE_TYPES } from "../../app/panes/reference/resource-types.ts";
import { searchReference } from "../../app/panes/reference/search.ts";
import { hashOfPath, messagePath, pathOfHash, referencePath } from "../../app/state/reference-path.ts";
import {
  DIAGNOSIS_RULES,
  FIELDS,
  MESSAGES,
  RESULT_CODES,
  fieldPaths,
  formatResult,
  shapeOf,
} from "../../src-decoder/index.ts";

describe("the pages of the protocol reference", () => {
  test("are there for each message and each path into it", () => {
    for (const { type, shape } of MESSAGES) {
      const path = messagePath(type)!;
      expect(pageAt(path)).toMatchObject({ kind: "message", item: null });
      for (const { path: member } of fieldPaths(shape)) {
        const page = pageAt(`${path}/${member}`);
        const last = member.split(".").at(-1);
        expect(page === null ? null : `${page.kind} ${"item" in page ? page.item : ""}`).toMatch(
          new RegExp(`^(?:message|object) ${last}$`),
        );
      }
    }
  });

  test.each(["nonsense", "objects/Nonsense", "ExecuteProcess/notification", "objects"])(
    "are not there for %s",
    (path) => {
      expect(pageAt(path)).toBeNull();
    },
  );

  test("lead from a member of a payload to its row", () => {
    const execute = shapeOf(0x10100501)!;
    expect(referencePath(execute, "Settings", 0x10100501)).toBe("ExecuteProcess/request/Settings");
    // A shape that several messages share is on the page of the one that is looked at.
    const plain = shapeOf(0x10100201)!;
    expect(referencePath(plain, "ContainerId", 0x10100c01)).toBe("DumpStacks/request/ContainerId");
    expect(referencePath({ kind: "boolean" }, null, null)).toBeNull();
    expect(titleOf(pageAt("ModifySettings/request/Request.Settings.Lun")!)).toMatch(/Disk|Scsi/);
  });

  test("survive the address", () => {
    for (const path of ["", "rules/H01", "ports/a b/ü#?"]) expect(pathOfHash(hashOfPath(path))).toBe(path);
    expect(pathOfHash("#other")).toBeNull();
    expect(pathOfHash("#reference/%")).toBe("%");
  });

  test("list every resource type with its settings", () => {
    expect(RESOURCE_TYPES.length).toBe(16);
    expect(RESOURCE_TYPES.filter(({ settings }) => settings.length === 0).map(({ name }) => name)).toEqual([
      "PodCgroupMemoryLimit",
    ]);
  });
});

describe("searching the reference", () => {
  test("finds every name by itself, and each result has a page", () => {
    const names = [
      ...MESSAGES.map(({ procedure }) => procedure.name),
      ...RESULT_CODES.flatMap(({ value, symbol }) => [symbol, formatResult(value)]),
      ...DIAGNOSIS_RULES.map(({ id }) => id),
      ...FIELDS.map(({ key }) => key),
      ...RESOURCE_TYPES.map(({ name }) => name),
      "1073741824",
      "SIGKILL",
      "policyDecision",
      "acef5661-84a1-4e44-856b-6245e69f4620",
    ];
    for (const name of names) {
      const found = searchReference(name);
      expect(found.some(({ title, kind }) => title.includes(name) || kind.includes(name))).toBe(true);
      for (const { path } of found) expect(pageAt(path)).not.toBeNull();
    }
  });

  test("finds results by either number, and signals by the exit code that they leave", () => {
    for (const number of ["-1070137074", "3224830222"]) {
      expect(searchReference(number).map(({ path }) => path)).toEqual(["result-codes/0xC037010E"]);
    }
    expect(searchReference("signal 9")[0]?.title).toBe("SIGKILL");
    expect(searchReference("exit code 137").map(({ title }) => title)).toContain("SIGKILL");
    expect(searchReference("policy error").map(({ title }) => title)).toContain("policyError");
  });

  test("wants all words, and nothing for none", () => {
    expect(searchReference("  ")).toEqual([]);
    expect(searchReference("lun lcowmapped").map(({ path }) => path)).toEqual(["objects/LcowMappedVirtualDisk/Lun"]);
    expect(searchReference("no such thing here")).toEqual([]);
  });
});
