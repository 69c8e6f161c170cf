/** Frames as texts that other tools read: what the command line prints and what the page copies. */
import { procedureName } from "../bridge/procedures.ts";
import { HEADER_BYTES, messageKind } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import { readFrame } from "../model/read-stream.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { gapText, goLines, goSlice } from "./byte-text.ts";
import { Cells } from "./cells.ts";
import { csvLine } from "./csv.ts";
import { frameJson } from "./frame-json.ts";
import { viewFrame } from "./frame-view.ts";
import { hexDump } from "./hex-dump.ts";
import type { Sha256 } from "./payload-digest.ts";

/** `csv` and `ndjson` hold columns, a line each; the others the whole frame. */
export type FrameForm = "csv" | "ndjson" | "json" | "hex" | "go";

/** A text is `head`, what `write` gives for each frame with `between` between two of them, and `end`. */
export interface FrameWriter {
  readonly head: string;
  readonly between: string;
  readonly end: string;
  /** Fails where a file cannot be read. */
  write(row: number): Promise<string>;
}

/**
 * A writer of frames in one form. `columns` are those of `csv` and `ndjson`. `several` says that more than one frame is written: one JSON
 * object becomes a list of them, one Go slice a slice of slices, and dumps get a head each. Bytes that the capture lacks are zero in Go,
 * with a comment that says where, and `--` in dumps.
 */
export function frameWriter(
  form: FrameForm,
  capture: Capture,
  options: { readonly columns: readonly string[]; readonly several: boolean; readonly sha256: Sha256 },
): FrameWriter {
  const { columns, several, sha256 } = options;
  switch (form) {
    case "csv": {
      const cells = Cells.values(columns, capture, sha256);
      return {
        head: `${csvLine(cells.columns.map(({ key }) => key))}\n`,
        between: "",
        end: "",
        write: async (row) => `${csvLine((await cells.load(row)).map((value) => String(value ?? "")))}\n`,
      };
    }
    case "ndjson": {
      const cells = Cells.values(columns, capture, sha256);
      const keys = cells.columns.map(({ key }) => `${JSON.stringify(key)}:`);
      return {
        head: "",
        between: "",
        end: "",
        write: async (row) => {
          const values = await cells.load(row);
          return `${onOneLine(`{${keys.map((key, i) => key + JSON.stringify(values[i])).join(",")}}`)}\n`;
        },
      };
    }
    case "json":
      return {
        ...(several ? { head: "[\n", between: ",\n", end: "\n]\n" } : { head: "", between: "", end: "\n" }),
        write: async (row) => frameJson(capture, await viewFrame(capture, row, sha256)),
      };
    case "hex":
      return {
        ...PLAIN,
        between: "\n",
        write: async (row) => {
          const { bytes, gaps } = await readWhole(capture, row);
          const dump = [...hexDump(bytes, gaps, HEADER_BYTES)].map((line) => `${line}\n`).join("");
          return several ? `# ${frameTitle(capture, row)}\n${dump}` : dump;
        },
      };
    case "go":
      return {
        ...(several ? { head: "[][]byte{\n", between: "", end: "}\n" } : PLAIN),
        write: async (row) => goFrame(capture, row, several),
      };
  }
}

/**
 * JSON that every reader takes for one line. U+0085, U+2028 and U+2029 may stand in JSON texts as they are, and Python's `splitlines`, like
 * other readers by Unicode's rules, ends a line at each.
 */
function onOneLine(json: string): string {
  return json.replace(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const PLAIN = { head: "", between: "", end: "" } as const;

async function goFrame(capture: Capture, row: number, several: boolean): Promise<string> {
  const { bytes, gaps } = await readWhole(capture, row);
  const indent = several ? "\t" : "";
  const comments = [several ? frameTitle(capture, row) : null, ...gaps.map(gapText)];
  const head = comments.flatMap((comment) => (comment === null ? [] : `${indent}// ${comment}\n`)).join("");
  return several ? `${head}\t{\n${goLines(bytes, "\t\t")}\n\t},\n` : `${head}${goSlice(bytes)}\n`;
}

function readWhole(capture: Capture, row: number): ReturnType<typeof readFrame> {
  return readFrame(capture, row, 0, capture.frames.size.get(row));
}

/** `frame 12: ExecuteProcess response, 57 bytes`. */
function frameTitle({ frames }: Capture, row: number): string {
  const type = frames.type.get(row);
  const peer = frames.peer.get(row);
  const name = procedureName(type, peer === NO_ROW ? null : frames.type.get(peer));
  return `frame ${row + 1}: ${name} ${messageKind(type)}, ${frames.size.get(row)} bytes`;
}
