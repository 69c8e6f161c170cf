import type { ReactElement } from "react";
import { LATENCY_EDGES } from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";

const BAR = 4;
const HEIGHT = 16;

/** How latencies are spread, from under 10 µs to over 1000 s, three bars to a decade; the scale is the same for all. */
export function Histogram({ buckets }: { buckets: Uint32Array }): ReactElement | null {
  const most = buckets.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return null;
  const peak = buckets.indexOf(most);
  const width = buckets.length * BAR;
  return (
    <svg
      className="histogram"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`Most latencies, ${count(most)}, are ${spanText(peak)}`}
    >
      <line x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {Array.from(buckets, (value, bucket) => {
        if (value === 0) return null;
        const height = Math.max(2, (value / most) * HEIGHT);
        return (
          // eslint-disable-next-line react/no-array-index-key -- the bucket is what it is
          <rect key={bucket} x={bucket * BAR} y={HEIGHT - height} width={BAR - 1} height={height}>
            <title>{`${count(value)}: ${spanText(bucket)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

function spanText(bucket: number): string {
  const from = LATENCY_EDGES[bucket - 1];
  const to = LATENCY_EDGES[bucket];
  if (from === undefined) return `under ${durationText(to ?? Number.NaN)}`;
  return to === undefined ? `over ${durationText(from)}` : `${durationText(from)} to ${durationText(to)}`;
}
