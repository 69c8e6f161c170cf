import type { ReactElement } from "react";
import { useStore } from "../../state/store.ts";
import { FindBar } from "../find/FindBar.tsx";
import { FilterStrip } from "../filter/FilterStrip.tsx";
import { FramesGrid } from "./FramesGrid.tsx";
import { NoFrames } from "./NoFrames.tsx";
import { NoMatch } from "./NoMatch.tsx";
import { ReadingCard } from "./ReadingCard.tsx";
import { SearchingCard } from "./SearchingCard.tsx";

/** The table, or why there is nothing in it. */
export function FramesPane(): ReactElement {
  const phase = useStore((state) => state.phase);
  const findOpen = useStore((state) => state.findOpen);
  const rows = useStore((state) => state.rows);
  const filter = useStore((state) => state.filter);
  const search = useStore((state) => state.search);
  const frames = useStore((state) => state.overview?.frames ?? 0);
  const isLeftOut = useStore((state) => state.filter !== "" || state.ignored.size > 0);
  return (
    <section className="frames-pane" aria-label="Messages">
      <FilterStrip />
      {findOpen && <FindBar />}
      <div className="grid-frame">
        <FramesGrid />
      </div>
      {rows === 0 && phase === "reading" && <ReadingCard />}
      {rows === 0 && phase === "read" && frames === 0 && <NoFrames />}
      {rows === 0 && search?.state === "running" && <SearchingCard search={search} />}
      {rows === 0 && frames > 0 && isLeftOut && search?.state !== "running" && <NoMatch filter={filter} />}
    </section>
  );
}
