import { disposeEditor } from "./dispose-editor.ts";
import type { editor as MonacoEditor } from "monaco-editor/editor";
import { asMarkdown, setHoverSource, type HoverSource, type TextRange } from "./hovers.ts";
import type { Monaco } from "./load.ts";
import { OPTIONS } from "./options.ts";
import { themeId, type ThemeName } from "./themes.ts";

/** Text over this is shown without wrapping, folding and bracket work, over that without colours, so that opening it does not hold the page. */
const LARGE_TEXT = 96 * 1024;
const PLAIN_TEXT = 512 * 1024;

/** A remark on a line, shown behind its text: not part of what is copied or searched. */
export interface LineRemark {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** More words on hover; null where the text says it all. */
  readonly hover: string | null;
  readonly tone: "note" | "fault";
}

/** A fault in the text, underlined, its reason told on hover. */
export interface TextMarker {
  readonly range: TextRange;
  readonly text: string;
  /** `error`: it cannot be read. `warning`: it is not what was expected. */
  readonly severity: "error" | "warning";
}

/** What a viewer shows. */
export interface Shown {
  readonly text: string;
  readonly language: "json" | "plaintext";
  readonly theme: ThemeName;
  /** What screen readers call it. */
  readonly label: string;
  readonly wrap: boolean;
  readonly remarks: readonly LineRemark[];
  readonly markers: readonly TextMarker[];
  readonly marked: TextRange | null;
  /** What is looked for, wherever it stands. */
  readonly hits: readonly TextRange[];
}

/** Looking for pairs of brackets reads the whole text. */
const NO_BRACKETS = { enabled: false, independentColorPoolPerBracketType: false };

/** Names the markers as ours among those of the language. */
const MARKER_OWNER = "bridgescope";

/** A read-only editor in an element, its model with it: `show` brings it to a state, and does only what differs from the last. */
export class Viewer {
  readonly #monaco: Monaco;
  readonly #editor: MonacoEditor.IStandaloneCodeEditor;
  readonly #remarks: MonacoEditor.IEditorDecorationsCollection;
  readonly #hits: MonacoEditor.IEditorDecorationsCollection;
  readonly #mark: MonacoEditor.IEditorDecorationsCollection;
  #model: MonacoEditor.ITextModel | null = null;
  readonly #hoverAt: HoverSource;
  #shown: Shown | null = null;
  #disposed = false;

  /** `onCaret` is called when the user, not a mark, moves the caret; `onLeave` when Esc has nothing to close. */
  constructor(
    monaco: Monaco,
    host: HTMLElement,
    onCaret: (line: number, column: number) => void,
    hoverAt: HoverSource,
    onLeave: () => void,
  ) {
    this.#monaco = monaco;
    this.#hoverAt = hoverAt;
    this.#editor = monaco.editor.create(host, { ...OPTIONS, model: null });
    this.#remarks = this.#editor.createDecorationsCollection();
    this.#hits = this.#editor.createDecorationsCollection();
    this.#mark = this.#editor.createDecorationsCollection();
    this.#editor.onDidChangeCursorPosition((event) => {
      if (event.source === "mouse" || event.source === "keyboard") {
        onCaret(event.position.lineNumber, event.position.column);
      }
    });
    // What the editor has open it closes itself; where nothing is, the key leads back.
    this.#editor.addAction({
      id: "leave",
      label: "Back to the table",
      keybindings: [monaco.KeyCode.Escape],
      precondition: "!findWidgetVisible && !suggestWidgetVisible && !editorHoverVisible",
      run: onLeave,
    });
    // The menu over the text is about what is under the pointer.
    this.#editor.onContextMenu(({ target }) => {
      if (target.position !== null) onCaret(target.position.lineNumber, target.position.column);
    });
  }

  /** After `dispose` nothing: React may still hold the viewer for one more round of effects. */
  show(next: Shown): void {
    if (this.#disposed) return;
    const last = this.#shown;
    this.#shown = next;
    if (next.theme !== last?.theme) this.#monaco.editor.setTheme(themeId(next.theme));
    const otherText = next.text !== last?.text || next.language !== last.language;
    // Before the text: it is laid out as it comes.
    if (otherText || next.wrap !== last.wrap || next.label !== last.label) this.#setOptions(next);
    if (otherText) this.#replaceModel(next);
    if (otherText || next.remarks !== last.remarks) this.#remarks.set(next.remarks.map(remarkDecoration));
    if (otherText || next.markers !== last.markers) this.#setMarkers(next.markers);
    if (otherText || next.hits !== last.hits) this.#hits.set(next.hits.map(hitDecoration));
    if (otherText || next.marked !== last.marked) this.#setMark(next.marked);
  }

  dispose(): void {
    this.#disposed = true;
    disposeEditor(this.#editor);
    this.#model?.dispose();
  }

  #replaceModel(next: Shown): void {
    const before = this.#model;
    this.#model = this.#monaco.editor.createModel(
      next.text,
      next.text.length > PLAIN_TEXT ? "plaintext" : next.language,
    );
    if (isLarge(next.text)) this.#model.updateOptions({ bracketColorizationOptions: NO_BRACKETS });
    setHoverSource(this.#model, this.#hoverAt);
    this.#editor.setModel(this.#model);
    before?.dispose();
  }

  #setOptions(next: Shown): void {
    const large = isLarge(next.text);
    this.#editor.updateOptions({
      wordWrap: next.wrap && !large ? "on" : "off",
      folding: !large,
      matchBrackets: large ? "never" : "always",
      guides: { bracketPairs: false, indentation: !large },
      bracketPairColorization: { enabled: !large },
      ariaLabel: next.label,
    });
  }

  #setMarkers(markers: readonly TextMarker[]): void {
    if (this.#model === null) return;
    const { MarkerSeverity, editor } = this.#monaco;
    editor.setModelMarkers(
      this.#model,
      MARKER_OWNER,
      markers.map(({ range, text, severity }) => ({
        startLineNumber: range.line,
        startColumn: range.column,
        endLineNumber: range.endLine,
        endColumn: range.endColumn,
        message: text,
        severity: severity === "error" ? MarkerSeverity.Error : MarkerSeverity.Warning,
      })),
    );
  }

  #setMark(marked: TextRange | null): void {
    if (marked === null) {
      this.#mark.clear();
      return;
    }
    const range = new this.#monaco.Range(marked.line, marked.column, marked.endLine, marked.endColumn);
    this.#mark.set([{ range, options: { className: "text-view-marked" } }]);
    this.#editor.revealLineInCenterIfOutsideViewport(marked.line);
  }
}

function hitDecoration({ line, column, endLine, endColumn }: TextRange): MonacoEditor.IModelDeltaDecoration {
  return {
    range: { startLineNumber: line, startColumn: column, endLineNumber: endLine, endColumn },
    options: { inlineClassName: "text-view-hit" },
  };
}

function isLarge(text: string): boolean {
  return text.length > LARGE_TEXT;
}

/** Behind any column there can be: Monaco takes the end of the line. */
const LAST_COLUMN = 2 ** 30;

function remarkDecoration(remark: LineRemark): MonacoEditor.IModelDeltaDecoration {
  const { line } = remark;
  return {
    range: { startLineNumber: line, startColumn: LAST_COLUMN, endLineNumber: line, endColumn: LAST_COLUMN },
    options: {
      after: { content: `  ${remark.text}`, inlineClassName: `text-view-remark text-view-remark-${remark.tone}` },
      showIfCollapsed: true,
      ...(remark.hover === null ? {} : { hoverMessage: { value: asMarkdown(remark.hover) } }),
    },
  };
}
