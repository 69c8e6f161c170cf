/** Plays one capture with a planted fault in memory, and asks the diagnosis about it. */
import { CaptureReader, Correlation, MemorySource, diagnose, formatId, isAtLeast } from "../../../src-decoder/index.ts";
import type { Capture, Diagnosis } from "../../../src-decoder/index.ts";
import { Packetizer } from "../../generator/packets.ts";
import { Random } from "../../generator/random.ts";
import type { Message, Step } from "../../generator/steps.ts";
import { traffic } from "../../generator/traffic.ts";
import { PcapWriter } from "../../generator/writers.ts";
import { SECOND } from "./plan.ts";
import type { Kind, Truth } from "./plan.ts";
import { keepPackets } from "./pcap-packets.ts";
import { vsockFile } from "./vsock-file.ts";

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
  const { traffic: options, seconds, truth, keeps, start } = kind.plan(new Random(seed));
  const steps: Step[] = [];
  for (const step of traffic({ seed, ...options })) {
    if (step.time > seconds * SECOND) break;
    steps.push(step);
  }
  const file = start === undefined ? tcpFile(steps, seed) : vsockFile(start, steps, seconds);
  const reader = new CaptureReader([
    new MemorySource(kind.name, keeps === undefined ? file : keepPackets(file, keeps)),
  ]);
  await reader.run();
  const { capture } = reader;
  const correlation = new Correlation(capture);
  const diagnosis = await diagnose(capture, correlation);
  const messages = steps.flatMap((step) => (step.kind === "message" ? [step] : []));
  const isWhole = keeps === undefined && start === undefined;
  return { capture, correlation, diagnosis, truth: truth(), messages, ended: endOf(steps), isWhole };
}

function tcpFile(steps: readonly Step[], seed: number): Uint8Array<ArrayBuffer> {
  const chunks: Buffer[] = [];
  const writer = new PcapWriter((chunk) => chunks.push(Buffer.from(chunk)));
  const packetizer = new Packetizer(writer, seed);
  for (const step of steps) packetizer.write(step);
  writer.finish();
  return Uint8Array.from(Buffer.concat(chunks));
}

function endOf(steps: readonly Step[]): number {
  const last = steps.findLast(({ kind, connection }) => connection <= 0 && (kind === "close" || kind === "open"));
  return last?.kind === "close" ? last.time : Number.POSITIVE_INFINITY;
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
