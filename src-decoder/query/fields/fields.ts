/**
 * The table of fields. One row is at once a column of the page's table, a word of the display filter, its completion and help, a sort
 * key, and a column of the command line.
 */
import type { Field } from "./field.ts";
import { ANNOTATION_FIELDS } from "./fields-annotations.ts";
import { EXCHANGE_FIELDS } from "./fields-exchange.ts";
import { FINDING_FIELDS } from "./fields-finding.ts";
import { HEADER_FIELDS } from "./fields-header.ts";
import { PAYLOAD_FIELDS } from "./fields-payload.ts";
import { PLACE_FIELDS } from "./fields-place.ts";

export const FIELDS: readonly Field[] = [
  ...PLACE_FIELDS,
  ...HEADER_FIELDS,
  ...PAYLOAD_FIELDS,
  ...EXCHANGE_FIELDS,
  ...FINDING_FIELDS,
  ...ANNOTATION_FIELDS,
];

/** The fields of `frames --format ndjson`, in the order of its keys (cli.md). */
export const EXPORT_FIELDS: readonly Field[] = FIELDS.filter(({ exported }) => exported);

const BY_NAME = new Map<string, Field>(
  FIELDS.flatMap((field) => [field.key, ...field.aliases].map((name) => [name.toLowerCase(), field] as const)),
);

/** The field with this key or alias, in any case; null where there is none. */
export function fieldOf(name: string): Field | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
