/** One pass over the packet headers of a little-endian pcap and nothing else: `node plain-pass.mjs FILE`. The floor for any reader. */
import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1 << 20;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

const file = openSync(process.argv[2] ?? "", "r");
const chunk = new Uint8Array(CHUNK);
const view = new DataView(chunk.buffer);
let packets = 0;
/** Offset in the file of the next record header. */
let next = FILE_HEADER;
for (let at = -1; at !== 0; next += at) {
  const length = readSync(file, chunk, 0, CHUNK, next);
  for (at = 0; at + RECORD_HEADER <= length; packets++) at += RECORD_HEADER + view.getUint32(at + 8, true);
}
closeSync(file);
process.stdout.write(`${packets}\n`);
