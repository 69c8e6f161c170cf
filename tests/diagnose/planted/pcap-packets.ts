/** Takes packets out of a classic little-endian pcap of Ethernet and IPv4, as a capture that lacks them would be. */

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;

export interface PcapPacket {
  /** From 0. */
  readonly index: number;
  /** Since the first packet; of a file with microseconds. */
  readonly milliseconds: number;
  /** Bytes, headers included. */
  readonly length: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export function keepPackets(pcap: Uint8Array, keeps: (packet: PcapPacket) => boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.length);
  const kept = [pcap.slice(0, FILE_HEADER)];
  let index = 0;
  let start = Number.NaN;
  for (let at = FILE_HEADER; at + RECORD_HEADER <= pcap.length;) {
    const data = at + RECORD_HEADER;
    const next = data + view.getUint32(at + 8, true);
    const tcp = data + ETHERNET + (pcap[data + ETHERNET]! & 15) * 4;
    const time = view.getUint32(at, true) * 1e3 + view.getUint32(at + 4, true) / 1e3;
    if (index === 0) start = time;
    const packet = {
      index: index++,
      milliseconds: time - start,
      length: view.getUint32(at + 8, true),
      sourcePort: view.getUint16(tcp),
      destinationPort: view.getUint16(tcp + 2),
    };
    if (keeps(packet)) kept.push(pcap.slice(at, next));
    at = next;
  }
  return Uint8Array.from(Buffer.concat(kept));
}
