/** Real captures written as pcapng with comments, as a person who saved them from Wireshark would have. */
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { concat, record } from "../capture-file/recorder.ts";
import { END, PcapngWriter, textOption } from "../capture-file/write-pcapng.ts";
import { readBytes } from "./load.ts";

const COMMENT = 1;
const RESOLUTION = 9;
const NANOSECOND_DIGITS = 9;
const NANOSECONDS = 1_000_000_000n;

/** A pcap of this folder as pcapng, with comments on packets, counted from 0, and maybe one on the section. */
export async function commentedCapture(
  path: string,
  comments: ReadonlyMap<number, readonly string[]>,
  ofSection?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { packets, interfaces } = await record(pcap, readBytes(path));
  const writer = new PcapngWriter();
  const blocks = packets.map(({ data, seconds, nanoseconds, originalLength }, number) => {
    const ticks = BigInt(seconds) * NANOSECONDS + BigInt(nanoseconds);
    const said = (comments.get(number) ?? []).map((text) => textOption(COMMENT, text));
    return writer.enhancedPacket({
      high: Number(ticks >> 32n),
      low: Number(ticks & 0xffff_ffffn),
      data: Buffer.from(data, "hex"),
      original: originalLength,
      options: said.length === 0 ? [] : [...said, END],
    });
  });
  return concat([
    writer.section(ofSection === undefined ? [] : [textOption(COMMENT, ofSection), END]),
    writer.interface(interfaces[0]?.linkType ?? 1, [[RESOLUTION, Uint8Array.of(NANOSECOND_DIGITS)], END]),
    ...blocks,
  ]);
}
