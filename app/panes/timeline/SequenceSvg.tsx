import type { MouseEvent, ReactElement, Ref } from "react";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import type { SequenceArrow, SequenceDiagram } from "./sequence.ts";

/** px. */
const TIMES = 150;
const COLUMN = 460;
const MARGIN = 60;
const HEAD = 32;
const ROW = 26;
const ARROW = 7;

/** The diagram, drawn: each participant a line, each frame an arrow that selects it. */
export function SequenceSvg({ diagram, ref }: { diagram: SequenceDiagram; ref: Ref<SVGSVGElement> }): ReactElement {
  const { participants, arrows } = diagram;
  const width = TIMES + 2 * MARGIN + (participants.length - 1) * COLUMN;
  const height = HEAD + (arrows.length + 1) * ROW;
  const x = (participant: number): number => TIMES + MARGIN + participant * COLUMN;
  return (
    <svg
      ref={ref}
      className="sequence-svg"
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {participants.map((name, at) => (
        <g key={name}>
          <line className="sequence-life" x1={x(at)} x2={x(at)} y1={HEAD - 6} y2={height} />
          <text className="sequence-name" x={x(at)} y={18} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      {arrows.map((arrow, at) => (
        <Arrow
          key={`${arrow.kind} ${arrow.row} ${arrow.text}`}
          arrow={arrow}
          from={x(arrow.from)}
          to={x(arrow.to)}
          y={HEAD + (at + 1) * ROW - 4}
        />
      ))}
    </svg>
  );
}

interface ArrowProps {
  readonly arrow: SequenceArrow;
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function Arrow({ arrow, from, to, y }: ArrowProps): ReactElement {
  const isSelected = useStore(({ selectedRow }) => selectedRow === arrow.row);
  const selectRow = useStore((state) => state.selectRow);
  const momentText = useMomentText();
  const back = to > from ? -ARROW : ARROW;
  const select = (event: MouseEvent): void => {
    event.preventDefault();
    void selectRow(arrow.row);
  };
  return (
    <a
      className="sequence-arrow"
      href={`#frame-${arrow.row + 1}`}
      data-kind={arrow.kind}
      data-bad={arrow.isBad || undefined}
      aria-current={isSelected || undefined}
      onClick={select}
    >
      <rect className="sequence-hit" x={0} y={y - ROW + 6} width={Math.max(from, to) + MARGIN} height={ROW} />
      <text className="sequence-time" x={TIMES - 14} y={y} textAnchor="end">
        {momentText(arrow.time)}
      </text>{" "}
      <text className="sequence-text" x={(from + to) / 2} y={y - 5} textAnchor="middle">
        {arrow.text}
      </text>
      <line
        className="sequence-line"
        x1={from}
        x2={to}
        y1={y}
        y2={y}
        strokeDasharray={arrow.kind === "response" ? "5 3" : arrow.kind === "stdio" ? "1 3" : undefined}
      />
      <path
        className={arrow.kind === "notification" ? "sequence-line sequence-open" : "sequence-head"}
        d={`M${to + back} ${y - 4}L${to} ${y}L${to + back} ${y + 4}`}
      />
    </a>
  );
}
