/** A message of the bridge: its 16-byte header and its payload. */
export function message(type: number, id: number, members: Readonly<Record<string, unknown>>): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(members));
  const bytes = new Uint8Array(16 + text.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, bytes.length, true);
  view.setUint32(8, id, true);
  bytes.set(text, 16);
  return bytes;
}
