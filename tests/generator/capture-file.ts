/** A generated capture of a given size: traffic, packets and file in one call. */
import { Packetizer } from "./packets.ts";
import type { Step } from "./steps.ts";
import { traffic } from "./traffic.ts";
import type { TrafficOptions } from "./world.ts";
import { PcapngWriter, PcapWriter } from "./writers.ts";
import type { ByteSink, PacketWriter } from "./writers.ts";

export interface GeneratedCapture extends TrafficOptions {
  readonly format: "pcap" | "nanosecond pcap" | "pcapng";
  /** The file ends behind the step that reaches this many bytes. */
  readonly bytes: number;
  /** Told of each step before it is written. */
  readonly onStep?: (step: Step) => void;
}

export interface GeneratedTotals {
  readonly bytes: number;
  readonly packets: number;
  readonly frames: number;
}

export function generateCapture(options: GeneratedCapture, sink: ByteSink): GeneratedTotals {
  const writer = WRITERS[options.format](sink);
  const packetizer = new Packetizer(writer, options.seed);
  let frames = 0;
  for (const step of traffic(options)) {
    options.onStep?.(step);
    packetizer.write(step);
    if (step.kind === "message") frames++;
    if (writer.bytesWritten >= options.bytes) break;
  }
  writer.finish();
  return { bytes: writer.bytesWritten, packets: packetizer.packets, frames };
}

const WRITERS: Readonly<Record<GeneratedCapture["format"], (sink: ByteSink) => PacketWriter>> = {
  pcap: (sink) => new PcapWriter(sink),
  "nanosecond pcap": (sink) => new PcapWriter(sink, "nanoseconds"),
  pcapng: (sink) => new PcapngWriter(sink),
};
