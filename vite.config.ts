import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurityPolicy } from "./build/csp-plugin.ts";
import { pcapParser } from "./build/pcap-parser-plugin.ts";

export default defineConfig({
  // Relative addresses: the built page works below any path.
  base: "./",
  plugins: [react(), pcapParser(), contentSecurityPolicy()],
  build: {
    target: "es2023",
    // The first that know `light-dark()`. For older ones it would be lowered to variables that resolve at the root alone, and the editor, which
    // reads the colours of both themes on an element of its own, would get one theme twice.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    // Monaco, which is loaded once rows stand.
    chunkSizeWarningLimit: 4500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  worker: { format: "es", plugins: () => [pcapParser()] },
});
