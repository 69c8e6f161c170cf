/** Rules on the bytes themselves: sizes that a side refuses, messages cut off, messages glued together. */
import { MAX_HOST_RECEIVE } from "../../bridge/header.ts";
import type { ConnectionEnd, ConnectionLife } from "../../correlate/bridge-life.ts";
import { OPEN_OBJECT, QUOTE } from "../../bytes/json-bytes.ts";
import { LARGE_BYTES } from "../../correlate/message-index.ts";
import { FRAME } from "../../model/capture.ts";
import { readStream } from "../../model/read-stream.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { isPodGone } from "../container-ends.ts";
import type { DiagnosisContext } from "../context.ts";
import { numbersBytes } from "../../correlate/coverage.ts";
import { byteRanges, endOf } from "../evidence.ts";
import { byBridge, cutHeaderOf, isCutOff, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { afterDeath } from "../steps.ts";
import { counted, formatCount } from "../../bytes/count-text.ts";
import { formatAge } from "../words.ts";
import { guestGone } from "./guest-gone.ts";

/** A host that ends a bridge over what it was answered has done so by then since it asked. */
const HOST_ENDS_NS = 500e6;

const oversize: Rule = {
  id: "H03",
  title: "Message larger than the host takes",
  severity: "critical",
  endsBridge: true,
  find(context) {
    const drafts: Draft[] = [];
    // A sidecar takes messages of any size from the guest agent; what it passes on of them counts.
    for (const life of context.connections) {
      if (context.innerHops.has(life.bridge.number)) continue;
      const rows = onStream(context, context.index.large, life.guestStream);
      const over = rows.filter((row) => context.has(row, FRAME.oversize));
      const near = rows.filter((row) => !context.has(row, FRAME.oversize));
      const first = over[0];
      if (first !== undefined) {
        const size = formatCount(context.frames.size.get(first));
        const closed = life.end?.by === "host" ? `; the host closed with ${life.end.how}` : "";
        drafts.push({
          title: `${context.name(first)}${context.kind(first) === "response" ? " answer" : ""} of ${size} bytes`,
          text: `${asItsOwn(context, first)} has ${size} bytes; the host takes ${formatCount(MAX_HOST_RECEIVE)} at most and ends the bridge with "invalid message size"${closed}.`,
          rows: over,
          places: life.end?.by === "host" ? endOf(context, life) : [],
          because: "The Size in the header is above the host's limit (internal/gcs/bridge.go readMessage).",
          causes: [
            "An answer that grew with the guest: stack dumps, statistics of many devices, a process list.",
            "An error answer that quotes the request, twice.",
          ],
          next: [
            "Look at what fills the payload.",
            "Compare the guest's gcs version with the host's: newer ones trim statistics.",
          ],
        });
      }
      const closest = near[0];
      if (closest !== undefined) {
        drafts.push({
          severity: "warning",
          title: "Message near the host's limit",
          text: `${counted(near.length, "message")} from the guest ${near.length === 1 ? "has" : "have"} over ${formatCount(LARGE_BYTES)} bytes, three quarters of what the host takes; the first is ${context.call(closest)} with ${formatCount(context.frames.size.get(closest))}.`,
          rows: near,
          because: "Sizes are those of the headers.",
          causes: ["An answer that grows with the guest: stack dumps, statistics, process lists."],
          next: ["Look at what fills the payload: the host ends the bridge over a message above its limit."],
        });
      }
    }
    return drafts;
  },
};

/** A message as a subject: a notification answers nothing. */
function asItsOwn(context: DiagnosisContext, row: number): string {
  return context.kind(row) === "response" ? `The answer to ${context.call(row)}` : `A ${context.name(row)}`;
}

const absurdSize: Rule = {
  id: "H04",
  title: "Header with an impossible Size",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const life of context.connections) {
      for (const stream of [life.hostStream, life.guestStream]) {
        const record = context.capture.streams[stream]!;
        const first = record.unframed.find(
          ({ reason }) => reason === "size under 16" || reason === "size beyond what can be",
        );
        if (first === undefined) continue;
        const isNumbered = life.connection.transport === "tcp";
        const lossy =
          record.gaps.some((gap) => gap.offset < first.offset) ||
          context.coverage.losesUnseen(life) ||
          (await lacksHeader(context, life, stream, first.offset));
        const before = lastRowBefore(context, stream, first.offset);
        drafts.push({
          severity: lossy ? "info" : "critical",
          title: first.reason === "size under 16" ? "Header with a Size under 16" : "Header with an absurd Size",
          text: `${record.direction === "host-to-guest" ? "The host's" : "The guest's"} stream has a header at offset ${formatCount(first.offset)} whose ${first.reason === "size under 16" ? "Size is under 16" : "Size is beyond what can be"}; ${formatCount(first.length)} bytes behind it are in no frame.`,
          rows: before === NO_ROW ? [] : [before],
          places: byteRanges(context, stream, [first], "in no frame"),
          connection: life.connection.index,
          time: before === NO_ROW ? Number.NaN : context.endTime(before),
          certainty: lossy || !isNumbered ? "inferred" : "seen",
          because: lossy
            ? "The capture lacks packets, so the header may be no header."
            : `${isNumbered ? "No bytes are missing before it" : "Nothing tells that bytes are missing before it, though nothing numbers them"}, so both ends lost their place in the stream here.`,
          causes: [
            "A sender that wrote part of a message twice or not at all.",
            "Another program on the bridge's port.",
          ],
          next: [
            "Check first that the capture lost nothing there: the packets around it, the counters of the capture tool.",
            "Look at the bytes before the offset for the last sound message.",
          ],
        });
      }
    }
    return drafts;
  },
};

