/** Processes and their life, from the frames: exec, wait, signals, exit. Exit codes and command lines stand in payloads and are read for one at a time. */
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { NULL_CONTAINER } from "./containers.ts";
import type { Container } from "./containers.ts";
import type { MessageIndex } from "./message-index.ts";
import { answerType, mergedRows, requestType } from "./message-index.ts";
import { member, numberMember, parsed, textMember } from "./payloads.ts";
import type { Payloads } from "./payloads.ts";

/** A process in a container, from its ExecuteProcess on. */
export interface Process {
  /** Bridge number. */
  readonly bridge: number;
  readonly containerId: string;
  readonly processId: number;
  /** True for the first process of a container, whose end is the container's. */
  readonly isInit: boolean;
  /** The ExecuteProcess request; `NO_ROW` for a process that was there before the capture. */
  readonly execRow: number;
  /** Requests about it, in capture order. */
  readonly waitRows: readonly number[];
  readonly signalRows: readonly number[];
  /** The answer of a wait that told its exit; `NO_ROW` while none did. */
  readonly exitRow: number;
  readonly state: "running" | "exited";
}

/** What only its payloads say of a process. */
export interface ProcessDetails {
  /** What was asked to run; null for a container's init, whose command stands in the container's configuration. */
  readonly commandLine: string | null;
  readonly exitCode: number | null;
}

interface Draft extends Process {
  isInit: boolean;
  execRow: number;
  waitRows: readonly number[];
  signalRows: readonly number[];
  exitRow: number;
  state: Process["state"];
}

/** What most processes have of signals, and some of waits: a capture may hold very many. */
const NO_ROWS: readonly number[] = [];

/** A choice of processes: process ids by the number of the container's id. */
export type ProcessChoice = ReadonlyMap<number, ReadonlySet<number>>;

/** All processes, or those of `wanted`, in order of their first frame. */
export function processesOf(
  capture: Capture,
  index: MessageIndex,
  containers: readonly Container[],
  wanted: ProcessChoice | null = null,
): Process[] {
  const { frames } = capture;
  const inits = new Set(containers.map(({ initRow }) => initRow));
  const found: Draft[] = [];
  /** The latest process of a container with an id, by bridge and container: ids are used again. */
  const latest: Map<number, Map<number, Draft>>[] = [];
  const processOf = (request: number, processId: number, execRow: number): Draft => {
    const bridge = capture.bridgeOf(frames.stream.get(request) >>> 1);
    const container = frames.containerId.get(request);
    const ofBridge = (latest[bridge] ??= new Map());
    let ofContainer = ofBridge.get(container);
    if (ofContainer === undefined) {
      ofContainer = new Map();
      ofBridge.set(container, ofContainer);
    }
    const known = ofContainer.get(processId);
    if (known !== undefined && execRow === NO_ROW) return known;
    if (known !== undefined && isEarlyKnown(known, execRow)) {
      known.execRow = execRow;
      known.isInit = inits.has(execRow);
      return known;
    }
    const process: Draft = {
      bridge,
      containerId: capture.strings.get(container) ?? NULL_CONTAINER,
      processId,
      isInit: execRow !== NO_ROW && inits.has(execRow),
      execRow,
      waitRows: NO_ROWS,
      signalRows: NO_ROWS,
      exitRow: NO_ROW,
      state: "running",
    };
    ofContainer.set(processId, process);
    found.push(process);
    return process;
  };
  const waits = chosenRequests(capture, index.requests("WaitForProcess"), wanted);
  const rows = mergedRows(
    chosenExecs(capture, index, wanted),
    waits,
    wanted === null ? index.answers("WaitForProcess") : waits.map((row) => capture.frames.peer.get(row)).toSorted(),
    chosenRequests(capture, index.requests("SignalProcess"), wanted),
  );
  const executed = answerType("ExecuteProcess");
  const waiting = requestType("WaitForProcess");
  const waited = answerType("WaitForProcess");
  for (const row of rows) {
    // Waits without an answer: their missing answers are the last rows of all.
    if (row === NO_ROW) break;
    const type = frames.type.get(row);
    const peer = frames.peer.get(row);
    if (type === executed) {
      if (peer !== NO_ROW && hasProcess(capture, row) && succeeded(capture, row))
        processOf(peer, frames.processId.get(row), peer);
    } else if (type === waited) {
      if (peer === NO_ROW || !hasProcess(capture, peer) || !succeeded(capture, row)) continue;
      const process = processOf(peer, frames.processId.get(peer), NO_ROW);
      process.exitRow = row;
      process.state = "exited";
    } else if (hasProcess(capture, row)) {
      const process = processOf(row, frames.processId.get(row), NO_ROW);
      if (type === waiting) process.waitRows = [...process.waitRows, row];
      else process.signalRows = [...process.signalRows, row];
    }
  }
  return found;
}

/** Whether a process was first told of by a wait for it: within one tick of the capture's clock that may stand before the exec's answer. */
function isEarlyKnown({ execRow, waitRows, exitRow }: Process, exec: number): boolean {
  return execRow === NO_ROW && exitRow === NO_ROW && waitRows.length > 0 && waitRows[0]! > exec;
}

/** What the payloads say of one process. */
export async function processDetails(payloads: Payloads, process: Process): Promise<ProcessDetails> {
  const exec = process.execRow === NO_ROW ? undefined : await payloads.json(process.execRow);
  const parameters = parsed(textMember(exec, "Settings", "ProcessParameters") ?? "");
  const exit = process.exitRow === NO_ROW ? undefined : await payloads.json(process.exitRow);
  return { commandLine: commandLineOf(parameters), exitCode: numberMember(exit, "ExitCode") };
}

/** The command of an ExecuteProcess's parameters: Windows guests take a line, Linux guests arguments. */
function commandLineOf(parameters: unknown): string | null {
  const line = textMember(parameters, "CommandLine");
  if (line !== null && line !== "") return line;
  const inOci = member(parameters, "OciProcess", "args");
  const args = Array.isArray(inOci) ? inOci : member(parameters, "CommandArgs");
  if (!Array.isArray(args)) return null;
  return args.filter((argument) => typeof argument === "string").join(" ");
}

function chosenRequests({ frames }: Capture, rows: Uint32Array, wanted: ProcessChoice | null): Uint32Array {
  if (wanted === null) return rows;
  const ids = idsOf(wanted);
  return rows.filter((row) => {
    const processId = frames.processId.get(row);
    return ids.has(processId) && wanted.get(frames.containerId.get(row))?.has(processId) === true;
  });
}

/** The process ids of all containers. There may be very many rows, so what most fail by is asked first. */
function idsOf(wanted: ProcessChoice): ReadonlySet<number> {
  return new Set([...wanted.values()].flatMap((processes) => [...processes]));
}

/** An exec's answer carries the process, its request the container. */
function chosenExecs({ frames }: Capture, index: MessageIndex, wanted: ProcessChoice | null): Uint32Array {
  const rows = index.answers("ExecuteProcess");
  if (wanted === null) return rows;
  const ids = idsOf(wanted);
  return rows.filter((row) => {
    const processId = frames.processId.get(row);
    if (!ids.has(processId)) return false;
    const request = frames.peer.get(row);
    return request !== NO_ROW && wanted.get(frames.containerId.get(request))?.has(processId) === true;
  });
}

function hasProcess({ frames }: Capture, row: number): boolean {
  return (frames.flags.get(row) & FRAME.hasProcess) !== 0;
}

function succeeded({ frames }: Capture, row: number): boolean {
  return (frames.flags.get(row) & FRAME.hasResult) === 0 || frames.result.get(row) === 0;
}
