/** Fields that are not in the capture: what its reader said of frames. */
import { annotationsOf } from "../rows/annotations.ts";
import { COLUMN_HINTS } from "./field.ts";
import type { Field } from "./field.ts";

export const ANNOTATION_FIELDS: readonly Field[] = [
  {
    key: "marked",
    aliases: [],
    label: "Marked",
    type: "boolean",
    predicate: "is marked",
    description: "A frame that was marked on the page.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: (capture) => {
      const said = annotationsOf(capture);
      return (row) => said.marked.has(row);
    },
  },
  {
    key: "ignored",
    aliases: [],
    label: "Ignored",
    type: "boolean",
    predicate: "is ignored",
    description: "A frame that was taken out of the list; other filters leave it out.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: (capture) => {
      const said = annotationsOf(capture);
      return (row) => said.ignored.has(row);
    },
  },
];
