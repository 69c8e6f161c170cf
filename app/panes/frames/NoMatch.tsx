import type { ReactElement } from "react";
import { Button } from "../../parts/Button.tsx";
import { percent } from "../../format/numbers.ts";
import { useStore } from "../../state/store.ts";

export function NoMatch({ filter }: { filter: string }): ReactElement {
  const total = useStore((state) => state.total);
  const view = useStore((state) => state.settings.view);
  const search = useStore((state) => state.search);
  const applyFilter = useStore((state) => state.applyFilter);
  return (
    <div className="empty">
      <h2>
        None of {total.toLocaleString("en-US")} {view} matches <code className="data">{filter}</code>
      </h2>
      {search !== null && search.state !== "done" && (
        <p className="faint">The search was ended at {percent(search)} % of the payloads; rows may be missing.</p>
      )}
      <Button keys="Esc" onClick={() => void applyFilter("")}>
        Clear the filter
      </Button>
    </div>
  );
}
