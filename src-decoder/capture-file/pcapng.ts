/**
 * pcapng (draft-ietf-opsawg-pcapng): several sections, each in its own byte order and with its own interfaces. Blocks that are not known are
 * passed over, damaged ones are reported, and reading goes on at the next that is sound.
 */
import { viewOf } from "../bytes/same-bytes.ts";
import { formatCount } from "../bytes/count-text.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import { reportDamage } from "./damage.ts";
import type { CaptureFormat, CaptureSink, UnreadableFile } from "./packet.ts";
import {
  BLOCK,
  BLOCK_FRAME_BYTES,
  LARGEST_BLOCK_BYTES,
  blockIsLittleEndian,
  blockLengthAt,
  blockName,
  findBlock,
  lengthFault,
} from "./pcapng-blocks.ts";
import { PcapngSection } from "./pcapng-section.ts";
import { SliceWindow } from "./slice-window.ts";

/**
 * How many blocks too large to hold are looked over for what follows them, when nothing does: each costs two reads, and a hostile file could
 * claim such a block every 12 bytes.
 */
const MOST_VAIN_LOOKS = 16;

export const pcapng: CaptureFormat = {
  id: "pcapng",
  label: "pcapng",
  score: (head) => (beginsWithSection(head) ? 1 : 0),
  defect,
  async read(source, sink, sliceBytes) {
    const window = new SliceWindow(source, sink, sliceBytes);
    await new PcapngReader(source, sink, window).read();
    await window.finish();
  },
};

function beginsWithSection(head: Uint8Array): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0) === BLOCK.section;
}

function defect(head: Uint8Array): UnreadableFile | null {
  if (head.length < BLOCK_FRAME_BYTES) {
    return {
      at: head.length,
      reason: `the file ends after ${head.length} bytes, inside the section header of a pcapng file`,
      advice: "Nothing was captured, or the file was cut when it was copied: copy or capture again.",
    };
  }
  if (blockIsLittleEndian(viewOf(head), 0, true) !== null) return null;
  return {
    at: 8,
    reason: "the section header of a pcapng file has no byte-order magic",
    advice: "The file is damaged: copy or capture it again.",
  };
}

class PcapngReader {
  readonly #source: ByteSource;
  readonly #sink: CaptureSink;
  readonly #window: SliceWindow;
  readonly #section: PcapngSection;
  /** Offset of the block that is read next, and how many bytes from there on are needed for that. */
  #at = 0;
  #needed = BLOCK_FRAME_BYTES;
  /** Its type, and what is wrong with it; null while nothing is known to be. */
  #type: number | null = null;
  #fault: string | null = null;
  #vainLooks = 0;

  constructor(source: ByteSource, sink: CaptureSink, window: SliceWindow) {
    this.#source = source;
    this.#sink = sink;
    this.#window = window;
    this.#section = new PcapngSection(source, sink, window);
  }

  async read(): Promise<void> {
    const window = this.#window;
    await window.cover(0, BLOCK_FRAME_BYTES);
    while (this.#at < window.size) {
      this.#readWhatIsThere();
      if (this.#at === window.size) return;
      const isWhole = this.#fault === null && this.#at + this.#needed <= window.size;
      if (isWhole && this.#needed <= LARGEST_BLOCK_BYTES + BLOCK_FRAME_BYTES) {
        await window.cover(this.#at, this.#needed);
      } else if (!(isWhole && (await this.#skipLarge())) && !(await this.#findNext())) {
        return;
      }
    }
  }

  /** Reads the blocks that are in memory whole, from `#at` on, up to the first that is not or that is damaged. */
  #readWhatIsThere(): void {
    const { view, start, end } = this.#window;
    this.#enterBlock();
    while (this.#at + BLOCK_FRAME_BYTES <= end) {
      const at = this.#at - start;
      const littleEndian = blockIsLittleEndian(view, at, this.#section.littleEndian);
      if (littleEndian === null) {
        this.#type = BLOCK.section;
        this.#fault = "it has no byte-order magic";
        return;
      }
      const type = view.getUint32(at, littleEndian);
      const length = view.getUint32(at + 4, littleEndian);
      this.#type = type;
      this.#needed = length;
      this.#fault = lengthFault(type, length);
      if (this.#fault !== null || this.#at + length > end) return;
      const repeated = view.getUint32(at + length - 4, littleEndian);
      if (repeated !== length && !this.#acceptsEnd(length, repeated, littleEndian)) return;
      this.#section.read(type, at, length, littleEndian);
      this.#at += length;
      this.#enterBlock();
    }
  }

  #enterBlock(): void {
    this.#type = null;
    this.#fault = null;
    this.#needed = BLOCK_FRAME_BYTES;
  }

  /**
   * The block at `#at` repeats another length at its end: whether the first is the true one, as what follows it tells. When that is not in
   * memory yet, `#needed` asks for it.
   */
  #acceptsEnd(length: number, repeated: number, littleEndian: boolean): boolean {
    const { view, start, end, size } = this.#window;
    const next = this.#at + length;
    const canFollow = next + BLOCK_FRAME_BYTES <= size;
    if (canFollow && next + BLOCK_FRAME_BYTES > end) {
      this.#needed = length + BLOCK_FRAME_BYTES;
      return false;
    }
    const differ = `its length is ${formatCount(length)} at its start and ${formatCount(repeated)} at its end`;
    const isFollowed = canFollow && blockLengthAt(view, next - start, littleEndian) > 0;
    if (!isFollowed && next !== size) {
      this.#fault = differ;
      return false;
    }
    this.#issue(
      "pcapng-length",
      length,
      `The ${this.#name()} at byte ${formatCount(this.#at)} is read, though ${differ}.`,
    );
    return true;
  }

  /** Passes over a block that is too large to hold but sound; false where it is not. */
  async #skipLarge(): Promise<boolean> {
    if (this.#vainLooks === MOST_VAIN_LOOKS) return false;
    const window = this.#window;
    const length = this.#needed;
    const end = this.#at + length;
    await window.cover(end - 4, 4);
    if (window.end < end || window.view.getUint32(end - 4 - window.start, this.#section.littleEndian) !== length) {
      this.#vainLooks++;
      this.#fault = `it claims ${formatCount(length)} bytes, and does not repeat that at its end`;
      return false;
    }
    const text = `The ${this.#name()} at byte ${formatCount(this.#at)} is of ${formatCount(length)} bytes; more than ${formatCount(LARGEST_BLOCK_BYTES)} are skipped.`;
    this.#issue("pcapng-large-block", length, text);
    this.#at = end;
    return true;
  }

  /** Goes on behind the block at `#at`, which is damaged or which the end of the file cuts; false where nothing follows. */
  async #findNext(): Promise<boolean> {
    const window = this.#window;
    const next = await findBlock(window, this.#at + 1, this.#section.littleEndian);
    reportDamage(this.#source, this.#sink, {
      format: "pcapng",
      unit: "block",
      name: this.#name(),
      at: this.#at,
      fault: this.#fault,
      claimed: this.#needed,
      next,
      size: window.size,
    });
    this.#at = next;
    return next !== -1;
  }

  #name(): string {
    return this.#type === null ? "block" : blockName(this.#type);
  }

  #issue(code: string, length: number, text: string): void {
    this.#sink.issues.add({ code, source: this.#source.name, at: this.#at, length, text });
  }
}
