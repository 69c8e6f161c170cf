import type { Capture } from "../model/capture.ts";
import { Coverage } from "./coverage.ts";
import { containersOf } from "./containers.ts";
import type { Container } from "./containers.ts";
import { Exchanges } from "./exchanges.ts";
import { hopPairs } from "./hops.ts";
import type { HopPair } from "./hops.ts";
import { LostAnswers } from "./lost-answers.ts";
import { MessageIndex } from "./message-index.ts";
import { Payloads } from "./payloads.ts";
import { processDetails, processesOf } from "./processes.ts";
import type { Process, ProcessDetails } from "./processes.ts";
import { Relays } from "./relays.ts";
import { Waits } from "./state-at.ts";
import { activity, statistics } from "./statistics.ts";
import type { Activity, CaptureStatistics } from "./statistics.ts";
import { takeovers } from "./takeover.ts";
import type { Takeover } from "./takeover.ts";

/** All that is concluded from the frames of a finished capture: each part but those that all others need is made when it is first asked for, and kept. */
export class Correlation {
  readonly capture: Capture;
  readonly index: MessageIndex;
  readonly exchanges: Exchanges;
  readonly payloads: Payloads;
  #hops: readonly HopPair[] | null = null;
  #takeovers: ReadonlyMap<number, Takeover> | null = null;
  #coverage: Coverage | null = null;
  #lostAnswers: LostAnswers | null = null;
  #waits: Waits | null = null;
  #containers: Promise<readonly Container[]> | null = null;
  #processes: Promise<readonly Process[]> | null = null;
  #relays: Relays | null = null;

  constructor(capture: Capture) {
    this.capture = capture;
    this.index = new MessageIndex(capture);
    this.exchanges = new Exchanges(capture, this.index);
    this.payloads = new Payloads(capture);
  }

  /** Pairs of bridges that are the two hops of confidential Windows. */
  get hops(): readonly HopPair[] {
    this.#hops ??= hopPairs(this.capture, this.exchanges);
    return this.#hops;
  }

  /** Bridges that go on with one from before the capture, by number. */
  get takeovers(): ReadonlyMap<number, Takeover> {
    this.#takeovers ??= takeovers(this.capture, this.index);
    return this.#takeovers;
  }

  /** What the capture lacks. */
  get coverage(): Coverage {
    this.#coverage ??= new Coverage(this);
    return this.#coverage;
  }

  /** Which answers may be among what it lacks. */
  get lostAnswers(): LostAnswers {
    this.#lostAnswers ??= new LostAnswers(this);
    return this.#lostAnswers;
  }

  /** What open requests are doing at a moment. */
  get waits(): Waits {
    this.#waits ??= new Waits(this.capture, this.exchanges, this.hops, this.lostAnswers);
    return this.#waits;
  }

  containers(): Promise<readonly Container[]> {
    this.#containers ??= containersOf(
      this.capture,
      this.index,
      this.payloads,
      new Set(this.takeovers.keys()),
      this.exchanges.unanswered.map((exchange) => this.exchanges.request[exchange]!),
    );
    return this.#containers;
  }

  processes(): Promise<readonly Process[]> {
    this.#processes ??= this.containers().then((containers) => processesOf(this.capture, this.index, containers));
    return this.#processes;
  }

  processDetails(process: Process): Promise<ProcessDetails> {
    return processDetails(this.payloads, process);
  }

  relays(): Promise<Relays> {
    this.#relays ??= new Relays(this.capture, this.index, () => this.processes(), this.payloads);
    return Promise.resolve(this.#relays);
  }

  /** Statistics of all exchanges, or of those that `includes` takes (by index in `exchanges`). */
  statistics(includes?: (exchange: number) => boolean, apart?: boolean): CaptureStatistics {
    return statistics(this.capture, this.exchanges, includes, apart);
  }

  /** What went on in `buckets` equal spans of time (ns since time zero), of all frames or of those that `includes` takes. */
  activity(buckets: number, from?: number, to?: number, includes?: (row: number) => boolean): Activity {
    return activity(this.capture, this.exchanges, buckets, from, to, includes);
  }
}
