import type { Plugin } from "vite";

const PACKAGE = "pcap-parser";
const SOURCE_FILE = /\/pcap-parser\/lib\/pcap-parser\.js(\?.*)?$/;

/**
 * Makes the npm package `pcap-parser`, a CommonJS file written for Node, a module without needs: its source becomes the body of a function
 * that takes `require`, `Buffer` and `process` (types: `src-decoder/capture-file/pcap-parser.d.ts`). The one text then runs in the page, the
 * worker, the command line and the tests, so the package is left to no bundler's or runner's own handling of CommonJS.
 */
export function pcapParser(): Plugin {
  return {
    name: "bridgescope:pcap-parser",
    config: () => ({
      optimizeDeps: { exclude: [PACKAGE] },
      ssr: { noExternal: [PACKAGE] },
      test: { server: { deps: { inline: [PACKAGE] } } },
    }),
    transform: {
      filter: { id: SOURCE_FILE },
      handler: (source) => ({
        // No line break before the source: the line numbers in stack traces stay those of the file.
        code: `export function createPcapParser(require, Buffer, process) { const exports = {}; ${source}\nreturn exports; }\n`,
        map: null,
      }),
    },
  };
}
