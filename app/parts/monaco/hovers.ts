/** What the editor tells on hover: each text that is shown may have a source of its own. */
import type { editor as MonacoEditor } from "monaco-editor/editor";
import type { Monaco } from "./load.ts";

/** Lines and columns from 1, the end behind the last character. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What is told of a part of the text, paragraph by paragraph; the first is its name. */
export interface TextHover {
  readonly range: TextRange;
  readonly name: string;
  readonly paragraphs: readonly string[];
}

/** What to tell at a place; null for nothing. */
export type HoverSource = (line: number, column: number) => TextHover | null;

const SOURCES = new WeakMap<MonacoEditor.ITextModel, HoverSource>();

export function setHoverSource(model: MonacoEditor.ITextModel, source: HoverSource): void {
  SOURCES.set(model, source);
}

/** Lets the editor ask the sources; once for the page. */
export function registerHovers(monaco: Monaco): void {
  monaco.languages.registerHoverProvider(["json", "plaintext"], {
    provideHover: (model, { lineNumber, column }) => {
      const hover = SOURCES.get(model)?.(lineNumber, column) ?? null;
      if (hover === null) return null;
      const { line, column: from, endLine, endColumn } = hover.range;
      const texts = [`**${asMarkdown(hover.name)}**`, ...hover.paragraphs.map(asMarkdown)];
      return {
        range: { startLineNumber: line, startColumn: from, endLineNumber: endLine, endColumn },
        contents: texts.map((value) => ({ value })),
      };
    },
  });
}

/** Hovers are Markdown; what a payload says must not be read as such. */
export function asMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, String.raw`\$&`);
}
