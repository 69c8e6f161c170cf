/** What the overview strip, the timeline and the time cursor ask for, from tables made once for a capture. */
import {
  Changes,
  Timeline,
  compileFilter,
  gapTimes,
  type Activity,
  type ConnectionLife,
  type Correlation,
  type GapTime,
  type LaneGrouping,
} from "../../src-decoder/index.ts";
import type { CaptureActivity, ConnectionSpan, SequenceData } from "./contract/conclusions.ts";
import type { FrameRow } from "./contract/rows.ts";
import { frameRow } from "./rows.ts";

/** Gaps that are sent to the page; a capture with more is one long gap to the eye. */
const MOST_GAPS = 5000;

export class TimelineSource {
  readonly #correlation: Correlation;
  readonly #timelines = new Map<LaneGrouping, Timeline>();
  #changes: Changes | null = null;
  #gaps: readonly GapTime[] | null = null;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  /** See `DecoderApi.nextChange`. */
  nextChange(time: number, by: -1 | 1): number | null {
    return this.#allChanges().next(time, by);
  }

  /** See `DecoderApi.activity`. */
  activity(spans: number): CaptureActivity | null {
    const { capture, exchanges } = this.#correlation;
    if (capture.startNs === null || capture.lastTime <= 0) return null;
    this.#gaps ??= gapTimes(capture);
    return {
      ...this.#allChanges().outstanding(spans, 0, capture.lastTime),
      gaps: this.#gaps.slice(0, MOST_GAPS),
      connections: exchanges.lives.flatMap(({ connections }) => connections.map(connectionSpan)),
    };
  }

  /** See `DecoderApi.overTime`. */
  overTime(filter: string, spans: number): Activity | null {
    const { capture } = this.#correlation;
    if (capture.startNs === null || capture.lastTime <= 0) return null;
    const compiled = compileFilter(filter, capture);
    if (!compiled.ok || compiled.filter.needs !== "columns") return null;
    return this.#correlation.activity(spans, 0, capture.lastTime, compiled.filter.test);
  }

  timeline(grouping: LaneGrouping): Timeline {
    let timeline = this.#timelines.get(grouping);
    if (timeline === undefined) {
      const { capture, exchanges, lostAnswers } = this.#correlation;
      timeline = new Timeline(capture, exchanges, grouping, (exchange) => lostAnswers.hides(exchange));
      this.#timelines.set(grouping, timeline);
    }
    return timeline;
  }

  /** See `DecoderApi.sequence`. */
  async sequence(from: number, to: number, most: number): Promise<SequenceData> {
    const { capture, hops } = this.#correlation;
    const frames: FrameRow[] = [];
    let total = 0;
    let above = -1;
    for (let row = 0; row < capture.frames.length; row++) {
      const time = capture.frames.time.get(row);
      if (!(time >= from && time < to)) continue;
      if (total++ >= most) continue;
      frames.push(frameRow(capture, row, above));
      above = row;
    }
    const relays = await this.#correlation.relays();
    const asked = await Promise.all(
      frames
        .filter(({ messageKind, name }) => messageKind === "request" && name === "ExecuteProcess")
        .map(({ row }) => relays.ofExec(row)),
    );
    return { frames, total, hops: hops.map(({ outer, inner }) => ({ outer, inner })), relays: asked.flat() };
  }

  #allChanges(): Changes {
    this.#changes ??= new Changes(this.#correlation.exchanges);
    return this.#changes;
  }
}

function connectionSpan({ bridge, connection, end }: ConnectionLife): ConnectionSpan {
  return {
    bridge: bridge.number,
    connection: connection.index,
    start: connection.firstTime,
    sawStart: connection.sawStart,
    end: end?.time ?? connection.lastTime,
    ended: end === null ? null : `${end.how} from the ${end.by}`,
  };
}
