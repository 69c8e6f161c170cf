import type { Packet } from "../../src-decoder/capture-file/packet.ts";

/** A packet object as a reader would fill it; `bytes` is the whole packet. */
export function packetOf(bytes: Uint8Array, linkType: number, overrides: Partial<Packet> = {}): Packet {
  return {
    bytes,
    start: 0,
    end: bytes.length,
    fileOffset: 0,
    seconds: 0,
    nanoseconds: 0,
    interfaceIndex: 0,
    section: 0,
    interfaceInSection: 0,
    linkType,
    originalLength: bytes.length,
    direction: 0,
    fcsLength: 0,
    ...overrides,
  };
}

/**
 * The packets of a well-formed capture file, by plain loops that trust the file: the oracle's way, not the decoder's. Classic pcap
 * of either byte order, and pcapng with Enhanced Packet Blocks and times in microseconds.
 */
export function* packetsOf(file: Uint8Array): Generator<Packet> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) === 0x0a0d0d0a) yield* packetsOfPcapng(file, view);
  else yield* packetsOfPcap(file, view);
}

function* packetsOfPcap(file: Uint8Array, view: DataView): Generator<Packet> {
  const little = file[3] === 0xa1;
  const perSecond = (little ? file[0] : file[3]) === 0x4d ? 1 : 1000;
  const linkType = view.getUint32(20, little) & 0xffff;
  for (let at = 24; at + 16 <= file.length;) {
    const captured = view.getUint32(at + 8, little);
    yield packetOf(file, linkType, {
      start: at + 16,
      end: at + 16 + captured,
      fileOffset: at + 16,
      seconds: view.getUint32(at, little),
      nanoseconds: view.getUint32(at + 4, little) * perSecond,
      originalLength: view.getUint32(at + 12, little),
    });
    at += 16 + captured;
  }
}

function* packetsOfPcapng(file: Uint8Array, view: DataView): Generator<Packet> {
  const linkTypes: number[] = [];
  let sectionFirst = 0;
  let little = true;
  for (let at = 0; at + 12 <= file.length;) {
    if (view.getUint32(at) === 0x0a0d0d0a) {
      little = view.getUint32(at + 8, true) === 0x1a2b3c4d;
      sectionFirst = linkTypes.length;
    }
    const type = view.getUint32(at, little);
    const end = at + view.getUint32(at + 4, little);
    if (type === 1) linkTypes.push(view.getUint16(at + 8, little));
    if (type === 6) {
      const interfaceIndex = sectionFirst + view.getUint32(at + 8, little);
      const captured = view.getUint32(at + 20, little);
      const micros = view.getUint32(at + 12, little) * 2 ** 32 + view.getUint32(at + 16, little);
      yield packetOf(file, linkTypes[interfaceIndex]!, {
        start: at + 28,
        end: at + 28 + captured,
        fileOffset: at + 28,
        seconds: Math.floor(micros / 1e6),
        nanoseconds: (micros % 1e6) * 1000,
        originalLength: view.getUint32(at + 24, little),
        interfaceIndex,
        direction: directionOf(view, at + 28 + captured + (-captured & 3), end - 4, little),
      });
    }
    at = end;
  }
}

/** Direction of the flags option (code 2) among the options `at .. end` of an Enhanced Packet Block. */
function directionOf(view: DataView, at: number, end: number, little: boolean): 0 | 1 | 2 {
  for (let option = at; option + 4 <= end;) {
    const length = view.getUint16(option + 2, little);
    if (view.getUint16(option, little) === 2) {
      const bits = view.getUint32(option + 4, little) & 3;
      return bits === 1 || bits === 2 ? bits : 0;
    }
    option += 4 + length + (-length & 3);
  }
  return 0;
}
