import { useEffect, useMemo, useState, type ReactElement } from "react";
import { askPeer, hasCondition, unknownMembers } from "../../../src-decoder/index.ts";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { cutMiddle } from "../../format/ids.ts";
import { Button } from "../../parts/Button.tsx";
import { counted, percent } from "../../format/numbers.ts";
import { searchExplained } from "../../format/search-words.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";

/** Characters of a filter that are repeated: what can be done about it must not go out of sight. */
const LONGEST = 160;

/** Why no row is left of a capture that has frames: a filter lets none pass, what is ignored is left out, or both. */
export function NoMatch({ filter }: { filter: string }): ReactElement {
  const total = useStore((state) => state.total);
  const view = useStore((state) => state.settings.view);
  const search = useStore((state) => state.search);
  const applyFilter = useStore((state) => state.applyFilter);
  const ignored = useStore((state) => state.ignored.size);
  const stopIgnoring = useStore((state) => state.stopIgnoring);
  const isWhole = search === null || search.state === "done";
  const leftOut = `${counted(ignored, "frame")} ${ignored === 1 ? "is" : "are"} ignored`;
  const showAgain = <Button onClick={() => void stopIgnoring()}>Show again</Button>;
  if (filter === "") {
    return (
      <div className="empty">
        <h2>{leftOut}, and no other is left</h2>
        {showAgain}
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>
        {isWhole ? "None of" : "No match so far among"} {total.toLocaleString("en-US")} {view}
        {ignored > 0 && " that are left"}
        {isWhole ? " matches" : ":"}{" "}
        <code className="data" title={filter}>
          {cutMiddle(filter, LONGEST)}
        </code>
      </h2>
      {ignored > 0 && (
        <>
          <p>{leftOut}, whatever the filter lets pass.</p>
          {showAgain}
        </>
      )}
      <AskPeer filter={filter} />
      <OtherMembers filter={filter} />
      {search !== null && !isWhole && (
        <p>
          {searchExplained(search)} {search.bytes > 0 && `${percent(search)} % of the payloads were searched.`}
        </p>
      )}
      {view === "exchanges" && <AmongFrames filter={filter} />}
      <Button keys="Esc" onClick={() => void applyFilter("")}>
        Clear the filter
      </Button>
    </div>
  );
}

/** A way out where frames pass that no exchange is shown for. */
function AmongFrames({ filter }: { filter: string }): ReactElement | null {
  const setViewKind = useStore((state) => state.setViewKind);
  const version = useStore((state) => state.version);
  const [known, setKnown] = useState<{ readonly version: number; readonly frames: number | null } | null>(null);
  useEffect(() => {
    let isStale = false;
    const ask = async (): Promise<void> => {
      const frames = await decoder.framesPassing(filter, useStore.getState().selectedRow);
      if (!isStale) setKnown({ version, frames });
    };
    void ask();
    return () => {
      isStale = true;
    };
  }, [filter, version]);
  if (known?.version !== version) return null;
  const { frames } = known;
  if (frames === 0) return <p>No frame matches, either.</p>;
  return (
    <>
      {hasCondition(filter, "notification") && <p>A notification has no answer, and is no exchange.</p>}
      {frames !== null && (
        <p>
          {counted(frames, "frame")} {frames === 1 ? "matches" : "match"}.
        </p>
      )}
      <Button keys="x" onClick={() => void setViewKind("frames")}>
        Look among frames
      </Button>
    </>
  );
}

/** A way out where requests were asked for what answers have. */
function AskPeer({ filter }: { filter: string }): ReactElement | null {
  const asked = useMemo(() => askPeer(filter), [filter]);
  if (asked === null) return null;
  const isOne = asked.names.length === 1;
  return (
    <p>
      {asked.names.join(" and ")} {isOne ? "is a value" : "are values"} of answers. Of requests ask{" "}
      <FilterLink filter={asked.filter} text={asked.filter} />
    </p>
  );
}

/** A way out where a member was asked for that messages are not known to have. */
function OtherMembers({ filter }: { filter: string }): ReactElement | null {
  const unknown = useMemo(() => unknownMembers(filter), [filter]);
  if (unknown === null) return null;
  return (
    <p>
      No message is known to have {unknown.paths.join(" or ")}.
      {unknown.meant !== null && (
        <>
          {" "}
          Did you mean <FilterLink filter={unknown.meant} text={unknown.meant} />?
        </>
      )}
    </p>
  );
}
