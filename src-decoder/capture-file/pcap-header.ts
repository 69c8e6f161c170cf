/** The 24-byte header of a classic pcap file (draft-ietf-opsawg-pcap, section 4). */
import { viewOf } from "../bytes/same-bytes.ts";
import type { UnreadableFile } from "./packet.ts";

export const PCAP_HEADER_BYTES = 24;

/** What distinguishes the variants of the format. */
interface Variant {
  /** Sub-second units of a timestamp. */
  readonly unitsPerSecond: number;
  /** Bytes of a record header: 16, and in the variant of old patched Linux kernels 8 more (interface, protocol, packet type). */
  readonly recordHeaderBytes: number;
}

/** By magic number, as it reads in the file's own byte order. */
const VARIANTS: Readonly<Record<number, Variant>> = {
  0xa1b2c3d4: { unitsPerSecond: 1e6, recordHeaderBytes: 16 },
  0xa1b23c4d: { unitsPerSecond: 1e9, recordHeaderBytes: 16 },
  0xa1b2cd34: { unitsPerSecond: 1e6, recordHeaderBytes: 24 },
};

const MAJOR_VERSION = 2;
const MINOR_VERSION = 4;

/** Bit of the link type word that says that its top four bits give the length of the frame check sequence, in units of two bytes. */
const FCS_LENGTH_PRESENT = 0x0400_0000;

/** What the header of a classic pcap file says (draft-ietf-opsawg-pcap). */
export interface PcapHeader extends Variant {
  readonly littleEndian: boolean;
  readonly snapLength: number;
  readonly linkType: number;
  readonly fcsLength: number;
}

/** Whether the bytes begin with the magic number of a variant, in either byte order. */
export function hasPcapMagic(head: Uint8Array): boolean {
  return head.length >= 4 && variantOf(viewOf(head)) !== null;
}

/** Why no record of a file with a pcap magic number can be read; null where they can. */
export function pcapDefect(head: Uint8Array): UnreadableFile | null {
  if (head.length < PCAP_HEADER_BYTES) {
    return {
      at: head.length,
      reason: `the file ends after ${head.length} of the ${PCAP_HEADER_BYTES} bytes of a pcap header`,
      advice: "Nothing was captured, or the file was cut when it was copied: copy or capture again.",
    };
  }
  const view = viewOf(head);
  const littleEndian = variantOf(view)?.littleEndian ?? false;
  const major = view.getUint16(4, littleEndian);
  const minor = view.getUint16(6, littleEndian);
  if (major === MAJOR_VERSION && minor === MINOR_VERSION) return null;
  return {
    at: 4,
    reason: `pcap version ${major}.${minor}; only ${MAJOR_VERSION}.${MINOR_VERSION} is known`,
    advice: "Convert it with the tool that wrote it, for example `editcap -F pcapng`.",
  };
}

/** Reads a header that has no `pcapDefect`; null where it is none. */
export function readPcapHeader(head: Uint8Array): PcapHeader | null {
  if (!hasPcapMagic(head) || pcapDefect(head) !== null) return null;
  const view = viewOf(head);
  const variant = variantOf(view);
  if (variant === null) return null;
  const link = view.getUint32(20, variant.littleEndian);
  return {
    ...variant,
    snapLength: view.getUint32(16, variant.littleEndian),
    linkType: link & 0xffff,
    fcsLength: (link & FCS_LENGTH_PRESENT) === 0 ? 0 : (link >>> 28) * 2,
  };
}

function variantOf(view: DataView): (Variant & { readonly littleEndian: boolean }) | null {
  for (const littleEndian of [true, false]) {
    const variant = VARIANTS[view.getUint32(0, littleEndian)];
    if (variant !== undefined) return { ...variant, littleEndian };
  }
  return null;
}
