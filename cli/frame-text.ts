import { HEADER_BYTES, formatDuration, formatPayload, hexDump, payloadFields } from "../src-decoder/index.ts";
import type { Capture, FieldValue, FrameView, HeaderField } from "../src-decoder/index.ts";
import { printable } from "./messages.ts";
import type { Output } from "./output.ts";

/** Characters of a value in the list of fields; the JSON below it has it whole. */
const MOST_VALUE = 100;

/** `show --format text`: header, fields with byte ranges, JSON, hex. */
export async function printFrame(capture: Capture, view: FrameView, out: Output): Promise<void> {
  const line = (text: string): void => out.line(printable(text));
  for (const text of headLines(capture, view)) line(text);
  line("");
  line(`Header, bytes 0..${HEADER_BYTES - 1}`);
  for (const field of view.header) for (const text of headerLines(field)) line(text);
  line("");
  const { payload, stored } = view;
  line(payload.length === 0 ? "No payload" : "Payload");
  for (const { offset, length, path, kind, text } of payloadFields(payload)) {
    const value = text === null ? kind : shortened(text);
    line(`  ${rangeText(offset, length)}  ${path === "" ? value : `${path}: ${value}`}`);
    if (out.isFull) await out.drain();
  }
  for (const { at, text } of payload.problems) line(`  at byte ${HEADER_BYTES + at}: ${text}`);
  if (payload.length > 0) {
    line("");
    line("JSON");
    for (const text of formatPayload(payload).text.split("\n")) {
      line(`  ${text}`);
      if (out.isFull) await out.drain();
    }
  }
  line("");
  line("Bytes");
  for (const text of hexDump(stored.bytes, stored.gaps, HEADER_BYTES)) {
    line(`  ${text}`);
    if (out.isFull) await out.drain();
  }
}

function headLines(capture: Capture, { values, comments, stored }: FrameView): string[] {
  const { number, name, kind, time, bridge, connection, direction, streamOffset, peer } = values;
  const lines = [
    `Frame ${shown(number)} of ${capture.frames.length}: ${shown(name)} ${shown(kind)}`,
    `  time ${time === null ? "not known" : shown(time)}`,
    `  bridge ${shown(bridge)}, connection ${shown(connection)}, ${shown(direction)}, stream offset ${shown(streamOffset)}`,
    peer === null ? "  paired with no frame" : `  paired with frame ${shown(peer)}${latencyText(values["latencyNs"])}`,
  ];
  for (const key of ["containerId", "activityId", "processId"]) {
    const value = values[key] ?? null;
    if (value !== null) lines.push(`  ${key} ${shown(value)}`);
  }
  if (values["result"] !== null)
    lines.push(`  result ${shown(values["result"])} ${shown(values["resultName"])}`.trimEnd());
  lines.push(`  payload SHA-256 ${values["payloadSha256"] === null ? "not known" : shown(values["payloadSha256"])}`);
  for (const { packet, text } of comments) lines.push(`  comment on packet ${packet}: ${text}`);
  for (const { at, length, file, fileOffset } of stored.pieces) {
    const fileName = capture.sources[file]?.source.name ?? "";
    lines.push(`  bytes ${at}..${at + length - 1} lie in ${fileName} at ${fileOffset}`);
  }
  for (const { offset, length } of stored.gaps) {
    lines.push(`  bytes ${offset}..${offset + length - 1} are not in the capture`);
  }
  return lines;
}

function headerLines({ offset, length, label, text: value, meaning, bits }: HeaderField): string[] {
  return [
    `  ${rangeText(offset, length)}  ${label}: ${value}, ${meaning}`,
    ...bits.map(({ high, low, text: part, meaning: means }) => {
      return `${" ".repeat(16)}bits ${`${high}..${low}`.padEnd(6)}  ${part.padEnd(5)}  ${means}`;
    }),
  ];
}

/** `4..7`, at least as wide as the ranges of a usual payload. */
function rangeText(offset: number, length: number): string {
  return `${offset}..${offset + Math.max(length, 1) - 1}`.padStart(12);
}

function shortened(value: string): string {
  return value.length <= MOST_VALUE ? value : `${value.slice(0, MOST_VALUE)}... (${value.length} characters)`;
}

function latencyText(latency: FieldValue | undefined): string {
  return typeof latency === "number" ? `, ${formatDuration(latency)} after it` : "";
}

function shown(value: FieldValue | undefined): string {
  return String(value ?? "");
}
