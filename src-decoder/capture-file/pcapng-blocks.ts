/**
 * The frame of pcapng (draft-ietf-opsawg-pcapng, section 3.1): every block is Type u32, Length u32, a body, and Length again, all in the byte
 * order that the section's header sets. Which header of a block can be true, and where after damage the next block begins.
 */
import { formatCount } from "../bytes/count-text.ts";
import type { SliceWindow } from "./slice-window.ts";

/** Block types; `packet` is the obsolete one, which the enhanced one replaced. */
export const BLOCK = {
  section: 0x0a0d0d0a,
  interface: 1,
  packet: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  decryptionSecrets: 10,
} as const;

interface KnownBlock {
  readonly name: string;
  /** Length of such a block when it holds nothing: no data, no options. */
  readonly leastBytes: number;
}

const KNOWN_BLOCKS: ReadonlyMap<number, KnownBlock> = new Map([
  [BLOCK.section, { name: "section header", leastBytes: 28 }],
  [BLOCK.interface, { name: "interface description", leastBytes: 20 }],
  [BLOCK.packet, { name: "packet (old form)", leastBytes: 32 }],
  [BLOCK.simplePacket, { name: "simple packet", leastBytes: 16 }],
  [BLOCK.nameResolution, { name: "name resolution", leastBytes: 12 }],
  [BLOCK.interfaceStatistics, { name: "interface statistics", leastBytes: 24 }],
  [BLOCK.enhancedPacket, { name: "enhanced packet", leastBytes: 32 }],
  [BLOCK.decryptionSecrets, { name: "decryption secrets", leastBytes: 20 }],
]);

/** Type, length, and the length again: the least that a block has. Of a section header this is what is up to and with the byte-order magic. */
export const BLOCK_FRAME_BYTES = 12;
/** A larger block is not held in memory, but skipped. */
export const LARGEST_BLOCK_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** `enhanced packet block`, `block of type 0x00000bad`. */
export function blockName(type: number): string {
  const known = KNOWN_BLOCKS.get(type);
  return known === undefined ? `block of type 0x${type.toString(16).padStart(8, "0")}` : `${known.name} block`;
}

/** Byte order of the block at `at`, which a section header tells itself; null where it is one that does not. */
export function blockIsLittleEndian(view: DataView, at: number, sectionIsLittleEndian: boolean): boolean | null {
  if (view.getUint32(at) !== BLOCK.section) return sectionIsLittleEndian;
  if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) return true;
  return view.getUint32(at + 8) === BYTE_ORDER_MAGIC ? false : null;
}

/** What is wrong with the length of a block; null where it can be. */
export function lengthFault(type: number, length: number): string | null {
  const least = KNOWN_BLOCKS.get(type)?.leastBytes ?? BLOCK_FRAME_BYTES;
  if (length < least) return `its length is ${formatCount(length)}, and at least ${least} bytes are needed`;
  if (length % 4 !== 0) return `its length is ${formatCount(length)}, which is not a multiple of 4`;
  return null;
}

/** Length of the block of a known type that may begin at `at`, where `BLOCK_FRAME_BYTES` must be in memory; 0 where none can. */
export function blockLengthAt(view: DataView, at: number, sectionIsLittleEndian: boolean): number {
  const littleEndian = blockIsLittleEndian(view, at, sectionIsLittleEndian);
  if (littleEndian === null) return 0;
  const type = view.getUint32(at, littleEndian);
  const length = view.getUint32(at + 4, littleEndian);
  return KNOWN_BLOCKS.has(type) && lengthFault(type, length) === null ? length : 0;
}

/**
 * Finds the first block at or after `offset` that is of a known type and says its length alike at both ends; -1 where there is none. Blocks
 * but section headers are looked for in the byte order of the section.
 */
export async function findBlock(window: SliceWindow, offset: number, sectionIsLittleEndian: boolean): Promise<number> {
  let from = offset;
  while (from + BLOCK_FRAME_BYTES <= window.size) {
    await window.cover(from, BLOCK_FRAME_BYTES);
    from = nextBlockHead(window, from, sectionIsLittleEndian);
    if (from + BLOCK_FRAME_BYTES > window.end) continue;
    const length = blockLengthAt(window.view, from - window.start, sectionIsLittleEndian);
    if (length <= LARGEST_BLOCK_BYTES && from + length <= window.size) {
      await window.cover(from, length);
      const at = from - window.start;
      const littleEndian = blockIsLittleEndian(window.view, at, sectionIsLittleEndian) ?? sectionIsLittleEndian;
      if (from + length <= window.end && window.view.getUint32(at + length - 4, littleEndian) === length) return from;
    }
    from++;
  }
  return -1;
}

/** First offset in memory from `offset` on where a block may begin; where there is none, the first too near to the end to tell. */
function nextBlockHead({ bytes, view, start, end }: SliceWindow, offset: number, littleEndian: boolean): number {
  let from = offset;
  for (; from + BLOCK_FRAME_BYTES <= end; from++) {
    const at = from - start;
    // The second byte of a known type is 0 in either byte order, but for the section header, where it is 0x0d.
    const second = bytes[at + 1];
    if ((second === 0 || second === 0x0d) && blockLengthAt(view, at, littleEndian) > 0) break;
  }
  return from;
}
