import { describe, expect, test } from "vitest";
import {
  RESULT_CODES,
  formatResult,
  resultCode,
  resultName,
  resultsNamed,
  shortResultName,
} from "../../src-decoder/bridge/result-codes.ts";

describe("result codes", () => {
  test.each([
    [0, "S_OK", "0x00000000"],
    [-1070137074, "HrVmcomputeSystemNotFound", "0xC037010E"],
    [-1070137079, "HvVmcomputeTimeout", "0xC0370109"],
    [-2147467259, "HrFail", "0x80004005"],
    [-2147023728, "HrErrNotFound", "0x80070490"],
    [-2143878907, "HrVmcomputeInvalidState", "0x80370105"],
    [31, "ERROR_GEN_FAILURE", "0x0000001F"],
    [-1, null, "0xFFFFFFFF"],
  ])("%i is %s, %s", (signed, name, text) => {
    expect(resultName(signed)).toBe(name);
    expect(formatResult(signed)).toBe(text);
  });

  test.each([
    [0, "S_OK"],
    [-1070137074, "SystemNotFound"],
    [-2147467259, "Fail"],
    [-2147023728, "NotFound"],
    [31, "ERROR_GEN_FAILURE"],
    [-1, null],
  ])("%i is %s for short", (signed, name) => {
    expect(shortResultName(signed)).toBe(name);
  });

  test("values and symbols are unique, and each says something", () => {
    expect(new Set(RESULT_CODES.map(({ value }) => value)).size).toBe(RESULT_CODES.length);
    expect(new Set(RESULT_CODES.map(({ symbol }) => symbol)).size).toBe(RESULT_CODES.length);
    for (const { meaning } of RESULT_CODES) expect(meaning).toMatch(/\.$/);
  });

  test("the host's names are found beside the guest's", () => {
    expect(resultCode(-1070137074)?.aliases).toContain("ErrComputeSystemDoesNotExist");
  });

  test("are found by all of their names, in any case and without the beginning", () => {
    for (const { value, symbol, aliases } of RESULT_CODES) {
      const short = shortResultName(value | 0)!;
      for (const name of [symbol, ...aliases, short, short.toLowerCase()])
        expect(resultsNamed(name)).toContain(value | 0);
    }
    expect(resultsNamed("InvalidState")).toEqual([-2143878907, -1070137083]);
    expect(resultsNamed("")).toEqual([]);
  });
});
