/** The lines of a conversation: what the host asked and the guest answered, in words, with the waits in between and the bytes of stdio. */
import { messageKind } from "../../bridge/header.ts";
import type { MessageKind } from "../../bridge/header.ts";
import { formatId } from "../../bridge/header.ts";
import { procedureName, procedureOf } from "../../bridge/procedures.ts";
import type { Conversation } from "../../correlate/conversation.ts";
import type { StdioChunk } from "../../correlate/conversation-extras.ts";
import type { ContainerState } from "../../correlate/containers.ts";
import type { Correlation } from "../../correlate/correlation.ts";
import { answerType } from "../../correlate/message-index.ts";
import { FRAME } from "../../model/capture.ts";
import type { Direction } from "../../model/capture.ts";
import { readStream } from "../../model/read-stream.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { readInfo } from "../info/info.ts";

interface LineCommon {
  /** Place in the conversation, from 0. */
  readonly place: number;
  /** ns since time zero; NaN where not known. */
  readonly time: number;
  /** ns since the line above; NaN for the first. */
  readonly after: number;
}

/** A message. */
export interface FrameLine extends LineCommon {
  readonly kind: "frame";
  readonly row: number;
  readonly direction: Direction;
  readonly messageKind: MessageKind;
  readonly name: string;
  readonly id: string;
  /** What the frame says, without its name; may be empty. */
  readonly info: string;
  /** Of a response, how long its request waited, ns; null where that is not known. */
  readonly latency: number | null;
  /** A response with a Result other than 0. */
  readonly failed: boolean;
  /** A request without an answer in the capture; `long-poll` where that is no wonder. */
  readonly unanswered: "no" | "waits" | "long-poll";
  /** The step of a life that it shows: `container created`, `process 55 exited`; null where it shows none. */
  readonly step: string | null;
}

/** Bytes of stdio. */
export interface StdioLine extends LineCommon, Omit<StdioChunk, "time"> {
  readonly kind: "stdio";
  /** The chunk's bytes, and a few more where its last character ends behind it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Something that happened to a connection. */
export interface EventLine extends LineCommon {
  readonly kind: "event";
  readonly text: string;
  readonly row: number | null;
}

/** A line of a conversation, of one of its three kinds. */
export type ConversationLine = FrameLine | StdioLine | EventLine;

/** Bytes behind a chunk that may belong to its last character. */
const TAIL = 3;
const EXECUTED = answerType("ExecuteProcess");
const WAITED = answerType("WaitForProcess");

/** The lines of one conversation, read when asked for; rejects where the source cannot be read. */
export class ConversationReader {
  readonly conversation: Conversation;
  readonly #correlation: Correlation;
  #steps: Promise<ReadonlyMap<number, ContainerState>> | null = null;

  constructor(correlation: Correlation, conversation: Conversation) {
    this.#correlation = correlation;
    this.conversation = conversation;
  }

  /** Lines `from .. to`, exclusive; reads their payloads and bytes. */
  async lines(from: number, to: number): Promise<ConversationLine[]> {
    const lines: ConversationLine[] = [];
    const first = Math.max(0, from);
    let last = first === 0 ? Number.NaN : this.#timeOf(first - 1);
    for (let place = first; place < Math.min(to, this.conversation.length); place++) {
      const line = await this.#line(place, last);
      last = line.time;
      lines.push(line);
    }
    return lines;
  }

  #timeOf(place: number): number {
    return this.conversation.timeOf(this.conversation.item(place), this.#correlation.capture);
  }

  async #line(place: number, last: number): Promise<ConversationLine> {
    const item = this.conversation.item(place);
    const time = this.#timeOf(place);
    const common = { place, time, after: time - last };
    if (item.kind === "event") return { ...common, kind: "event", text: item.event.text, row: item.event.row };
    if (item.kind === "frame") return this.#frame(item.row, common);
    const { stream, offset, length } = item.chunk;
    const { bytes } = await readStream(this.#correlation.capture, stream, offset, length + TAIL);
    return { ...item.chunk, ...common, kind: "stdio", bytes };
  }

