/** True where `length` bytes of both views are equal, four at a time: they must be there. */
export function sameBytes(one: DataView, at: number, other: DataView, otherAt: number, length: number): boolean {
  let i = 0;
  // Signed and little-endian is what processors and the engine read without a further step.
  for (; i + 4 <= length; i += 4) if (one.getInt32(at + i, true) !== other.getInt32(otherAt + i, true)) return false;
  for (; i < length; i++) if (one.getUint8(at + i) !== other.getUint8(otherAt + i)) return false;
  return true;
}

/** A view over the same bytes as the array. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
