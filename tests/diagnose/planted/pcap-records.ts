/** Takes records out of a classic little-endian pcap of any link type, or shortens them, as a capture tool that loses or cuts packets does. */

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const SNAP_LENGTH = 16;
/** Bytes of a record's time. */
const TIME = 8;

/** The file without the records that are not kept; records are counted from 0. */
export function keepRecords(pcap: Uint8Array, keeps: (index: number) => boolean): Uint8Array<ArrayBuffer> {
  return rewritten(pcap, (record, index) => (keeps(index) ? record : null));
}

/** The file with what is behind a share of its records put before them, as parts that were joined in the wrong order. */
export function swappedParts(pcap: Uint8Array, share: number): Uint8Array<ArrayBuffer> {
  const records: Uint8Array[] = [];
  rewritten(pcap, (record) => (records.push(record), null));
  const first = Math.round(records.length * share);
  const swapped = [...records.slice(first), ...records.slice(0, first)];
  return Uint8Array.from(Buffer.concat([pcap.subarray(0, FILE_HEADER), ...swapped]));
}

/** The file with the time of its first record in all of them, as tools that know no times write it. */
export function atOneTime(pcap: Uint8Array): Uint8Array<ArrayBuffer> {
  const time = pcap.subarray(FILE_HEADER, FILE_HEADER + TIME);
  return rewritten(pcap, (record) => {
    const same = record.slice();
    same.set(time);
    return same;
  });
}

/** The file as it is with a short snap length: records keep their original length and lose bytes. */
export function snapped(pcap: Uint8Array, snapLength: number): Uint8Array<ArrayBuffer> {
  const short = rewritten(pcap, (record) => {
    const cut = record.slice(0, RECORD_HEADER + snapLength);
    viewOf(cut).setUint32(8, cut.length - RECORD_HEADER, true);
    return cut;
  });
  viewOf(short).setUint32(SNAP_LENGTH, snapLength, true);
  return short;
}

function rewritten(
  pcap: Uint8Array,
  rewrite: (record: Uint8Array, index: number) => Uint8Array | null,
): Uint8Array<ArrayBuffer> {
  const view = viewOf(pcap);
  const parts = [pcap.slice(0, FILE_HEADER)];
  let index = 0;
  for (let at = FILE_HEADER; at + RECORD_HEADER <= pcap.length;) {
    const next = at + RECORD_HEADER + view.getUint32(at + 8, true);
    const record = rewrite(pcap.slice(at, next), index++);
    if (record !== null) parts.push(Uint8Array.from(record));
    at = next;
  }
  return Uint8Array.from(Buffer.concat(parts));
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
