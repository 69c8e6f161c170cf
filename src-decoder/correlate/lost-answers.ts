/** Requests whose answer the capture may have lost: of them nobody knows whether they hang. */
import { placeFrom } from "../bytes/place-from.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import type { ConnectionLife } from "./bridge-life.ts";
import type { Correlation } from "./correlation.ts";
import { OUTCOME } from "./exchanges.ts";

/**
 * Whether a stream ends inside of a row's frame. One that a hole in the capture cuts is whole on the wire, as long as the stream goes on
 * to its end.
 */
export function isCutOff({ frames, streams }: Pick<Capture, "frames" | "streams">, row: number): boolean {
  const flags = frames.flags.get(row);
  if ((flags & FRAME.complete) !== 0) return false;
  const end = frames.streamOffset.get(row) + frames.size.get(row);
  return (flags & FRAME.cutByGap) === 0 || end > (streams[frames.stream.get(row)]?.bytes ?? 0);
}

/** Tells which answers may be among what the capture lacks. */
export class LostAnswers {
  readonly #correlation: Correlation;
  /** By connection. */
  readonly #lives: ReadonlyMap<number, ConnectionLife>;
  /** Rows of streams that have holes, ascending, by stream. */
  readonly #rows = new Map<number, readonly number[]>();

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
    this.#lives = new Map(
      correlation.exchanges.lives.flatMap(({ connections }) =>
        connections.map((life) => [life.connection.index, life] as const),
      ),
    );
  }

  /** Whether nobody knows of an exchange without an answer how it ended. What was not sent whole had none, and a wait may last as long as it will. */
  hides(exchange: number): boolean {
    const { capture, exchanges } = this.#correlation;
    const outcome = exchanges.outcome[exchange]!;
    if (outcome < OUTCOME.waiting || (outcome === OUTCOME.waiting && exchanges.isLongPoll(exchange))) return false;
    const row = exchanges.request[exchange]!;
    return !isCutOff(capture, row) && this.mayBe(row);
  }

  /**
   * Whether the answer to a request may have been lost: the guest's stream has a hole somewhere behind the moment of the request, or is not
   * there at all. Without sequence there is no telling which answer was in it.
   */
  mayBe(row: number): boolean {
    const life = this.#lifeOf(row);
    if (life === undefined) return false;
    return this.#mayBeAnywhere(life, row) || this.#hasHoleBehind(life, row);
  }

  #lifeOf(row: number): ConnectionLife | undefined {
    return this.#lives.get(this.#correlation.capture.frames.stream.get(row) >>> 1);
  }

  /** Where nothing tells at which place of the stream bytes are missing. */
  #mayBeAnywhere(life: ConnectionLife, row: number): boolean {
    const { capture, coverage } = this.#correlation;
    return (
      coverage.lacksSide(life.guestStream) ||
      coverage.leftOut(life, life.guestStream) > 0 ||
      coverage.mayLoseAfter(life, life.guestStream, capture.frames.time.get(row))
    );
  }

  /** Whether a hole of the guest's stream ends behind the last guest frame before `row`. */
  #hasHoleBehind({ guestStream }: ConnectionLife, row: number): boolean {
    const hole = this.#correlation.coverage.holes(guestStream).at(-1);
    if (hole === undefined) return false;
    const { frames } = this.#correlation.capture;
    const rows = this.#rowsOf(guestStream);
    const last = rows[placeFrom(rows, row) - 1];
    const offset = last === undefined ? 0 : frames.streamOffset.get(last) + frames.size.get(last);
    return hole.offset + hole.length > offset;
  }

  #rowsOf(stream: number): readonly number[] {
    let rows = this.#rows.get(stream);
    if (rows === undefined) {
      const { frames } = this.#correlation.capture;
      const found: number[] = [];
      for (let row = 0; row < frames.length; row++) if (frames.stream.get(row) === stream) found.push(row);
      rows = found;
      this.#rows.set(stream, rows);
    }
    return rows;
  }
}
