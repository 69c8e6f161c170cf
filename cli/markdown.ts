import { printable } from "./messages.ts";

/** Text out of a capture as GitHub's markdown shows it letter by letter: nothing in it starts markup, HTML or another line. */
export function markdownText(text: string): string {
  return asLineStart(escaped(text.trim()));
}

/** Our own prose, in which commands stand between backticks: these become code, the rest is plain text. */
export function markdownProse(text: string): string {
  let prose = "";
  let from = 0;
  for (const { 0: whole, 1: command = "", index } of text.matchAll(/`([^`]+)`/g)) {
    prose += `${escaped(text.slice(from, index))}\`${printable(command)}\``;
    from = index + whole.length;
  }
  return asLineStart(prose + escaped(text.slice(from)));
}

/** A table; its cells are plain text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [tableLine(head), `|${head.map(() => "---|").join("")}`, ...rows.map(tableLine)];
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(" | ")} |`;
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]#|~$!]/g, String.raw`\$&`);
}

/** Escapes what is markup at the start of a line only: lists and underlines of headings. */
function asLineStart(text: string): string {
  return text.replace(/^[-+=]/, String.raw`\$&`).replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}