  async #frame(row: number, common: LineCommon): Promise<FrameLine> {
    const { capture } = this.#correlation;
    const { frames } = capture;
    const type = frames.type.get(row);
    const peer = frames.peer.get(row);
    const kind = messageKind(type);
    const latency = peer === NO_ROW ? Number.NaN : frames.time.get(row) - frames.time.get(peer);
    const waits = kind === "request" && peer === NO_ROW;
    return {
      ...common,
      kind: "frame",
      row,
      direction: capture.streams[frames.stream.get(row)]?.direction ?? "host-to-guest",
      messageKind: kind,
      name: procedureName(type, peer === NO_ROW ? null : frames.type.get(peer)),
      id: formatId(frames.idLow.get(row), frames.idHigh.get(row)),
      info: await readInfo(capture, row),
      latency: kind === "response" && Number.isFinite(latency) ? latency : null,
      failed: kind === "response" && !this.#succeeded(row),
      unanswered: !waits ? "no" : procedureOf(type)?.waits === true ? "long-poll" : "waits",
      step: await this.#step(row),
    };
  }

  /** The step that a frame shows. Of a process: the answers to its exec and to a wait for it. */
  async #step(row: number): Promise<string | null> {
    const { frames } = this.#correlation.capture;
    this.#steps ??= this.#containerSteps();
    const state = (await this.#steps).get(row);
    const type = frames.type.get(row);
    const peer = frames.peer.get(row);
    const container = state === undefined ? [] : [`container ${state}`];
    if (peer === NO_ROW || !this.#succeeded(row)) return container[0] ?? null;
    const withProcess = type === EXECUTED ? row : peer;
    const isProcess =
      (type === EXECUTED || type === WAITED) && (frames.flags.get(withProcess) & FRAME.hasProcess) !== 0;
    const process = isProcess
      ? [`process ${frames.processId.get(withProcess)} ${type === EXECUTED ? "started" : "exited"}`]
      : [];
    return [...process, ...container].join(", ") || null;
  }

  async #containerSteps(): Promise<ReadonlyMap<number, ContainerState>> {
    const { bridge, containerId } = this.conversation.target;
    const steps = new Map<number, ContainerState>();
    for (const container of await this.#correlation.containers()) {
      const isFollowed = container.bridge === bridge && (containerId === null || container.id === containerId);
      if (!isFollowed || container.isUtilityVm) continue;
      for (const { row, state } of container.steps) steps.set(row, state);
    }
    return steps;
  }

  #succeeded(row: number): boolean {
    const { flags, result } = this.#correlation.capture.frames;
    return (flags.get(row) & FRAME.hasResult) === 0 || result.get(row) === 0;
  }
}

/** What a conversation cannot show, a sentence each. */
export function conversationNotices(correlation: Correlation, conversation: Conversation): string[] {
  const { relays, execs, execsRead } = conversation;
  const { capture } = correlation;
  if (conversation.length === 0) return ["No frame of the capture is about it."];
  if (capture.startNs === null)
    return ["The files carry no times and no connections but the bridge: there is no stdio."];
  if (execs === 0) return ["No ExecuteProcess is among the frames, so nothing says which connections are its stdio."];
  const notices: string[] = [];
  if (execsRead < execs)
    notices.push(`Stdio of the first ${execsRead} of ${execs} processes is shown. Follow one process for its own.`);
  if (relays.length === 0) return [...notices, "No stdio was asked for."];
  const absent = relays.filter(({ state }) => state === "none");
  const silent = relays.every(({ bytesToHost, bytesToGuest }) => bytesToHost + bytesToGuest === 0);
  if (absent.length === relays.length) {
    notices.push("Stdio was asked for, but the capture has no connection to any of its ports.");
  } else if (absent.length > 0) {
    const names = [...new Set(absent.map(({ name }) => name))].join(", ");
    notices.push(`The capture has no connection to ${absent.length} of ${relays.length} relays (${names}).`);
  }
  if (silent && absent.length < relays.length) notices.push("Its stdio was connected and carried no byte.");
  return notices;
}
