import { defineConfig } from "vite";
import { pcapParser } from "./pcap-parser-plugin.ts";

/** The command line as one file for Node. `cli/bin/bridgescope.mjs` says where to. */
export default defineConfig({
  plugins: [pcapParser()],
  publicDir: false,
  logLevel: "error",
  build: {
    ssr: "cli/main.ts",
    target: "node20.19",
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: "main.mjs", codeSplitting: false } },
  },
  ssr: { noExternal: true },
});
