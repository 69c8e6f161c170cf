/** Which of the files that were opened the capture is made of. */
import type { CaptureOverview } from "../worker/contract/capture.ts";

type ReadFile = CaptureOverview["files"][number];

/** By opened file: what the capture says of it; null where it is not part of it, as one that could not be read. */
export function filesRead(
  opened: readonly { readonly name: string; readonly size: number }[],
  overview: Pick<CaptureOverview, "files"> | null,
): readonly (ReadFile | null)[] {
  const rest = [...(overview?.files ?? [])];
  // Both lists are in the order in which the files were named.
  return opened.map(({ name, size }) => {
    const next = rest[0];
    if (next === undefined || next.name !== name || next.size !== size) return null;
    rest.shift();
    return next;
  });
}
