/** What conclusions cost: decodes a capture, diagnoses it, and asks what was outstanding at moments all over it. */
import { openRegularFile } from "../../cli/file-source.ts";
import { CaptureReader, Correlation, diagnose } from "../../src-decoder/index.ts";

const MOMENTS = 200;

export interface DiagnosisCost {
  /** CPU time of the whole process in ms: on a busy machine the clock tells of others too. */
  readonly decoding: number;
  readonly diagnosing: number;
  readonly exchanges: number;
  /** Of the questions for a moment, the 95th percentile, ms by the clock; the first of them builds the index and is left out. */
  readonly outstanding: number;
}

export async function measureDiagnosis(path: string): Promise<DiagnosisCost> {
  const source = openRegularFile(path);
  if (source === null) throw new Error(`${path} is no file`);
  const start = cpuTime();
  const reader = new CaptureReader([source]);
  await reader.run();
  const decoded = cpuTime();
  const { capture } = reader;
  const correlation = new Correlation(capture);
  await diagnose(capture, correlation);
  const diagnosed = cpuTime();
  source.close();
  const { waits, exchanges } = correlation;
  waits.at(0);
  const times = Array.from({ length: MOMENTS }, (_, moment) => {
    const asked = performance.now();
    waits.at((capture.lastTime * (moment + 1)) / MOMENTS);
    return performance.now() - asked;
  }).toSorted((a, b) => a - b);
  return {
    decoding: decoded - start,
    diagnosing: diagnosed - decoded,
    exchanges: exchanges.request.length,
    outstanding: times[Math.floor(MOMENTS * 0.95)] ?? 0,
  };
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
