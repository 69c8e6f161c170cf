import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { findBrowser } from "../../scripts/lib/browser.mjs";

/** Programs that start, or do not. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bridgescope-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });
});

function program(name: string, code: number): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  return path;
}

describe("the browser to test with", () => {
  it("is the one of CHROME_PATH, whatever else is installed", async () => {
    program("path/chromium", 0);
    vi.stubEnv("PATH", join(folder, "path"));
    const chosen = program("my browser", 0);
    vi.stubEnv("CHROME_PATH", chosen);
    expect(await findBrowser()).toBe(chosen);
  });

  it.each(["does not start", "is not there"])("is an installed one where that of CHROME_PATH %s", async (fault) => {
    vi.stubEnv("CHROME_PATH", fault === "is not there" ? join(folder, "none") : program("broken", 1));
    vi.stubEnv("PATH", [join(folder, "first"), join(folder, "second")].join(":"));
    program("first/chromium", 1);
    const installed = program("second/google-chrome", 0);
    const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => told.mockRestore());
    expect(await findBrowser()).toBe(installed);
    expect(told.mock.calls.join("")).toContain("which does not start; looking for another browser");
  });
});
