import { formatCount } from "../bytes/count-text.ts";
import type { IssueList } from "../bytes/issues.ts";
import type { Packet } from "../capture-file/packet.ts";

const NANOSECONDS = 1_000_000_000;
const SECONDS_A_DAY = 86_400;
const SECONDS_A_YEAR = 31_556_952;
/** Whole nanoseconds are doubles up to here: 104 days. */
const EXACT_TIME = 2 ** 53;
/** No writer of captures puts a packet so long behind later ones, ns: a clock was set, or files were put one behind the other. */
const SET_BACK = 1e9;
/** Columns of times hold no more: 146 years, ns. */
const FARTHEST_TIME = 2 ** 62;

/** What a capture knows of its time: it is brought up to date with each packet. */
interface CaptureTimes {
  startNs: bigint | null;
  lastTime: number;
  readonly issues: IssueList;
}

/**
 * Times of packets as nanoseconds since the first one: exact up to 104 days away, to a microsecond for a century. What is farther away than
 * that has no time.
 */
export class PacketClock {
  readonly #times: CaptureTimes;
  readonly #sourceNames: readonly string[];
  #startSeconds = Number.NaN;
  #startNanoseconds = 0;
  #wasSetBack = false;

  /** `sourceNames[file]` is what issues call a source; it may still grow. */
  constructor(times: CaptureTimes, sourceNames: readonly string[]) {
    this.#times = times;
    this.#sourceNames = sourceNames;
  }

  /** The time of a packet, NaN where it has none; `number` counts from 0 over all sources. */
  timeOf(packet: Packet, file: number, number: number): number {
    const { seconds, nanoseconds } = packet;
    if (Number.isNaN(seconds)) return Number.NaN;
    const times = this.#times;
    if (Number.isNaN(this.#startSeconds)) {
      this.#startSeconds = seconds;
      this.#startNanoseconds = nanoseconds;
      times.startNs = BigInt(seconds) * BigInt(NANOSECONDS) + BigInt(nanoseconds);
    }
    const time = (seconds - this.#startSeconds) * NANOSECONDS + (nanoseconds - this.#startNanoseconds);
    if (Math.abs(time - times.lastTime) > EXACT_TIME) {
      if (Math.abs(time) > FARTHEST_TIME) return this.#tooFar(packet, file, number);
      this.#jumped(packet, file, number, time - times.lastTime);
      this.#wasSetBack = true;
    }
    if (time > times.lastTime) times.lastTime = time;
    else if (time < times.lastTime - SET_BACK && !this.#wasSetBack)
      this.#setBack(packet, file, number, times.lastTime - time);
    return time;
  }

  /** Times that far apart are hardly those of one capture, whichever way they jump. */
  #jumped(packet: Packet, file: number, number: number, distance: number): void {
    const days = Math.round(distance / NANOSECONDS / SECONDS_A_DAY);
    const way = days > 0 ? "after the latest before it" : "before the latest";
    const text = `is ${Math.abs(days)} days ${way}, as where a clock was set; differences to such times are exact to a microsecond`;
    this.#issue("packet-time-jump", packet, file, number, text);
  }

  /** Told once: all that follows is as far back. */
  #setBack(packet: Packet, file: number, number: number, distance: number): void {
    this.#wasSetBack = true;
    const text = `is ${threeDigits(distance / NANOSECONDS)} s before the latest before it, as where a clock was set or files were put one behind the other; how long anything took may be wrong by as much. Later ones are not listed`;
    this.#issue("packet-time-back", packet, file, number, text);
  }

  #tooFar(packet: Packet, file: number, number: number): number {
    const years = Math.round(Math.abs(packet.seconds - this.#startSeconds) / SECONDS_A_YEAR);
    const text = `is ${years} years from the first packet; its time is left out`;
    this.#issue("packet-time-implausible", packet, file, number, text);
    return Number.NaN;
  }

  #issue(code: string, { fileOffset, start, end }: Packet, file: number, number: number, text: string): void {
    this.#times.issues.add({
      code,
      source: this.#sourceNames[file] ?? "",
      at: fileOffset,
      length: end - start,
      text: `Packet ${number + 1} ${text}.`,
    });
  }
}

function threeDigits(seconds: number): string {
  return seconds < 100 ? String(Number(seconds.toPrecision(3))) : formatCount(seconds);
}
