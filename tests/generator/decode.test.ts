import { describe, expect, it } from "vitest";
import { MemorySource } from "../../src-decoder/index.ts";
import { framesByConnection, payloadHash, readCapture, unaccounted, unansweredIds } from "../captures/observe.ts";
import { generateCapture } from "./capture-file.ts";
import type { GeneratedCapture } from "./capture-file.ts";
import type { Message } from "./steps.ts";

interface Generated {
  readonly source: MemorySource;
  readonly sent: readonly Message[];
}

function generate(options: Omit<GeneratedCapture, "onStep">): Generated {
  const chunks: Buffer[] = [];
  const sent: Message[] = [];
  const onStep: GeneratedCapture["onStep"] = (step) => void (step.kind === "message" && sent.push(step));
  generateCapture({ ...options, onStep }, (bytes) => chunks.push(Buffer.from(bytes)));
  return { source: new MemorySource(options.format, Buffer.concat(chunks)), sent };
}

/** A message as `framesByConnection` shows it. */
function line({ type, id, payload }: Message): string {
  const result = type >>> 28 === 2 ? (/^\{"Result":(-?\d+)/.exec(payload)?.[1] ?? "-") : "-";
  const hexType = `0x${type.toString(16).padStart(8, "0")}`;
  return `${hexType} ${id} ${16 + payload.length} ${payloadHash(Buffer.from(payload, "latin1"))} ${result}`;
}

const FORMATS = ["pcap", "nanosecond pcap", "pcapng"] as const;

describe.each(FORMATS.flatMap((format) => [11, 12, 13].map((seed) => ({ format, seed }))))(
  "generated $format, seed $seed",
  ({ format, seed }) => {
    const options = { format, seed, bytes: 500_000, workers: seed * 2, sequential: seed === 13 };

    it("decodes to the messages that were sent, and accounts for every byte", async () => {
      const { source, sent } = generate(options);
      const capture = await readCapture([source]);
      const [bridge, ...others] = await framesByConnection(capture);
      expect(others).toEqual([]);
      expect(bridge?.h2g).toEqual({ whole: sent.filter((m) => m.sender === "host").map(line), broken: [] });
      expect(bridge?.g2h).toEqual({ whole: sent.filter((m) => m.sender === "guest").map(line), broken: [] });
      expect(unaccounted(capture)).toEqual([]);
    });

    it("shows as unanswered what the guest had not yet answered", async () => {
      const kept = 40 + seed;
      const { source, sent } = generate({ ...options, meddle: (answer) => (answer.id === kept ? null : answer) });
      const answered = new Set(sent.filter((m) => m.type >>> 28 === 2).map((m) => m.id));
      const open = sent.filter((m) => m.type >>> 28 === 1 && !answered.has(m.id)).map((m) => String(m.id));
      expect(open).toContain(String(kept));
      expect(unansweredIds(await readCapture([source])).toSorted()).toEqual(open.toSorted());
    });
  },
);
