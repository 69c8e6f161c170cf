/**
 * Planted faults: a model of host and guest plays random schedules, one thing goes wrong in each, and the verdict must be that thing. All of
 * it is in memory and seeded. `PLANTED_RUNS=10000 npx vitest run --project unit tests/diagnose/planted.test.ts` plays the whole proof.
 */
import { describe, expect, it } from "vitest";
import { formatId } from "../../src-decoder/index.ts";
import { Random } from "../generator/random.ts";
import { ANSWER_KINDS } from "./planted/kinds-answers.ts";
import { BOOT_KINDS } from "./planted/kinds-boot.ts";
import { LIFE_KINDS } from "./planted/kinds-lives.ts";
import { SIDECAR_KINDS } from "./planted/kinds-sidecar.ts";
import { mistake, play } from "./planted/play.ts";
import type { Played } from "./planted/play.ts";

const KINDS = [...ANSWER_KINDS, ...LIFE_KINDS, ...SIDECAR_KINDS, ...BOOT_KINDS];
/** Captures of each kind. */
const RUNS = Math.ceil(Number(process.env.PLANTED_RUNS ?? 360) / KINDS.length);
/** Of a hundred verdicts. */
const LEAST_RIGHT = 99;
const MINUTE = 60_000;
/** Moments this close to a message are left out: the capture's clock has microseconds, and packets take a few of them. */
const CLEAR = 500_000;

/** Ids of requests without an answer at a moment, by a plain look at what was sent. */
function openAt({ messages, ended }: Played, time: number): string[] {
  const open = new Set<number>();
  for (const message of messages) {
    if (message.time > time) break;
    if (message.type >>> 28 === 1 && message.sender === "host") open.add(message.id);
    if (message.type >>> 28 === 2) open.delete(message.id);
  }
  return ended <= time ? [] : [...open].map(String).toSorted();
}

function shownOpenAt({ capture: { frames }, correlation: { exchanges } }: Played, time: number): string[] {
  return exchanges
    .outstandingAt(time)
    .map((exchange) => exchanges.request[exchange]!)
    .map((row) => formatId(frames.idLow.get(row), frames.idHigh.get(row)))
    .toSorted();
}

describe.each(KINDS)("$name", (kind) => {
  it(
    `is the verdict in ${RUNS} captures`,
    async () => {
      const place = KINDS.indexOf(kind);
      const mistakes: string[] = [];
      for (let run = 0; run < RUNS; run++) {
        const seed = 1 + run * KINDS.length + place;
        const said = mistake(await play(kind, seed));
        if (said !== null) mistakes.push(`seed ${seed}: ${said}`);
      }
      const rate = `${RUNS - mistakes.length} of ${RUNS} right`;
      const tooMany = 100 * mistakes.length > (100 - LEAST_RIGHT) * RUNS;
      expect({ rate, mistakes: tooMany ? mistakes : [] }).toEqual({ rate, mistakes: [] });
    },
    10 * MINUTE,
  );
});

describe("what was outstanding at a moment", () => {
  it("is what a plain look at the messages says", async () => {
    for (const kind of LIFE_KINDS) {
      const seed = 7000 + KINDS.indexOf(kind);
      const played = await play(kind, seed);
      // What a capture lacks of the messages it cannot show.
      if (!played.isWhole) continue;
      const random = new Random(seed);
      const times = played.messages.map(({ time }) => time);
      for (let look = 0; look < 40; look++) {
        const time = random.fraction() * times.at(-1)!;
        if ([...times, played.ended].some((other) => Math.abs(other - time) < CLEAR)) continue;
        expect(shownOpenAt(played, time), `${kind.name} at ${time}`).toEqual(openAt(played, time));
      }
    }
  });
});
