import type { ReactElement } from "react";
import { byteSize } from "../../format/numbers.ts";
import { Button } from "../../parts/Button.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { useStore } from "../../state/store.ts";
import type { SearchProgress } from "../../worker/contract/view.ts";

/** Shown in place of rows until the search finds the first of them. */
export function SearchingCard({ search: { searched, bytes } }: { search: SearchProgress }): ReactElement {
  const cancelSearch = useStore((state) => state.cancelSearch);
  return (
    <div className="empty">
      <h2>Searching payloads</h2>
      <ProgressBar label="Bytes searched" value={searched} total={bytes} />
      <p className="faint">
        {byteSize(searched)} of {byteSize(bytes)}, nothing found yet
      </p>
      <Button keys="Esc" onClick={() => void cancelSearch()}>
        End the search
      </Button>
    </div>
  );
}
