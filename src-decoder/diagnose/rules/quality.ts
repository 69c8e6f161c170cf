/** What the capture does not show; said before any verdict. */
import type { DiagnosisContext } from "../context.ts";
import { byteRanges } from "../evidence.ts";
import type { Evidence } from "../evidence.ts";
import { unseenBytes } from "../../model/summary.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { Rule } from "../rule.ts";
import { counted, formatCount } from "../../bytes/count-text.ts";
import { formatAge, listed } from "../words.ts";

const captureProblems: Rule = {
  id: "H54",
  title: "Limits of the capture",
  severity: "info",
  endsBridge: false,
  find(context) {
    return qualityOf(context).map(({ title, text, rows, connection, next, places = [] }) => ({
      title,
      text,
      rows,
      places,
      connection,
      because: "It is counted from the bytes of the capture.",
      next: [next],
    }));
  },
};

/** Any link's packets fit into this; a shorter snap length cuts messages. */
const ORDINARY_SNAP_LENGTH = 65_535;

/** The share of answers that stand before their requests at which it is the clocks. */
const LEAST_EARLY = 0.1;
/** Rows that the note on clocks names. */
const MOST_EARLY = 20;

/** One thing that the capture does not show. */
export interface QualityNote {
  readonly title: string;
  readonly text: string;
  /** What to do about it. */
  readonly next: string;
  readonly rows: readonly number[];
  readonly connection: number | null;
  /** The gaps it is about. */
  readonly places?: readonly Evidence[];
  /** True where it may hide an answer: a request without one then proves nothing. */
  readonly hidesAnswers: boolean;
  /** True where bytes are missing in the middle of a stream. */
  readonly lacksBytes?: true;
  /** Set on what began before the capture: the connection's first packet in it, ns since time zero. */
  readonly startedBefore?: number;
  /** True where a whole direction is missing. */
  readonly isOneSided?: true;
}

/** What the capture lacks, a sentence each. */
export function qualityOf(context: DiagnosisContext): QualityNote[] {
  const notes: QualityNote[] = [];
  if (!context.timed && context.frames.length > 0) {
    const [title, why, next] = context.hasOneTime
      ? [
          "One time for all packets",
          "All packets have the same time",
          "Convert or capture again with the time of each packet.",
        ]
      : [
          "No times in the files",
          "The files carry no times",
          "Capture packets (pcap, pcapng) where you can: each has its time.",
        ];
    notes.push({
      title,
      text: `${why}: how long anything waited cannot be told.`,
      next,
      rows: [],
      connection: null,
      hidesAnswers: false,
    });
  }
  if (!showsEnds(context) && context.timed) {
    notes.push({
      title: "No starts and ends of connections",
      text: "This form of capture has no starts and ends of connections: a guest that died looks like one that has nothing to say.",
      next: "Capture TCP or the vsock itself where you can: their packets show both.",
      rows: [],
      connection: null,
      hidesAnswers: false,
    });
  }
  const snapLength = smallestSnapLength(context);
  const snapped = snapLength < ORDINARY_SNAP_LENGTH ? `; its snap length is ${formatCount(snapLength)} bytes` : "";
  for (const life of context.connections) {
    const name = `connection ${life.connection.index + 1}`;
    const host = context.capture.streams[life.hostStream]!;
    const guest = context.capture.streams[life.guestStream]!;
    for (const [record, sender, hides] of [
      [host, "host", false],
      [guest, "guest", true],
    ] as const) {
      const isMissing = context.coverage.lacksSide(record.index);
      if (record.gapCount > 0 && !isMissing) {
        notes.push({
          title: `Bytes of the ${sender} are missing`,
          text: `The capture lacks ${counted(record.gapBytes, "byte")} in ${counted(record.gapCount, "gap")} of what the ${sender} sent on ${name}${snapped}.`,
          next: "Capture again with the full snap length and a larger buffer.",
          rows: [],
          places: byteRanges(context, record.index, record.gaps, "missing"),
          connection: life.connection.index,
          hidesAnswers: hides,
          lacksBytes: true,
        });
      }
      if (isMissing) {
        notes.push({
          title: "Only one direction was captured",
          text: `The capture has nothing that the ${sender} sent on ${name}.`,
          next: "Capture both directions.",
          rows: [],
          connection: life.connection.index,
          hidesAnswers: hides,
          isOneSided: true,
        });
      }
    }
    const lost = [host, guest].map(({ index }) => unseenBytes(context.capture, index));
    const [hostLost = 0, guestLost = 0] = lost;
    if (hostLost + guestLost > 0) {
      notes.push({
        title: "Packets are missing",
        text: `The capture lacks ${listed(bytesOfEnds(hostLost, guestLost))} on ${name}, by what the other end says that it took.`,
        next: "Capture again with a larger buffer.",
        rows: [],
        connection: life.connection.index,
        hidesAnswers: guestLost > 0,
        lacksBytes: true,
      });
    } else if (context.coverage.losesUnseen(life) && guest.gapCount === 0) {
      notes.push({
        title: "Packets are missing or twice there",
        text: `The capture lacks packets of ${name}, or has some twice: this kind does not number its bytes, so how many cannot be told.`,
        next: "Capture again with a larger buffer, and on one interface.",
        rows: [],
        places: [host, guest].flatMap(({ index, unframed }) => byteRanges(context, index, unframed, "in no frame")),
        connection: life.connection.index,
        hidesAnswers: true,
        lacksBytes: true,
      });
    }
    const hostOut = context.coverage.leftOut(life, host.index);
    const guestOut = context.coverage.leftOut(life, guest.index);
    if (hostOut + guestOut > 0) {
      notes.push({
        title: "Bytes are left out",
        text: `The capture has ${listed(bytesOfEnds(hostOut, guestOut))} on ${name} that are left out: they come too late, behind the end of what was sent, or too far from it.`,
        next: "See the list of issues. Parts of a capture that were put one behind the other are better opened as the files that they were: these are read in the order of their times.",
        rows: [],
        connection: life.connection.index,
        hidesAnswers: guestOut > 0,
        lacksBytes: true,
      });
    }
    const first = life.firstRequestRow;
    if (!context.showsStart(life)) {
      notes.push({
        title: "The capture starts late",
        text: `The capture starts in the middle of ${name}${first === NO_ROW ? "" : `, at id ${context.id(first)}`}.`,
        next: "Capture again from before the bridge is connected.",
        rows: first === NO_ROW ? [] : [first],
        connection: life.connection.index,
        hidesAnswers: false,
        startedBefore: life.connection.firstTime,
      });
    }
  }
  notes.push(...clocksThatDiffer(context));
  if (context.capture.issues.total > 0) {
    notes.push({
      title: "Faults in the files",
      text: `${formatCount(context.capture.issues.total)} ${context.capture.issues.total === 1 ? "fault" : "faults"} in the files; the list of issues names each.`,
      next: "Read the list of issues; copy or capture the file again where it was cut or damaged.",
      rows: [],
      connection: null,
      hidesAnswers: false,
    });
  }
  return notes;
}

