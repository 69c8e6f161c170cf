import { disposeEditor } from "./dispose-editor.ts";
import type { editor as MonacoEditor } from "monaco-editor/editor";
import type { Monaco } from "./load.ts";
import { OPTIONS } from "./options.ts";
import { themeId, type ThemeName } from "./themes.ts";

/** Two texts and what screen readers call them. */
export interface Difference {
  readonly left: string;
  readonly right: string;
  readonly leftLabel: string;
  readonly rightLabel: string;
  readonly theme: ThemeName;
}

/** Below this width the texts are one below the other; pixels. */
const NARROW = 820;
/** How long the worker looks for differences before it gives those that it has, ms. */
const LONGEST_LOOK = 3000;

/** A read-only editor of differences in an element, its models with it. */
export class DiffViewer {
  readonly #monaco: Monaco;
  readonly #editor: MonacoEditor.IStandaloneDiffEditor;
  #models: MonacoEditor.IDiffEditorModel | null = null;
  #disposed = false;

  constructor(monaco: Monaco, host: HTMLElement) {
    this.#monaco = monaco;
    this.#editor = monaco.editor.createDiffEditor(host, {
      ...OPTIONS,
      folding: false,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: NARROW,
      hideUnchangedRegions: { enabled: true },
      diffWordWrap: "on",
      ignoreTrimWhitespace: false,
      maxComputationTime: LONGEST_LOOK,
      renderOverviewRuler: false,
      renderMarginRevertIcon: false,
      renderGutterMenu: false,
      enableSplitViewResizing: false,
    });
  }

  /** After `dispose` nothing: React may still hold the viewer for one more round of effects. */
  show({ left, right, leftLabel, rightLabel, theme }: Difference): void {
    if (this.#disposed) return;
    const { editor } = this.#monaco;
    editor.setTheme(themeId(theme));
    this.#editor.getOriginalEditor().updateOptions({ ariaLabel: leftLabel });
    this.#editor.getModifiedEditor().updateOptions({ ariaLabel: rightLabel });
    const before = this.#models;
    if (before?.original.getValue() === left && before.modified.getValue() === right) return;
    this.#models = { original: editor.createModel(left, "json"), modified: editor.createModel(right, "json") };
    this.#editor.setModel(this.#models);
    disposeSoon(before);
  }

  dispose(): void {
    this.#disposed = true;
    disposeEditor(this.#editor);
    disposeSoon(this.#models);
  }
}

/** Monaco's worker may be comparing them still, and an answer to a question about models that are gone is an error of the page. */
function disposeSoon(models: MonacoEditor.IDiffEditorModel | null): void {
  if (models === null) return;
  setTimeout(() => {
    models.original.dispose();
    models.modified.dispose();
  }, 2 * LONGEST_LOOK);
}
