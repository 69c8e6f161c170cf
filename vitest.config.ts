import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { pcapParser } from "./build/pcap-parser-plugin.ts";

export default defineConfig({
  plugins: [pcapParser()],
  test: {
    // One worker a core, where vitest would leave one of two cores idle.
    maxWorkers: availableParallelism(),
    // Files of one worker share its modules: loading them anew for each file took longer than the tests. No test changes a module.
    isolate: false,
    // A state that a test waits for is waited for as long as the test itself may last: a busy machine is no failure.
    expect: { poll: { timeout: 110_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**"],
          // For a machine that is busy with other things: no test waits for a clock.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
