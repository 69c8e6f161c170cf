import type { editor } from "monaco-editor/editor";

/** How every read-only text is shown. */
export const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  readOnly: true,
  domReadOnly: true,
  // By itself it underlines nothing in a text that cannot be changed.
  renderValidationDecorations: "on",
  // What is shown has a menu of its own.
  contextmenu: false,
  // Tab leaves the editor: a reader on the keyboard is not trapped.
  tabFocusMode: true,
  automaticLayout: true,
  // The page's themes hold where the system forces colours, too: they follow its dark and light.
  autoDetectHighContrast: false,
  fontFamily: "var(--font-mono)",
  fontSize: 12,
  lineHeight: 18,
  minimap: { enabled: false },
  glyphMargin: false,
  // Its lines would each be a stop for Tab.
  stickyScroll: { enabled: false },
  folding: true,
  showFoldingControls: "always",
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 16,
  scrollBeyondLastLine: false,
  renderLineHighlight: "line",
  renderLineHighlightOnlyWhenFocus: true,
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  smoothScrolling: false,
  cursorBlinking: "solid",
  wrappingIndent: "indent",
  maxTokenizationLineLength: 20_000,
  unusualLineTerminators: "off",
  unicodeHighlight: {
    ambiguousCharacters: false,
    invisibleCharacters: true,
    nonBasicASCII: false,
    // Left out, it holds for files of others alone; all that a payload says stands in strings.
    includeStrings: true,
  },
  links: false,
  colorDecorators: false,
  occurrencesHighlight: "singleFile",
  quickSuggestions: false,
  fixedOverflowWidgets: true,
  padding: { top: 6, bottom: 6 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  find: { addExtraSpaceOnTop: true, seedSearchStringFromSelection: "selection" },
};
