/**
 * Loads the bundle of the command line together with what the compiler made of it in an earlier run: to compile it anew takes longer than
 * many a command. Each start imports this, so it imports next to nothing itself.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

/** Behind the name of a file of the bundle: what the compiler made of it. Other versions of Node take no notice of it. */
const COMPILED = ".compiled";

/**
 * @param {string} main the path of the file to start with
 * @returns {{ main: typeof import("../../cli/main.ts").main, keepCompiled: () => void }} the command line; `keepCompiled` writes what was compiled so far
 */
export function loadCli(main) {
  const folder = dirname(main);
  /** @type {Map<string, { path: string, script: Script, exports: object }>} */
  const loaded = new Map();
  /** @param {string} name @returns {any} */
  const require = (name) => {
    if (!name.startsWith("./")) return process.getBuiltinModule(name);
    const path = join(folder, name);
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const source = `(function (exports, require) {${readFileSync(path, "utf8")}\n})`;
    const script = new Script(source, { filename: path, cachedData: compiledOf(path) });
    const exports = {};
    loaded.set(path, { path, script, exports });
    script.runInThisContext()(exports, require);
    return exports;
  };
  return {
    main: require(`./${main.slice(folder.length + 1)}`).main,
    keepCompiled() {
      for (const { path, script } of loaded.values()) writeFileSync(path + COMPILED, script.createCachedData());
    },
  };
}

/** @param {string} path */
function compiledOf(path) {
  try {
    return readFileSync(path + COMPILED);
  } catch {
    return undefined;
  }
}
