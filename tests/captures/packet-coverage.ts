/**
 * Which bytes of the bridge's two streams a capture still has, found in the plainest way: no decoder, no reassembly, only the sequence
 * numbers of Ethernet, IPv4 and TCP headers, counted from those of the whole capture it was cut out of.
 */
export class Coverage {
  /** One for each byte of the stream that is there. */
  readonly #present: Uint8Array;

  constructor(present: Uint8Array) {
    this.#present = present;
  }

  hasAll(streamOffset: number, length: number): boolean {
    return !this.#present.subarray(streamOffset, streamOffset + length).includes(0);
  }
}

interface TcpPacket {
  readonly fromHost: boolean;
  readonly sequence: number;
  readonly syn: boolean;
  /** Payload bytes that the file has. */
  readonly length: number;
}

/** Reads a little-endian pcap of Ethernet, IPv4 and TCP, and keeps the packets to and from a port. */
function* packetsOf(pcap: Uint8Array, hostPort: number): Generator<TcpPacket> {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.byteLength);
  for (let at = 24; at + 16 <= pcap.length;) {
    const captured = view.getUint32(at + 8, true);
    const ip = at + 16 + 14;
    const tcp = ip + (view.getUint8(ip) & 15) * 4;
    const source = view.getUint16(tcp);
    const destination = view.getUint16(tcp + 2);
    if (source === hostPort || destination === hostPort) {
      const payload = tcp + (view.getUint8(tcp + 12) >> 4) * 4;
      const end = Math.min(ip + view.getUint16(ip + 2), at + 16 + captured);
      yield {
        fromHost: source === hostPort,
        sequence: view.getUint32(tcp + 4),
        syn: (view.getUint8(tcp + 13) & 2) !== 0,
        length: Math.max(0, end - payload),
      };
    }
    at += 16 + captured;
  }
}

/** `whole` is the capture that `pcap` was cut out of; it has the SYNs, which say where the streams begin. */
export function coverageOf(pcap: Uint8Array, whole: Uint8Array, hostPort: number): Record<"h2g" | "g2h", Coverage> {
  const first = { h2g: 0, g2h: 0 };
  for (const packet of packetsOf(whole, hostPort)) {
    if (packet.syn) first[packet.fromHost ? "h2g" : "g2h"] = packet.sequence + 1;
  }
  const present = { h2g: new Uint8Array(1 << 22), g2h: new Uint8Array(1 << 22) };
  for (const packet of packetsOf(pcap, hostPort)) {
    const direction = packet.fromHost ? "h2g" : "g2h";
    const offset = (packet.sequence - first[direction]) >>> 0;
    present[direction].fill(1, offset, offset + packet.length);
  }
  return { h2g: new Coverage(present.h2g), g2h: new Coverage(present.g2h) };
}
