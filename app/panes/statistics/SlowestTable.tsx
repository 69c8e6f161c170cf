import type { ReactElement } from "react";
import { nameFilter } from "../../format/filters.ts";
import { durationText } from "../../format/time.ts";
import { ContainerLink } from "../../parts/ContainerLink.tsx";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { FrameLink } from "../../parts/FrameLinks.tsx";
import { useMomentText } from "../../parts/use-moment-text.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";

interface SlowestTableProps {
  readonly frames: readonly FrameRow[];
  /** The filter that they are of; empty for all. */
  readonly within: string;
}

/** The answered requests that took longest, long polls left out. */
export function SlowestTable({ frames, within }: SlowestTableProps): ReactElement {
  const momentText = useMomentText();
  if (frames.length === 0) return <p className="dock-note">No request has an answer with a known time.</p>;
  return (
    <table className="pane-table" aria-label="Slowest requests">
      <thead>
        <tr>
          <th scope="col" className="end">
            Frame
          </th>
          <th scope="col">Call</th>
          <th scope="col" className="end">
            Took
          </th>
          <th scope="col" className="end">
            At
          </th>
          <th scope="col">Container</th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => (
          <tr key={frame.row}>
            <td className="end">
              <FrameLink row={frame.row} />
            </td>
            <td>
              <FilterLink filter={nameFilter(frame.name)} text={frame.name} within={within} quiet /> {frame.id}
            </td>
            <td className="end">{durationText(frame.latency ?? Number.NaN)}</td>
            <td className="end">{momentText(frame.time)}</td>
            <td>
              <ContainerLink id={frame.containerId} within={within} quiet />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
