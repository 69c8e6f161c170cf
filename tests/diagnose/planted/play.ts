/** Plays one capture with a planted fault in memory, and asks the diagnosis about it. */
import { CaptureReader, Correlation, MemorySource, diagnose, formatId, isAtLeast } from "../../../src-decoder/index.ts";
import type { Capture, Diagnosis } from "../../../src-decoder/index.ts";
import { Packetizer } from "../../generator/packets.ts";
import { Random } from "../../generator/random.ts";
import type { Message } from "../../generator/steps.ts";
import { traffic } from "../../generator/traffic.ts";
import { PcapWriter } from "../../generator/writers.ts";
import { SECOND } from "./plan.ts";
import type { Kind, Truth } from "./plan.ts";
import { keepPackets } from "./pcap-packets.ts";

export interface Played {
  readonly capture: Capture;
  readonly correlation: Correlation;
  readonly diagnosis: Diagnosis;
  readonly truth: Truth;
  /** All that went over the bridge, whether the capture has it or not. */
  readonly messages: readonly Message[];
  /** When the bridge ended for good, ns; infinite while it lives. */
  readonly ended: number;
  readonly isWhole: boolean;
}

export async function play(kind: Kind, seed: number): Promise<Played> {
  const { traffic: options, seconds, truth, keeps } = kind.plan(new Random(seed));
  const chunks: Buffer[] = [];
  const writer = new PcapWriter((chunk) => chunks.push(Buffer.from(chunk)));
  const packetizer = new Packetizer(writer, seed);
  const messages: Message[] = [];
  let ended = Number.POSITIVE_INFINITY;
  for (const step of traffic({ seed, ...options })) {
    if (step.time > seconds * SECOND) break;
    packetizer.write(step);
    if (step.kind === "message") messages.push(step);
    if (step.kind === "close" && step.connection <= 0) ended = step.time;
    if (step.kind === "open" && step.connection <= 0) ended = Number.POSITIVE_INFINITY;
  }
  writer.finish();
  const file = Buffer.concat(chunks);
  const reader = new CaptureReader([
    new MemorySource(kind.name, keeps === undefined ? file : keepPackets(file, keeps)),
  ]);
  await reader.run();
  const { capture } = reader;
  const correlation = new Correlation(capture);
  const diagnosis = await diagnose(capture, correlation);
  return { capture, correlation, diagnosis, truth: truth(), messages, ended, isWhole: keeps === undefined };
}

/** What is wrong with a verdict; null where it is the truth. */
export function mistake({ capture, diagnosis: { verdict, findings }, truth }: Played): string | null {
  const cause = findings.find(({ follows, severity }) => follows === null && isAtLeast(severity, "warning"));
  const said = `${cause === undefined ? verdict.kind : `${cause.rule} ${verdict.severity}`}: ${verdict.text}`;
  if (truth.verdict !== "fault") {
    if (cause !== undefined) return said;
    return truth.verdict === "cannot-tell" && verdict.kind !== "cannot-tell" ? said : null;
  }
  if (cause === undefined || !truth.rules.includes(cause.rule) || !truth.severities.includes(verdict.severity))
    return said;
  const [row] = verdict.rows;
  const { idLow, idHigh } = capture.frames;
  const named = row === undefined ? null : Number(formatId(idLow.get(row), idHigh.get(row)));
  return truth.culprit === null || named === truth.culprit ? null : `names ${named} for ${truth.culprit}: ${said}`;
}
