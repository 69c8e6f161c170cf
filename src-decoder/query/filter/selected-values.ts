/** What a path reaches in the payload of the selected frame, as a filter compares with it. */
import { parsePayload } from "../../bridge/payload-json.ts";
import { pathNames } from "../language/path-names.ts";
import type { SelectedValue } from "../language/resolve.ts";
import { elements, valuesAt } from "../payload/payload-path.ts";

/** Single values, those of lists one by one; `null`, lists and objects are none. */
export function selectedValues(path: string, payload: Uint8Array | null): readonly SelectedValue[] {
  if (payload === null) return [];
  const tree = parsePayload(payload);
  return valuesAt(tree, pathNames(path))
    .flatMap((row) => elements(tree, row))
    .flatMap((row): SelectedValue[] => {
      const text = tree.stringValue(row);
      const kind = tree.kind(row);
      if (kind === "string") return [{ kind, text }];
      if (kind === "number") return [{ kind: /^-?\d+$/.test(text) ? "integer" : "decimal", text }];
      return kind === "true" || kind === "false" ? [{ kind: "word", text }] : [];
    });
}
