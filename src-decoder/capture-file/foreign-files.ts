/** Files that are no captures but that people open: what they are, told from their first bytes, and what to do with them. */
import type { UnreadableFile } from "./packet.ts";

interface ForeignFile {
  /** First bytes of such a file. */
  readonly magic: readonly number[];
  readonly reason: string;
  readonly advice: string;
}

const UNPACK = "Unpack it first";
const CONVERT = "Convert it first";
const OPEN_A_CAPTURE = "Open a pcap or pcapng capture, or the bytes that one end of a bridge wrote.";

const FOREIGN_FILES: readonly ForeignFile[] = [
  { magic: [0x1f, 0x8b], reason: "gzip-compressed", advice: `${UNPACK}, with \`gunzip\`.` },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], reason: "zstd-compressed", advice: `${UNPACK}, with \`zstd -d\`.` },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], reason: "xz-compressed", advice: `${UNPACK}, with \`unxz\`.` },
  { magic: [0x42, 0x5a, 0x68], reason: "bzip2-compressed", advice: `${UNPACK}, with \`bunzip2\`.` },
  { magic: [0x04, 0x22, 0x4d, 0x18], reason: "lz4-compressed", advice: `${UNPACK}, with \`unlz4\`.` },
  { magic: [0x50, 0x4b, 0x03, 0x04], reason: "a zip archive", advice: `${UNPACK} and open the captures in it.` },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], reason: "a 7-Zip archive", advice: `${UNPACK} and open the captures in it.` },
  {
    magic: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0, 0],
    reason: "a snoop capture",
    advice: `${CONVERT}: \`editcap -F pcapng\`.`,
  },
  {
    magic: [0x47, 0x4d, 0x42, 0x55],
    reason: "a Network Monitor capture",
    advice: `${CONVERT}: \`editcap -F pcapng\`.`,
  },
];

const SHOWN_BYTES = 8;
/** Fewer bytes tell nothing: of a capture's first ones each could be a letter. */
const LEAST_TEXT = 4;
/** How much of a file is looked at to tell whether it is text. */
const TEXT_BYTES = 4096;

/** Why a file that no format takes for its own cannot be read. */
export function describeForeignFile(head: Uint8Array): UnreadableFile {
  if (head.length === 0) return { at: 0, reason: "the file is empty", advice: "Copy or capture it again." };
  const known = FOREIGN_FILES.find(({ magic }) => magic.every((byte, i) => head[i] === byte));
  if (known !== undefined) return { at: 0, reason: known.reason, advice: known.advice };
  if (head.length >= LEAST_TEXT && isText(head))
    return { at: 0, reason: "text, not a capture", advice: OPEN_A_CAPTURE };
  const shown = Array.from(head.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const noun = head.length === 1 ? "byte" : "bytes";
  return { at: 0, reason: `not a capture: first ${noun} ${shown}`, advice: OPEN_A_CAPTURE };
}

/** Whether the bytes are what logs are written in: no control characters but white space and escape sequences. UTF-16 by its byte order mark. */
function isText(head: Uint8Array): boolean {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return head.subarray(0, TEXT_BYTES).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}
