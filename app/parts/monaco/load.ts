import { OPTIONS } from "./options.ts";
import type { monaco } from "./setup.ts";
import { themeId, type ThemeName } from "./themes.ts";

export type Monaco = typeof monaco;

let loading: Promise<Monaco> | null = null;
let loaded: Monaco | null = null;

/**
 * The parts of the editor, each of which needs those before it: the first run of its code as a whole would hold the page for a quarter of a
 * second. No editor is made before all of them are there.
 */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import("monaco-editor/features/caretOperations/register"),
  () => import("monaco-editor/features/find/register"),
  () => import("monaco-editor/editor"),
  () => import("monaco-editor/features/hover/register"),
  () => import("monaco-editor/features/suggest/register"),
  () => import("monaco-editor/features/inlineCompletions/register"),
  () => import("monaco-editor/features/register.all"),
  () => import("monaco-editor/languages/features/json/register"),
];

/** Loads the editor once; after a failure the next call tries again. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= loadInParts().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function loadInParts(): Promise<Monaco> {
  for (const part of PARTS) {
    // eslint-disable-next-line no-await-in-loop -- one after the other, a task each
    await part();
    // eslint-disable-next-line no-await-in-loop -- keys and clicks come in between
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const module = await import("./setup.ts");
  loaded = module.monaco;
  return loaded;
}

/**
 * Loads it while nothing else is to be done, so that the first payload finds it there, and makes an editor that is never seen: the first one
 * costs far more than those after it. A failure is told when an editor is needed.
 */
export async function preloadMonaco(theme: ThemeName): Promise<void> {
  if (loading !== null) return;
  await idle();
  try {
    const monaco = await loadMonaco();
    for (const step of firstEditor(monaco, theme)) {
      // eslint-disable-next-line no-await-in-loop -- keys and clicks come in between
      await idle();
      step();
    }
  } catch {
    return;
  }
}

/** What the first editor takes, in steps of which none holds the page for long. */
function firstEditor(monaco: Monaco, theme: ThemeName): (() => void)[] {
  const { editor } = monaco;
  const model = editor.createModel("{}", "json");
  let first: monaco.editor.IStandaloneCodeEditor | null = null;
  return [
    () => editor.setTheme(themeId(theme)),
    // Puts the style sheet of all editors into the page: an editor measures its font, for which all that is new in the page is laid out.
    () => void editor.colorize("{}", "json", {}),
    () => {
      first = editor.create(document.createElement("div"), { ...OPTIONS, model: null });
    },
    () => first?.setModel(model),
    () => {
      first?.dispose();
      model.dispose();
    },
  ];
}

/** Safari has no idle callbacks. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout: 4000 });
    else setTimeout(resolve, 500);
  });
}

/** The editor, if it is loaded already: then nothing need flicker. */
export function monacoIfLoaded(): Monaco | null {
  return loaded;
}
