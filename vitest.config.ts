import { defineConfig } from "vitest/config";
import { pcapParser } from "./build/pcap-parser-plugin.ts";

export default defineConfig({
  plugins: [pcapParser()],
  test: {
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
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