function bytesOfEnds(host: number, guest: number): string[] {
  return [
    ...(host > 0 ? [`${counted(host, "byte")} of what the host sent`] : []),
    ...(guest > 0 ? [`${counted(guest, "byte")} of what the guest sent`] : []),
  ];
}

/** Answers before their requests: the two directions were captured with clocks of their own, or a clock was set meanwhile. */
function clocksThatDiffer(context: DiagnosisContext): QualityNote[] {
  const { early, request } = context.exchanges;
  const answered = request.length - context.exchanges.unanswered.length;
  // A few are packets that came late: a clock that differs shows in many.
  if (early.length === 0 || early.length < answered * LEAST_EARLY) return [];
  const ahead = early.map((exchange) => {
    const row = request[exchange]!;
    return context.frames.time.get(row) - context.frames.time.get(context.frames.peer.get(row));
  });
  const most = ahead.reduce((largest, one) => Math.max(largest, one), 0);
  const rows = early.slice(0, MOST_EARLY).map((exchange) => request[exchange]!);
  const connection = context.frames.stream.get(rows[0]!) >>> 1;
  return [
    {
      title: "Clocks differ",
      text: `${counted(early.length, "answer stands", "answers stand")} before the request that it answers, by up to ${formatAge(most)}: the two were captured with clocks that differ, or a clock was set meanwhile. How long anything took is wrong by as much.`,
      next: "Capture both directions on one machine, or set the files' times right first, for example with `editcap -t`.",
      rows,
      connection,
      hidesAnswers: false,
    },
  ];
}

/** Of all interfaces; infinite where none has a limit. */
function smallestSnapLength({ capture: { sources } }: DiagnosisContext): number {
  const lengths = sources.flatMap(({ interfaces }) => interfaces.map(({ snapLength }) => snapLength));
  return Math.min(...lengths.filter((length) => length > 0));
}

/** Whether the capture's form can show that a connection ended. */
export function showsEnds(context: DiagnosisContext): boolean {
  return context.connections.every(({ connection: { transport } }) => transport === "tcp" || transport === "vsock");
}

export const QUALITY_RULES: readonly Rule[] = [captureProblems];
