/** What is concluded from the frames of one capture: each part is made when it is first asked for, and not before all is read. */
import { Correlation, type Capture } from "../../src-decoder/index.ts";
import { DiagnosisSource } from "./diagnosis.ts";
import { FollowSource } from "./follow.ts";
import { TimelineSource } from "./timeline.ts";

export class Conclusions {
  readonly #capture: Capture;
  #correlation: Correlation | null = null;
  #timeline: TimelineSource | null = null;
  #diagnosis: DiagnosisSource | null = null;
  #follow: FollowSource | null = null;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** The diagnosis, where it was asked for. */
  get begun(): DiagnosisSource | null {
    return this.#diagnosis;
  }

  /** Null until the capture is read, as are the others. */
  diagnosis(): DiagnosisSource | null {
    const correlation = this.#correlated();
    return correlation && (this.#diagnosis ??= new DiagnosisSource(correlation));
  }

  times(): TimelineSource | null {
    const correlation = this.#correlated();
    return correlation && (this.#timeline ??= new TimelineSource(correlation));
  }

  follow(): FollowSource | null {
    const correlation = this.#correlated();
    return correlation && (this.#follow ??= new FollowSource(correlation));
  }

  #correlated(): Correlation | null {
    if (!this.#capture.finished) return null;
    this.#correlation ??= new Correlation(this.#capture);
    return this.#correlation;
  }
}
