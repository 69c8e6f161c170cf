/**
 * Splits one stream into frames: a 16-byte little-endian header (Type u32, Size u32 with the header, ID u64), then Size - 16
 * bytes of JSON (hcsshim internal/gcs/bridge.go, internal/gcs/prot/protocol.go). Pieces may be cut anywhere. After a hole or
 * nonsense it seeks the next header that is surely one.
 */
import { OPEN_OBJECT } from "../bytes/json-bytes.ts";
import { MAX_FRAME_BYTES } from "../bytes/bridge-header.ts";
import { HEADER_BYTES, isBridgeType } from "./header.ts";
import { SIGNATURE_BYTES, isHeader, startsHeader, u32 } from "./header-signs.ts";
import type { FrameEnd, FrameSink, UnframedReason } from "./frame-sink.ts";
import type { PayloadScanner } from "./payload-scan.ts";

/** Told of a frame of this type on a connection whose bytes did not yet tell which end is the host. */
export type Discovered = (stream: number, type: number) => void;

/** How far into a stream of unknown nature every offset is tried; behind it only the first bytes of each packet are. */
const UNKNOWN_SCAN_BYTES = 64 * 1024;
/** A scratch buffer above this size is given back after use. */
const KEPT_SCRATCH_BYTES = 1024 * 1024;

const SEEKING = 0;
const IN_HEADER = 1;
/** The header is whole but of no known category: its payload's first byte decides. */
const PEEKING = 2;
const IN_PAYLOAD = 3;
type Mode = typeof SEEKING | typeof IN_HEADER | typeof PEEKING | typeof IN_PAYLOAD;

const NOTHING = new Uint8Array(0);

/** One class, and so one long file: a frame may be cut anywhere, and each step goes on where the one before ended. */
export class Framer {
  readonly #stream: number;
  readonly #sink: FrameSink;
  readonly #scanner: PayloadScanner;
  readonly #discovered: Discovered;
  /** The link numbers its bytes, so that the capture itself tells what is missing. */
  readonly #isNumbered: boolean;
  #mode: Mode = SEEKING;
  /** True once the connection is known to be a bridge: then every offset is tried while seeking. */
  #known = false;
  /** Which kinds this direction may send; while seeking, others are no header. Null until a frame of the connection has told. */
  #fromHost: boolean | null = null;
  #unframedStart = 0;
  #unframedReason: UnframedReason = "before the first frame";

  /** Bytes of a header, or while seeking the last bytes of the piece before. */
  readonly #head = new Uint8Array(2 * SIGNATURE_BYTES);
  #headLength = 0;
  #headOffset = 0;
  #headTime = 0;
  /** While seeking: when each byte of `#head` came, as they may be of several packets. */
  readonly #headTimes = new Float64Array(2 * SIGNATURE_BYTES);

  #row = 0;
  #type = 0;
  #remaining = 0;
  #received = 0;
  #lastTime = 0;
  #lost = false;
  #scratch: Uint8Array<ArrayBuffer> = NOTHING;
  #buffered = 0;

  constructor(stream: number, sink: FrameSink, scanner: PayloadScanner, discovered: Discovered, isNumbered: boolean) {
    this.#isNumbered = isNumbered;
    this.#stream = stream;
    this.#sink = sink;
    this.#scanner = scanner;
    this.#discovered = discovered;
  }

