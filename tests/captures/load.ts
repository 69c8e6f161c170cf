/**
 * The real captures beside this file: which there are, their bytes and their truth. README.md of the folder says where they come from.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { MemorySource } from "../../src-decoder/index.ts";

const FOLDER = import.meta.dirname;

/** A message as it was sent, from the truth file. */
export interface TruthMessage {
  /** Connection of the bridge, from 1. */
  readonly conn: number;
  readonly direction: "h2g" | "g2h";
  readonly streamOffset: number;
  /** `0x10100b01` */
  readonly type: string;
  readonly id: number;
  readonly size: number;
  readonly payloadSha256: string;
  readonly result?: number;
  /** Absent where the capture has all of its bytes. */
  readonly onWire?: "partial" | "none";
}

export interface Truth {
  readonly summary: {
    /** Bytes in the capture by `conn1.h2g`, `conn1.g2h` ... */
    readonly capturedBytes: Readonly<Record<string, number>>;
    readonly hostTcpPort: number;
    /** Requests without a whole answer in the capture. */
    readonly unansweredRequestIds: readonly number[];
  };
  /** In wire order within each connection and direction. */
  readonly messages: readonly TruthMessage[];
}

/** One capture in one form, with the truth that holds for it. */
export interface CaptureForm {
  /** `busy/busy.nsec.pcap`; for byte streams `busy/busy.*.bin`. */
  readonly name: string;
  /** Paths within this folder, without `.gz`: one packet capture, or the two directions of a connection. */
  readonly files: readonly string[];
  readonly truthFile: string;
  /**
   * `captured`: what the truth says is on the wire. `sent`: all messages, also those that the truth misses on the wire, which is what byte
   * streams have, as they were recorded at the senders.
   */
  readonly holds: "captured" | "sent";
  /** The one connection of the truth that the files hold; null for all. */
  readonly connection: number | null;
  /** On how many connections the capture holds each connection of the truth: 2 for both legs of a relay. */
  readonly copies: number;
}

/** Recorded 0.8 s longer than the capture that the truth was taken from: it has the five messages that the truth misses. */
const LONGER_CAPTURES = ["guest-frozen.pcapng"];

/** The bytes of a file in this folder, unpacked where it is stored as `.gz`. */
export function readBytes(path: string): Uint8Array {
  const plain = join(FOLDER, path);
  return existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
}

export function openFiles(paths: readonly string[]): MemorySource[] {
  return paths.map((path) => new MemorySource(path, readBytes(path)));
}

export function loadTruth(path: string): Truth {
  const truth: Truth = JSON.parse(Buffer.from(readBytes(path)).toString("utf8"));
  return truth;
}

/** Every capture that a truth file describes, in every form that is here. */
export function captureForms(): CaptureForm[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) => {
      const files = readdirSync(join(FOLDER, folder)).map((file) => file.replace(/\.gz$/, ""));
      return files
        .filter((file) => file.endsWith(".truth.json"))
        .flatMap((truth) => formsOf(folder, truth.slice(0, -".truth.json".length), files));
    });
}

function formsOf(folder: string, stem: string, files: readonly string[]): CaptureForm[] {
  const truthFile = `${folder}/${stem}.truth.json`;
  const forms: CaptureForm[] = files
    .filter((file) => file.startsWith(`${stem}.`) && /\.pcap(ng)?$/.test(file))
    .map((file) => ({
      name: `${folder}/${file}`,
      files: [`${folder}/${file}`],
      truthFile,
      holds: LONGER_CAPTURES.includes(file) ? "sent" : "captured",
      connection: null,
      copies: file.includes(".bothlegs.") ? 2 : 1,
    }));
  for (const file of files) {
    const match = file.startsWith(`${stem}.`) ? /\.(?:conn(\d)\.)?h2g\.bin$/.exec(file) : null;
    if (match === null) continue;
    forms.push({
      name: `${folder}/${file.replace("h2g", "*")}`,
      files: [`${folder}/${file}`, `${folder}/${file.replace("h2g", "g2h")}`],
      truthFile,
      holds: "sent",
      connection: match[1] === undefined ? null : Number(match[1]),
      copies: 1,
    });
  }
  return forms;
}

/** What the senders of a form recorded: its own files where it is a pair of byte streams, else the pair beside it. */
export function senderFiles({ files, truthFile }: CaptureForm): readonly string[] {
  if (files.length === 2) return files;
  const stem = truthFile.slice(0, -".truth.json".length);
  return [`${stem}.h2g.bin`, `${stem}.g2h.bin`];
}
