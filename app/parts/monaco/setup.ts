/**
 * Monaco with JSON, and its workers from our own origin. Imported only by `load.ts`, dynamically: the editor
 * is most of the page's bytes and is not needed before the first payload is looked at.
 */
import * as monaco from "monaco-editor/editor";
import { registerHovers } from "./hovers.ts";
import { defineThemes } from "./themes.ts";
// All features, not a pick: the JSON mode loads the rest of them later anyway, and editors made after that fail where the services of those
// features were not there from the start.
import "monaco-editor/features/register.all";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";
// oxlint-disable-next-line import/default -- made by Vite from `?worker`
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
// oxlint-disable-next-line import/default -- made by Vite from `?worker`
import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";

self.MonacoEnvironment = {
  getWorker: (_moduleId: string, label: string) => (label === "json" ? new JsonWorker() : new EditorWorker()),
};

/** In a rule that takes a command's keys away: all that it has, which differ between systems. */
const ANY_KEY = 0;

// What is wrong with a payload the decoder says, for parts of it too: the language would take the end of a part for a fault.
jsonDefaults.setDiagnosticsOptions({ validate: false, enableSchemaRequest: false, schemas: [] });

// Its list of commands is about changing texts, and the page has a list of its own; a line to go to would be taken for a frame. The key of
// its menu is the page's menu's.
for (const command of ["quickCommand", "gotoLine", "showContextMenu"]) {
  monaco.editor.addKeybindingRule({ keybinding: ANY_KEY, command: `-editor.action.${command}` });
}

defineThemes(monaco);
registerHovers(monaco);

export { monaco };
