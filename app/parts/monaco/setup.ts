/**
 * Monaco with what a read-only JSON view needs, and its workers from our own origin. Imported only by `load.ts`, dynamically: the editor
 * is most of the page's bytes and is not needed before the first payload is looked at.
 */
import * as monaco from "monaco-editor/editor";
import { defineThemes } from "./themes.ts";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/codicon/register";
import "monaco-editor/features/contextmenu/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/gotoLine/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/longLinesHelper/register";
import "monaco-editor/features/smartSelect/register";
import "monaco-editor/features/wordHighlighter/register";
import "monaco-editor/features/wordOperations/register";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";
// oxlint-disable-next-line import/default -- made by Vite from `?worker`
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
// oxlint-disable-next-line import/default -- made by Vite from `?worker`
import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";

self.MonacoEnvironment = {
  getWorker: (_moduleId: string, label: string) => (label === "json" ? new JsonWorker() : new EditorWorker()),
};

jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, enableSchemaRequest: false, schemas: [] });

defineThemes(monaco);

export { monaco };