/**
 * Whether a payload begins where a header should be, as behind one whose packet is missing: guests write each in a packet of its own. No host
 * ends a bridge over what the capture lacks.
 */
async function lacksHeader(
  context: DiagnosisContext,
  life: ConnectionLife,
  stream: number,
  offset: number,
): Promise<boolean> {
  if (numbersBytes(life) || stream !== life.guestStream) return false;
  const { bytes } = await readStream(context.capture, stream, offset, 2);
  if (bytes[0] !== OPEN_OBJECT || bytes[1] !== QUOTE) return false;
  // When these bytes came is not known; what the host asked last came before them.
  const asked = life.lastHostRow === NO_ROW ? Number.NaN : context.time(life.lastHostRow);
  return !(life.end?.by === "host" && life.end.time - asked < HOST_ENDS_NS);
}

const midFrameEnd: Rule = {
  id: "H10",
  title: "Guest gone in the middle of a message",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const life of context.connections) {
      const { end } = life;
      const row = life.lastGuestRow;
      if (end === null) continue;
      // Where packets are missing, the rest of the message may be among them.
      const over = context.coverage.losesUnseen(life) || (await isAllOver(context, life));
      const severity = over ? "info" : "critical";
      drafts.push(...cutHeader(context, life, end, severity));
      if (row === NO_ROW || !isCutOff(context, row)) continue;
      const size = context.frames.size.get(row);
      const record = context.capture.streams[life.guestStream]!;
      const received = record.bytes - context.frames.streamOffset.get(row);
      const silence = end.time - context.endTime(row);
      drafts.push({
        severity,
        title: "The guest's last message is cut off",
        text: `The guest announced ${formatCount(size)} bytes for ${context.call(row)} and sent ${formatCount(received)}, then nothing for ${formatAge(silence)} until the ${end.by} closed with ${end.how}.`,
        rows: [row],
        places: endOf(context, life),
        time: context.time(row),
        because: `The connection ended inside a message, which the host reports as unexpected EOF${whyMild(context, life, severity)}.`,
        causes: ["The guest agent crashed or was killed.", "The guest kernel panicked, or the utility VM was reset."],
        next: afterDeath(context.guestOf(life.bridge.number)),
      });
    }
    return drafts;
  },
};

/** Whether all was over on a bridge when it ended. A utility VM that is terminated then may be cut off anywhere (bridge.md H10, N9). */
async function isAllOver(context: DiagnosisContext, life: ConnectionLife): Promise<boolean> {
  return context.pendingOf(life.bridge.number).length === 0 && (await isPodGone(context, life));
}

function whyMild(context: DiagnosisContext, life: ConnectionLife, severity: "critical" | "info"): string {
  if (severity === "critical") return "";
  return context.coverage.losesUnseen(life)
    ? ", unless the rest is among the packets that the capture lacks"
    : "; the pod was gone by then, and nothing else was open";
}

/** An end inside the 16 bytes of a header: there is no frame to name, but the one before it. */
function cutHeader(
  context: DiagnosisContext,
  life: ConnectionLife,
  end: ConnectionEnd,
  severity: "critical" | "info",
): Draft[] {
  const cut = cutHeaderOf(context, life.guestStream);
  if (cut === null) return [];
  const row = life.lastGuestRow;
  return [
    {
      severity,
      title: "The guest's last header is cut off",
      text: `The guest sent ${cut.length} of the 16 bytes of a message's header, and nothing more until the ${end.by} closed with ${end.how}.`,
      rows: row === NO_ROW ? [] : [row],
      places: [...byteRanges(context, life.guestStream, [cut], "in no frame"), ...endOf(context, life)],
      connection: life.connection.index,
      containerId: null,
      processId: null,
      time: row === NO_ROW ? end.time : context.endTime(row),
      because:
        "The connection ended inside a header, which the host reports as unexpected EOF; the frame is the guest's last whole one.",
      causes: ["The guest agent crashed or was killed.", "The guest kernel panicked, or the utility VM was reset."],
      next: afterDeath(context.guestOf(life.bridge.number)),
    },
  ];
}

const glued: Rule = {
  id: "H38",
  title: "Two messages glued into one",
  severity: "critical",
  endsBridge: true,
  find(context) {
    const all = context.index.suspicious.filter(
      (row) => context.has(row, FRAME.trailingBytes) && context.fromHost(row),
    );
    return byBridge(context, all, (row) => row).map((rows): Draft => {
      const first = rows[0]!;
      const size = formatCount(context.frames.size.get(first));
      return {
        title: `${context.call(first)} carries a second message`,
        text: `The Size of ${context.call(first)} is ${size}, but its JSON ends before that and more bytes follow in the same frame: the host sent an old message and a new one as one. The guest answers the old id, and the new request is lost.`,
        rows,
        because: "The payload has bytes behind its first JSON value and line break.",
        causes: [
          "A call tried while the transport was down left its bytes in the host's send buffer (internal/gcs/bridge.go sendLoop during a migration).",
        ],
        next: [
          "Restart the pod: the bridge does not recover.",
          "Check the host for a fix of the send buffer in sendLoop.",
        ],
      };
    });
  },
};

/** The last row of a stream whose frame begins before an offset. */
function lastRowBefore({ frames }: DiagnosisContext, stream: number, offset: number): number {
  for (let row = frames.length - 1; row >= 0; row--) {
    if (frames.stream.get(row) === stream && frames.streamOffset.get(row) < offset) return row;
  }
  return NO_ROW;
}

export const FRAMING_RULES: readonly Rule[] = [oversize, absurdSize, midFrameEnd, guestGone, glued];
