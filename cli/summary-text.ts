import { formatDuration } from "../src-decoder/index.ts";
import { printable } from "./messages.ts";
import type { SummaryReport } from "./summary-report.ts";
import { columns, count, section } from "./text-lines.ts";

/** Lines of a list; the JSON form has all. */
const MOST_LINES = 20;

/** `summary --format text`. */
export function summaryText(report: SummaryReport): string {
  return [
    ...fileLines(report),
    ...connectionLines(report),
    "",
    ...frameLines(report),
    ...section("Unanswered, oldest first", unansweredLines(report)),
    ...section("Results that are not zero", resultLines(report)),
    ...section("Slowest exchanges", slowestLines(report)),
    ...section("Comments", commentLines(report)),
    ...section("Issues", issueLines(report)),
  ]
    .map((line) => `${printable(line)}\n`)
    .join("");
}

function fileLines({ files, packets, start, end, durationNs }: SummaryReport): string[] {
  const lines = files.map(({ name, size, formatLabel, linkTypes, packets: own }) => {
    const links = linkTypes.length === 0 ? "" : `, link type ${linkTypes.join(", ")}`;
    return `${name}: ${formatLabel}, ${count(size, "byte")}${links}, ${count(own, "packet")}`;
  });
  if (files.length > 1) lines.push(`${count(packets, "packet")} in ${files.length} files`);
  lines.push(start === null ? "No times" : `${start} to ${end}, ${formatDuration(durationNs)}`);
  return lines;
}

function connectionLines({ bridges, connections }: SummaryReport): string[] {
  const bridged = connections.filter(({ bridge }) => bridge !== null);
  const rest = connections.filter(({ bridge }) => bridge === null);
  const lines = [`${count(bridges.length, "bridge")}, ${count(connections.length, "connection")}`];
  for (const { number, bridge, host, guest, transport, frames, packets } of bridged.slice(0, MOST_LINES)) {
    const sizes = `${count(frames, "frame")}, ${count(packets, "packet")}`;
    lines.push(`  bridge ${bridge}, connection ${number}: host ${host}, guest ${guest}, ${transport}, ${sizes}`);
  }
  lines.push(...moreLine(bridged.length));
  if (rest.length > 0) {
    const bytes = rest.reduce((sum, connection) => sum + connection.bytes, 0);
    lines.push(`  no bridge: ${count(rest.length, "connection")}, ${count(bytes, "byte")}`);
  }
  return lines;
}

function frameLines(report: SummaryReport): string[] {
  const { filter, frames, types, requests, answered, unanswered, responses, notifications } = report;
  const lines = [
    filter === null ? count(frames, "frame") : `${frames} of ${count(filter.allFrames, "frame")} pass ${filter.text}`,
    ...columns(types.map(({ frames: own, kind, name, type }) => [String(own), `${name} ${kind}`, type])),
    `${count(requests, "request")}, ${answered} answered, ${unanswered.length} unanswered`,
    `${count(responses, "response")}, ${count(notifications, "notification")}`,
  ];
  if (report.incompleteFrames > 0) lines.push(`${count(report.incompleteFrames, "frame")} lack bytes in the capture`);
  if (report.gaps > 0) lines.push(`${count(report.gaps, "gap")} of ${count(report.gapBytes, "byte")} in the streams`);
  if (report.unseenBytes > 0)
    lines.push(`${count(report.unseenBytes, "byte")} of bridges not captured, by what their ends took`);
  if (report.unframedBytes > 0) lines.push(`${count(report.unframedBytes, "byte")} of bridges in no frame`);
  return lines;
}

function unansweredLines({ unanswered }: SummaryReport): string[] {
  const rows = unanswered.slice(0, MOST_LINES).map(({ frame, name, id, ageNs, containerId }) => {
    const age = ageNs === null ? "" : `${formatDuration(ageNs)} old`;
    return [`frame ${frame}`, name, `id ${id}`, age, containerId ?? ""];
  });
  return [...columns(rows), ...moreLine(unanswered.length)];
}

function resultLines({ results }: SummaryReport): string[] {
  const rows = results.slice(0, MOST_LINES).map(({ frames, code, name }) => [String(frames), code, name ?? ""]);
  return [...columns(rows), ...moreLine(results.length)];
}

function slowestLines({ slowest }: SummaryReport): string[] {
  return columns(
    slowest.map(({ latencyNs, name, id, request, response, containerId }) => {
      const places = `frames ${request}, ${response}`;
      return [formatDuration(latencyNs), name, `id ${id}`, places, containerId ?? ""];
    }),
  );
}

function commentLines({ comments }: SummaryReport): string[] {
  const lines = comments.slice(0, MOST_LINES).map(({ file, packet, frames, text }) => {
    return `  ${packet === null ? file : `packet ${packet}${framesText(frames)}`}: ${text}`;
  });
  return [...lines, ...moreLine(comments.length)];
}

function framesText(frames: readonly number[]): string {
  if (frames.length === 0) return "";
  const [first] = frames;
  return frames.length === 1 ? `, frame ${first}` : `, frames ${first} to ${frames.at(-1)}`;
}

function issueLines({ issues, issueCount }: SummaryReport): string[] {
  const lines = issues.slice(0, MOST_LINES).map(({ source, at, text }) => {
    return `  ${source}${at === null ? "" : `: at byte ${at}`}: ${text}`;
  });
  return [...lines, ...moreLine(issueCount)];
}

function moreLine(total: number): string[] {
  return total > MOST_LINES ? [`  and ${total - MOST_LINES} more`] : [];
}
