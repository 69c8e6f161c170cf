import type { monaco } from "./setup.ts";

export type Monaco = typeof monaco;

let loading: Promise<Monaco> | null = null;
let loaded: Monaco | null = null;

/** Loads the editor once; after a failure the next call tries again. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import("./setup.ts").then(
    (module) => (loaded = module.monaco),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The editor, if it is loaded already: then nothing need flicker. */
export function monacoIfLoaded(): Monaco | null {
  return loaded;
}
