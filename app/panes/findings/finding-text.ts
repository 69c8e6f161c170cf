/** A finding as people paste it into an issue or a chat. */
import type { Finding } from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { SEVERITY_WORDS } from "../../parts/SeverityMark.tsx";

/** Rows that are named; of more the number is told. */
const MOST_ROWS = 20;

/** Title, text, what proves it and what to do next, a paragraph each; frames by their numbers. */
export function findingText({ severity, rule, title, text, rows, because, causes, next }: Finding): string {
  const named = rows.slice(0, MOST_ROWS).map((row) => count(row + 1));
  const more = rows.length - named.length;
  const frames = [...named, ...(more > 0 ? [`${count(more)} more`] : [])].join(", ");
  return [
    `${SEVERITY_WORDS[severity].label} ${rule}: ${title}`,
    text,
    ...(rows.length === 0 ? [] : [`${rows.length === 1 ? "Frame" : "Frames"} ${frames}. ${because}`]),
    ...listed(causes.length === 1 ? "Likely cause" : "Likely causes", causes),
    ...listed("What to do next", next),
  ].join("\n");
}

function listed(heading: string, texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`${heading}:`, ...texts.map((each) => `- ${each}`)];
}
