import { headerFields } from "../bridge/header-fields.ts";
import type { HeaderField } from "../bridge/header-fields.ts";
import { HEADER_BYTES } from "../bridge/header.ts";
import { parsePayload } from "../bridge/payload-json.ts";
import { NO_NODE } from "../bridge/payload-tree.ts";
import type { PayloadTree } from "../bridge/payload-tree.ts";
import type { Capture } from "../model/capture.ts";
import { packetComments } from "../model/packet-comments.ts";
import { readFrame } from "../model/read-stream.ts";
import type { StreamBytes } from "../model/read-stream.ts";
import { EXPORT_FIELDS } from "../query/fields/fields.ts";
import type { FieldValue } from "../query/fields/values.ts";
import { Cells } from "./cells.ts";
import type { Sha256 } from "./payload-digest.ts";

/** One frame with all that can be said of it; what `show` of the command line prints in either form. */
export interface FrameView {
  /** By the keys of `frames --format ndjson`. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Comments of the capture file on packets that brought bytes of the frame; packets count from 1. */
  readonly comments: readonly { readonly packet: number; readonly text: string }[];
  readonly header: readonly HeaderField[];
  readonly payload: PayloadTree;
  /** The frame's bytes from its header on; offsets of everything here count in them. */
  readonly stored: StreamBytes;
}

/** A value of the payload: where it is, how it is reached, what it says. */
export interface PayloadValue {
  /** `Settings.ProcessParameters.CommandArgs[0]`, through strings that hold JSON; empty for the payload as a whole. */
  readonly path: string;
  readonly kind: string;
  /** Byte offset in the frame, and length, as sent. */
  readonly offset: number;
  readonly length: number;
  /** The value as written; null for objects and arrays, whose members follow. */
  readonly text: string | null;
}

/** All that can be said of the frame in this row, its bytes read again. Rejects where the source cannot be read; bytes that the capture lacks are gaps of `stored`. */
export async function viewFrame(capture: Capture, row: number, sha256: Sha256): Promise<FrameView> {
  const { type, size, idLow, idHigh } = capture.frames;
  const cells = await Cells.values(
    EXPORT_FIELDS.map(({ key }) => key),
    capture,
    sha256,
  ).load(row);
  const stored = await readFrame(capture, row, 0, size.get(row));
  // Behind a hole nothing is known to be what it seems.
  const end = stored.gaps[0]?.offset ?? stored.bytes.length;
  return {
    values: Object.fromEntries(EXPORT_FIELDS.map(({ key }, i) => [key, cells[i] ?? null])),
    comments: commentsOf(capture, row),
    header: headerFields(type.get(row), size.get(row), idLow.get(row), idHigh.get(row)),
    payload: parsePayload(stored.bytes.subarray(HEADER_BYTES, Math.max(HEADER_BYTES, end))),
    stored,
  };
}

/** What the capture file says of the packets that brought a frame, with packet numbers from 1. */
export function commentsOf(capture: Capture, row: number): FrameView["comments"] {
  return (packetComments(capture).byRow.get(row) ?? []).map(({ packet, text }) => ({ packet: packet + 1, text }));
}

/** The values of a payload in the order of their bytes. */
export function* payloadFields(tree: PayloadTree): Generator<PayloadValue> {
  /** Path of each container on the way to the current row, and how many of its elements are passed. */
  const open: { readonly row: number; readonly path: string; elements: number }[] = [];
  for (let row = 0; row < tree.length; row++) {
    while (open.length > 0 && open.at(-1)!.row !== tree.parent(row)) open.pop();
    const container = open.at(-1);
    const path = container === undefined ? "" : pathOf(tree, row, container);
    if (tree.hasChildren(row)) open.push({ row, path, elements: 0 });
    const kind = tree.kind(row);
    const start = tree.start(row);
    const isContainer = kind === "object" || kind === "array";
    // The value in a string has the string's own path; its members say what it holds.
    if (tree.isInString(row) && isContainer) continue;
    yield {
      path,
      kind,
      offset: HEADER_BYTES + start,
      length: tree.end(row) - start,
      text: isContainer ? null : tree.text(row),
    };
  }
}

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

function pathOf(tree: PayloadTree, row: number, container: { readonly path: string; elements: number }): string {
  if (tree.parent(row) !== NO_NODE && tree.isInString(row)) return container.path;
  const key = tree.key(row);
  if (key === null) return `${container.path}[${container.elements++}]`;
  if (!PLAIN_KEY.test(key)) return `${container.path}[${JSON.stringify(key)}]`;
  return container.path === "" ? key : `${container.path}.${key}`;
}
