import { Fragment, type ReactElement } from "react";
import type { Evidence } from "../../src-decoder/index.ts";
import { count } from "../format/numbers.ts";
import { momentRange, stretchRange } from "../format/time-range.ts";
import { captureEnd } from "../state/timeline-slice.ts";
import { useStore } from "../state/store.ts";

/** Evidence that is no frame: a place in time, which the timeline shows. */
export type Place = Exclude<Evidence, { readonly kind: "frame" }>;

const momentOf = (place: Place): number => (place.kind === "time" ? place.from : place.time);

export function placesOf(evidence: readonly Evidence[]): Place[] {
  return evidence.filter((one) => one.kind !== "frame");
}

/** The first of some places as one short link, for where there is little room. */
export function PlaceLink({ places: [place] }: { places: readonly Place[] }): ReactElement | null {
  if (place === undefined || Number.isNaN(momentOf(place))) return null;
  return (
    <button
      type="button"
      className="link"
      title={`${place.text}; shows it in the timeline`}
      onClick={() => showPlace(place)}
    >
      {shortName(place)}
    </button>
  );
}

function shortName(place: Place): string {
  switch (place.kind) {
    case "connection":
      return `Connection ${count(place.connection + 1)}`;
    case "bytes":
      return "The first gap";
    case "time":
      return "The stretch";
  }
}

/** The first of some places as links, the rest counted; words alone where the capture has no times. */
export function PlaceLinks({ places, most }: { places: readonly Place[]; most: number }): ReactElement {
  const more = places.length - most;
  return (
    <span className="place-links">
      {places.slice(0, most).map((place, index) => (
        // eslint-disable-next-line react/no-array-index-key -- the places of one finding, which never move
        <Fragment key={index}>
          {Number.isNaN(momentOf(place)) ? (
            <span>{place.text}</span>
          ) : (
            <button type="button" className="link" title="Shows it in the timeline" onClick={() => showPlace(place)}>
              {place.text}
            </button>
          )}
        </Fragment>
      ))}
      {more > 0 && <span className="faint">{count(more)} more</span>}
    </span>
  );
}

/** Leads to a place, where the capture has times. */
export function showPlace(place: Place): void {
  if (Number.isNaN(momentOf(place))) return;
  const state = useStore.getState();
  const end = captureEnd(state);
  if (place.kind === "time") {
    state.setTimelineRange(stretchRange({ from: place.from, to: place.until }, end));
    state.setTimeCursor(place.until);
  } else {
    state.setTimelineRange(momentRange(place.time, end));
    state.setTimeCursor(place.time);
  }
  state.openDock("timeline");
}
