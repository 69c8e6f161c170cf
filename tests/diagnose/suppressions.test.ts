/** Patterns that look like faults and are none: each alone gives nothing above a note. */
import { describe, expect, it } from "vitest";
import { isAtLeast } from "../../src-decoder/index.ts";
import { CaptureBuilder } from "./build-capture.ts";
import { PATTERNS } from "./cases/patterns.ts";

describe.each(PATTERNS)("$id: $name", ({ build }) => {
  it("is nothing above a note", async () => {
    const capture = new CaptureBuilder();
    build(capture);
    const { findings, verdict } = await capture.diagnose();
    expect(findings.filter(({ severity }) => isAtLeast(severity, "warning"))).toEqual([]);
    expect(verdict.severity).toBe("info");
    expect(verdict.text).toMatch(/^Nothing wrong here: /);
  });
});
