import { defineConfig } from "vite";
import { pcapParser } from "./pcap-parser-plugin.ts";

/** The command line for Node: one file to start with and one for each command. `cli/bin/bridgescope.mjs` says where to. */
export default defineConfig({
  plugins: [pcapParser()],
  publicDir: false,
  logLevel: "error",
  build: {
    ssr: "cli/main.ts",
    target: "node20.19",
    emptyOutDir: false,
    rolldownOptions: {
      // Not ES modules: Node 20 cannot give these what the compiler made of them in an earlier run.
      output: { format: "cjs", entryFileNames: "main.cjs", chunkFileNames: "[name].cjs" },
      // No module does more than define things, so a command is without those of which it uses nothing.
      treeshake: { moduleSideEffects: false },
    },
  },
  ssr: { noExternal: true },
});
