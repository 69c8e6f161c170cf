/** Options of pcapng blocks (draft-ietf-opsawg-pcapng, section 3.5): Code u16, Length u16, value, padded to a multiple of four bytes. */

/** Codes that are read, by the block they stand in; a comment may stand in any. */
export const OPTION = {
  comment: 1,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceResolution: 9,
  interfaceFcsLength: 13,
  interfaceOffset: 14,
  packetFlags: 2,
} as const;

const END_OF_OPTIONS = 0;
const HEAD_BYTES = 4;

/** Goes over the options of a block, one by one; one object serves all blocks. */
export class OptionCursor {
  code = 0;
  /** The value is `start .. end` of the bytes that the view is over. */
  start = 0;
  end = 0;
  /** True once an option reached over the end of its block: it and what may follow are not read. */
  broken = false;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #littleEndian = true;
  #next = 0;
  #limit = 0;

  /** Sets the cursor before the first option of those in `start .. end`. */
  enter(view: DataView, start: number, end: number, littleEndian: boolean): void {
    this.#view = view;
    this.#next = start;
    this.#limit = end;
    this.#littleEndian = littleEndian;
    this.broken = false;
  }

  /** Moves on to the next option; false where there is none. */
  next(): boolean {
    const at = this.#next;
    if (at + HEAD_BYTES > this.#limit) return false;
    const code = this.#view.getUint16(at, this.#littleEndian);
    if (code === END_OF_OPTIONS) return false;
    this.code = code;
    this.start = at + HEAD_BYTES;
    this.end = this.start + this.#view.getUint16(at + 2, this.#littleEndian);
    this.broken = this.end > this.#limit;
    this.#next = this.start + padded(this.end - this.start);
    return !this.broken;
  }
}

/** A length with the bytes that fill it up to a multiple of four. */
export function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