  /**
   * The connection is a bridge. `fromHost` tells whether this stream is the host's, null where that is for the first frame to tell; `atFrame`
   * that its first byte, none of which has been fed yet, is the first of a frame.
   */
  know(fromHost: boolean | null, atFrame: boolean): void {
    this.#known = true;
    this.#fromHost = fromHost;
    if (atFrame && this.#mode === SEEKING) this.#mode = IN_HEADER;
  }

  /**
   * Reads on; returns where it stopped, which is `end`, or on a link that does not number its bytes the place of a header within the payload of a
   * frame: no JSON text can hold one, so `missing` bytes lack before it, of which `gap` is to be told.
   */
  feed(streamOffset: number, bytes: Uint8Array, start: number, end: number, time: number): number {
    let at = start;
    while (at < end) {
      const offset = streamOffset + (at - start);
      switch (this.#mode) {
        case SEEKING:
          at = this.#seek(offset, bytes, at, end, time);
          break;
        case IN_HEADER:
          at = this.#header(offset, bytes, at, end, time);
          break;
        case PEEKING:
          if (bytes[at] === OPEN_OBJECT) this.#begin(this.#head, 0);
          else this.#refuse("no header found");
          break;
        case IN_PAYLOAD: {
          const found = this.#isNumbered ? -1 : this.#headerWithin(bytes, at, end, at === start);
          if (found === at) return at;
          at = this.#payload(bytes, at, found < 0 ? end : found, time);
          break;
        }
      }
    }
    return end;
  }

  /** Bytes that are still to come of the frame at hand. */
  get missing(): number {
    return this.#remaining;
  }

  /** The first header within the rest of the payload at hand; -1 where there is none. `isPiece`: a packet begins with the first byte. */
  #headerWithin(bytes: Uint8Array, at: number, end: number, isPiece: boolean): number {
    // A header may be a packet of its own.
    if (isPiece && end - at === HEADER_BYTES && bytes[at]! <= 1 && startsHeader(bytes, at, this.#fromHost)) return at;
    const last = Math.min(at + this.#remaining - 1, end - SIGNATURE_BYTES);
    for (let i = at; i <= last; i++) if (bytes[i]! <= 1 && isHeader(bytes, i, end, this.#fromHost)) return i;
    return -1;
  }

  /** `length` bytes at `streamOffset` are not in the capture. */
  gap(streamOffset: number, length: number): void {
    if (this.#mode === SEEKING && this.#headLength >= HEADER_BYTES) this.#takeCutHeader(length);
    if (this.#mode === IN_PAYLOAD) {
      this.#lost = true;
      if (length <= this.#remaining) {
        // The hole's length is known, so the frame's end is too: framing goes on without a search.
        this.#remaining -= length;
        if (this.#remaining === 0) this.#finish("cut-by-gap");
        return;
      }
      this.#finish("cut-by-gap");
    }
    this.#flushUnframed(streamOffset);
    this.#mode = SEEKING;
    this.#unframedStart = streamOffset + length;
    if (this.#unframedReason !== "before the first frame") this.#unframedReason = "resynchronising after a gap";
  }

  /**
   * Takes what a hole follows for a header though the payload's first bytes are lost, as where a snap length cuts each packet right behind
   * it: on a known bridge, or where the hole is as long as what the header announces.
   */
  #takeCutHeader(holeLength: number): void {
    for (let at = 0; at + HEADER_BYTES <= this.#headLength; at++) {
      if (!startsHeader(this.#head, at, this.#fromHost)) continue;
      const inHead = this.#headLength - at;
      const payloadHole = u32(this.#head, at + 4) - inHead;
      if (inHead > HEADER_BYTES && this.#head[at + HEADER_BYTES] !== OPEN_OBJECT) continue;
      if (payloadHole < 0 || !(this.#known || payloadHole === holeLength)) continue;
      this.#feedCarried(at, this.#headLength);
      return;
    }
  }

  /** No more bytes come; `streamOffset` is the stream's length. */
  end(streamOffset: number): void {
    // A sender that hangs between its two writes leaves a header, and nothing behind it.
    if (this.#known && this.#mode === SEEKING && this.#headLength >= HEADER_BYTES) this.#takeCutHeader(0);
    if (this.#mode === IN_PAYLOAD) this.#finish(this.#lost ? "cut-by-gap" : "cut-by-end");
    else this.#flushUnframed(streamOffset);
    this.#mode = SEEKING;
    this.#unframedStart = streamOffset;
  }

  /** Reports what no frame claimed before `streamOffset`. */
  #flushUnframed(streamOffset: number): void {
    if (this.#mode === SEEKING) {
      this.#report(this.#unframedStart, streamOffset, this.#known ? this.#unframedReason : "not a bridge");
    } else {
      this.#report(this.#headOffset, this.#headOffset + this.#headLength, "header cut off");
      this.#unframedReason = "resynchronising after a gap";
    }
    this.#headLength = 0;
  }

  #report(from: number, to: number, reason: UnframedReason): void {
    if (to > from) this.#sink.unframed(this.#stream, from, to - from, reason);
  }

  #header(offset: number, bytes: Uint8Array, at: number, end: number, time: number): number {
    if (this.#headLength === 0) {
      this.#headOffset = offset;
      this.#headTime = time;
      if (end - at >= HEADER_BYTES) {
        const other = this.#isNumbered ? 0 : headerInside(bytes, at, end, this.#fromHost);
        if (other > 0) {
          this.#report(offset, offset + other, "header cut off");
          return at + other;
        }
        this.#judge(bytes, at);
        return at + HEADER_BYTES;
      }
    }
    const taken = Math.min(HEADER_BYTES - this.#headLength, end - at);
    copyBytes(bytes, at, this.#head, this.#headLength, taken);
    this.#headLength += taken;
    if (this.#headLength === HEADER_BYTES) this.#judge(this.#head, 0);
    return at + taken;
  }

  /** A whole header at `bytes[at]`, in step with the frames before it. */
  #judge(bytes: Uint8Array, at: number): void {
    const size = u32(bytes, at + 4);
    const sane = size >= HEADER_BYTES && size <= MAX_FRAME_BYTES;
    if (sane && isBridgeType(u32(bytes, at))) {
      this.#begin(bytes, at);
      return;
    }
    if (bytes !== this.#head) copyBytes(bytes, at, this.#head, 0, HEADER_BYTES);
    this.#headLength = HEADER_BYTES;
    if (sane && size > HEADER_BYTES) this.#mode = PEEKING;
    else if (sane) this.#refuse("no header found");
    else this.#refuse(size < HEADER_BYTES ? "size under 16" : "size beyond what can be");
  }

  #begin(bytes: Uint8Array, at: number): void {
    const size = u32(bytes, at + 4);
    this.#type = u32(bytes, at);
    if (this.#fromHost === null && isBridgeType(this.#type)) this.#discovered(this.#stream, this.#type);
    this.#row = this.#sink.beginFrame(
      this.#stream,
      this.#headOffset,
      this.#type,
      size,
      u32(bytes, at + 8),
      u32(bytes, at + 12),
      this.#headTime,
    );
    this.#headLength = 0;
    this.#remaining = size - HEADER_BYTES;
    this.#received = HEADER_BYTES;
    this.#lastTime = this.#headTime;
    this.#buffered = 0;
    this.#lost = false;
    this.#unframedReason = "no header found";
    this.#mode = IN_PAYLOAD;
    if (this.#remaining === 0) this.#finish("complete");
  }

  /** The 16 bytes in `#head` are no header: the search starts at the byte behind the first of them. */
  #refuse(reason: UnframedReason): void {
    this.#mode = SEEKING;
    this.#unframedStart = this.#headOffset;
    this.#unframedReason = reason;
    this.#head.copyWithin(0, 1, HEADER_BYTES);
    this.#headTimes.fill(this.#headTime, 0, HEADER_BYTES);
    this.#headOffset += 1;
    this.#headLength = HEADER_BYTES - 1;
  }

  #payload(bytes: Uint8Array, at: number, end: number, time: number): number {
    const taken = Math.min(this.#remaining, end - at);
    this.#remaining -= taken;
    this.#received += taken;
    this.#lastTime = time;
    if (this.#remaining === 0 && this.#buffered === 0 && !this.#lost) {
      this.#mode = IN_HEADER;
      const facts = this.#scanner.scan(bytes, at, at + taken, this.#type);
      this.#sink.endFrame(this.#row, facts, "complete", this.#received, time - this.#headTime, bytes, at, at + taken);
      return at + taken;
    }
    if (!this.#lost) this.#buffer(bytes, at, taken);
    if (this.#remaining === 0) this.#finish(this.#lost ? "cut-by-gap" : "complete");
    return at + taken;
  }

  /** Keeps payload bytes until the frame is whole; the buffer grows with the bytes that came, not with the Size announced. */
  #buffer(bytes: Uint8Array, at: number, length: number): void {
    const needed = this.#buffered + length;
    if (needed > this.#scratch.length) {
      const larger = new Uint8Array(Math.max(needed, Math.min(this.#scratch.length * 2, MAX_FRAME_BYTES), 1024));
      larger.set(this.#scratch.subarray(0, this.#buffered));
      this.#scratch = larger;
    }
    copyBytes(bytes, at, this.#scratch, this.#buffered, length);
    this.#buffered = needed;
  }

  #finish(end: FrameEnd): void {
    this.#mode = IN_HEADER;
    const facts = this.#scanner.scan(this.#scratch, 0, this.#buffered, this.#type);
    const duration = this.#lastTime - this.#headTime;
    this.#sink.endFrame(this.#row, facts, end, this.#received, duration, this.#scratch, 0, this.#buffered);
    this.#buffered = 0;
    if (this.#scratch.length > KEPT_SCRATCH_BYTES) this.#scratch = NOTHING;
  }

  /** Looks for a header from `bytes[at]` on; returns where to go on reading. */
  #seek(offset: number, bytes: Uint8Array, at: number, end: number, time: number): number {
    if (this.#headLength > 0) {
      const kept = this.#headLength;
      const added = Math.min(SIGNATURE_BYTES - 1, end - at);
      copyBytes(bytes, at, this.#head, kept, added);
      this.#headTimes.fill(time, kept, kept + added);
      const last = Math.min(kept, kept + added - SIGNATURE_BYTES + 1);
      for (let i = 0; i < last; i++) {
        if (!isHeader(this.#head, i, kept + added, this.#fromHost)) continue;
        this.#feedCarried(i, kept);
        return at;
      }
      if (kept + added < kept + SIGNATURE_BYTES - 1) {
        // The piece was too short to decide on every byte carried: carry what is undecided, and all of the piece.
        const from = Math.max(last, 0);
        this.#head.copyWithin(0, from, kept + added);
        this.#headTimes.copyWithin(0, from, kept + added);
        this.#headLength = kept + added - from;
        this.#headOffset += from;
        return end;
      }
      this.#headLength = 0;
    }
    const everywhere = this.#known || offset - this.#unframedStart < UNKNOWN_SCAN_BYTES;
    const stop = everywhere ? end - SIGNATURE_BYTES : Math.min(at, end - SIGNATURE_BYTES);
    for (let i = at; i <= stop; i++) {
      if (!isHeader(bytes, i, end, this.#fromHost)) continue;
      this.#found(offset + (i - at));
      return i;
    }
    const from = Math.max(at, end - SIGNATURE_BYTES + 1);
    this.#headOffset = offset + (from - at);
    this.#headTimes.fill(time, 0, SIGNATURE_BYTES);
    this.#headLength = end - from;
    copyBytes(bytes, from, this.#head, 0, this.#headLength);
    return end;
  }

  /** A frame begins with byte `from` of those carried, of which there are `to`. */
  #feedCarried(from: number, to: number): void {
    const carried = this.#head.slice(from, to);
    const offset = this.#headOffset + from;
    this.#found(offset);
    this.feed(offset, carried, 0, carried.length, this.#headTimes[from]!);
  }

  #found(offset: number): void {
    this.#report(this.#unframedStart, offset, this.#unframedReason);
    this.#headLength = 0;
    this.#mode = IN_HEADER;
  }
}

/**
 * Where within the 16 bytes of a header another one begins, as behind a hole in it on a link that does not number its bytes; 0 where none does. It
 * shows in the upper half of the id, which is 0 in all but few.
 */
function headerInside(bytes: Uint8Array, at: number, end: number, fromHost: boolean | null): number {
  if (u32(bytes, at + 12) === 0) return 0;
  for (let from = 1; from < HEADER_BYTES && at + from + SIGNATURE_BYTES <= end; from++) {
    if (isHeader(bytes, at + from, end, fromHost)) return from;
  }
  return 0;
}

function copyBytes(from: Uint8Array, at: number, to: Uint8Array, toAt: number, length: number): void {
  if (length > 64) {
    to.set(from.subarray(at, at + length), toAt);
    return;
  }
  for (let i = 0; i < length; i++) to[toAt + i] = from[at + i]!;
}
