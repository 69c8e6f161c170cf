import type { editor as MonacoEditor } from "monaco-editor/editor";
import type { Monaco } from "./load.ts";
import { OPTIONS } from "./options.ts";
import { themeId, type ThemeName } from "./themes.ts";

/** Text over this is shown without tokens and bracket work, so that opening it does not hold the page. */
const LARGE_TEXT = 2 * 1024 * 1024;

/** A remark on a line, shown behind its text: not part of what is copied or searched. */
export interface LineRemark {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** More words on hover; null where the text says it all. */
  readonly hover: string | null;
  readonly tone: "note" | "fault";
}

/** Lines and columns from 1, the end behind the last character. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
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
  readonly marked: TextRange | null;
}

/** A read-only editor in an element, its model with it: `show` brings it to a state, and does only what differs from the last. */
export class Viewer {
  readonly #monaco: Monaco;
  readonly #editor: MonacoEditor.IStandaloneCodeEditor;
  readonly #remarks: MonacoEditor.IEditorDecorationsCollection;
  readonly #mark: MonacoEditor.IEditorDecorationsCollection;
  #model: MonacoEditor.ITextModel | null = null;
  #shown: Shown | null = null;
  #disposed = false;

  /** `onCaret` is called when the user, not a mark, moves the caret. */
  constructor(monaco: Monaco, host: HTMLElement, onCaret: (line: number) => void) {
    this.#monaco = monaco;
    this.#editor = monaco.editor.create(host, { ...OPTIONS, model: null });
    this.#remarks = this.#editor.createDecorationsCollection();
    this.#mark = this.#editor.createDecorationsCollection();
    this.#editor.onDidChangeCursorPosition((event) => {
      if (event.source === "mouse" || event.source === "keyboard") onCaret(event.position.lineNumber);
    });
  }

  /** After `dispose` nothing: React may still hold the viewer for one more round of effects. */
  show(next: Shown): void {
    if (this.#disposed) return;
    const last = this.#shown;
    this.#shown = next;
    if (next.theme !== last?.theme) this.#monaco.editor.setTheme(themeId(next.theme));
    const otherText = next.text !== last?.text || next.language !== last.language;
    if (otherText) this.#replaceModel(next);
    if (otherText || next.wrap !== last.wrap || next.label !== last.label) this.#setOptions(next);
    if (otherText || next.remarks !== last.remarks) this.#remarks.set(next.remarks.map(remarkDecoration));
    if (otherText || next.marked !== last.marked) this.#setMark(next.marked);
  }

  dispose(): void {
    this.#disposed = true;
    this.#editor.dispose();
    this.#model?.dispose();
  }

  #replaceModel(next: Shown): void {
    const before = this.#model;
    this.#model = this.#monaco.editor.createModel(next.text, isLarge(next.text) ? "plaintext" : next.language);
    this.#editor.setModel(this.#model);
    before?.dispose();
  }

  #setOptions(next: Shown): void {
    const large = isLarge(next.text);
    this.#editor.updateOptions({
      wordWrap: next.wrap && !large ? "on" : "off",
      bracketPairColorization: { enabled: !large },
      ariaLabel: next.label,
    });
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

/** Hovers are Markdown; what a payload says must not be read as such. */
function asMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, String.raw`\$&`);
}
