import type { ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { ContainerLink } from "../../parts/ContainerLink.tsx";
import { FrameLink } from "../../parts/FrameLinks.tsx";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import type { WaitingExchange } from "../../worker/contract/conclusions.ts";
import type { WaitGraph, WaitLine } from "./wait-tree.ts";

/** What a request is doing, with a shape for the eye. */
const STATES: Readonly<Record<WaitingExchange["state"], { readonly shape: string; readonly text: string }>> = {
  waiting: { shape: "◉", text: "waiting in the guest" },
  queued: { shape: "◔", text: "queued" },
  "long-poll": { shape: "◌", text: "long poll" },
  "partly-sent": { shape: "◐", text: "its last byte is not sent" },
  abandoned: { shape: "⊘", text: "its caller has given up" },
  died: { shape: "✕", text: "died with the bridge" },
  unknown: { shape: "?", text: "its answer may be lost" },
};

interface WaitTableProps {
  readonly graph: WaitGraph;
}

export function WaitTable({ graph: { calls, longPolls } }: WaitTableProps): ReactElement {
  return (
    <table className="pane-table" aria-label="Requests that wait">
      <thead>
        <tr>
          <th scope="col" className="end">
            Frame
          </th>
          <th scope="col">Call</th>
          <th scope="col" className="end">
            Waits
          </th>
          <th scope="col">State</th>
          <th scope="col" className="end">
            Since
          </th>
          <th scope="col">Container</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((line) => (
          <WaitRow key={line.exchange.frame.row} line={line} />
        ))}
      </tbody>
      {longPolls.length > 0 && (
        <tbody className="wait-polls">
          <tr>
            <th scope="rowgroup" colSpan={6}>
              Long polls: each waits as long as its process runs
            </th>
          </tr>
          {longPolls.map((line) => (
            <WaitRow key={line.exchange.frame.row} line={line} />
          ))}
        </tbody>
      )}
    </table>
  );
}

function WaitRow({ line: { exchange, depth, holds } }: { line: WaitLine }): ReactElement {
  const momentText = useMomentText();
  const selected = useStore((state) => state.selectedRow === exchange.frame.row);
  const { frame, age, state, behind } = exchange;
  const { shape, text } = STATES[state];
  return (
    <tr data-selected={selected || undefined}>
      <td className="end">
        <FrameLink row={frame.row} />
      </td>
      <td style={{ paddingInlineStart: 12 + depth * 20 }}>
        {depth > 0 && (
          <span className="faint" aria-hidden="true">
            {"└ "}
          </span>
        )}
        {frame.name} {frame.id}
      </td>
      <td className="end">{durationText(age)}</td>
      <td className="wait-state" data-state={state}>
        <span aria-hidden="true">{shape} </span>
        {text}
        {behind !== null && (
          <>
            {" behind frame "}
            <FrameLink row={behind} />
          </>
        )}
        {holds > 0 && `, ${count(holds)} behind it`}
      </td>
      <td className="end">{momentText(frame.time)}</td>
      <td>
        <ContainerLink id={frame.containerId} />
      </td>
    </tr>
  );
}
