/** How long a request may wait before somebody gives it up (bridge.md 0.2 and 0.3). */
import { NULL_CONTAINER } from "../correlate/containers.ts";
import { BRIDGE_TIMEOUT_NS } from "./context.ts";
import type { DiagnosisContext } from "./context.ts";
import { clockTime, formatAge } from "./words.ts";

/** The caller's own deadline for shutdown and forced shutdown (internal/gcs/container.go); the bridge lives on (N27). */
export const SHUTDOWN_DEADLINE_NS = 30e9;

/** The caller's clock starts before its request is on the wire: what is seen of a deadline there is shorter by up to this. */
export const DEADLINE_SLACK_NS = 0.5e9;

/** The host waits so long for entropy, log, bridge and the first answer together (HCSSHIM_TIMEOUT_GCSCONNECTION). */
export const START_LIMIT_NS = 120e9;

/** Whether the caller may stop waiting without ending the bridge (allowCancel of internal/gcs `RPC`, bridge.md 0.3). */
export function mayBeAbandoned(context: DiagnosisContext, row: number): boolean {
  const cancellable = context.procedure(row)?.cancellable;
  return cancellable === "always" || (cancellable === "null-container" && context.container(row) === NULL_CONTAINER);
}

/** ns after which a request that is not answered is given up at the latest: by its caller, or by the bridge that ends over it. */
export function deadlineOf(context: DiagnosisContext, row: number): number {
  switch (context.name(row)) {
    case "ShutdownGraceful":
    case "ShutdownForced":
      return SHUTDOWN_DEADLINE_NS;
    case "NegotiateProtocol":
      return START_LIMIT_NS;
    default:
      return BRIDGE_TIMEOUT_NS;
  }
}

/** When the host ends the bridge over a request that is not answered, as a clock shows it. */
export function killClock(context: DiagnosisContext, row: number): string {
  return clockTime(context.capture.startNs, context.time(row) + BRIDGE_TIMEOUT_NS);
}

/** The end of a sentence on requests that wait while the bridge lives: when the host ends it over the first that must be answered. */
export function countdown(context: DiagnosisContext, waiting: readonly number[]): string {
  const row = waiting.find((one) => !mayBeAbandoned(context, one));
  if (row === undefined) return "";
  const left = BRIDGE_TIMEOUT_NS - (context.capture.lastTime - context.time(row));
  if (left <= 0) return "";
  return ` Without an answer to ${context.call(row)} the host ends the bridge in ${formatAge(left)}, at ${killClock(context, row)}.`;
}

/** Windows images block on signals for minutes, which is no fault (N21); the bridge's limit holds for them all the same. */
export function isSlowSignal(context: DiagnosisContext, row: number): boolean {
  return context.name(row) === "SignalProcess" && context.isWindows(context.bridgeOf(row));
}

/** A signal that may be such a one, for all that the capture tells of its guest. */
export function mayBeSlowSignal(context: DiagnosisContext, row: number): boolean {
  return context.name(row) === "SignalProcess" && context.guestOf(context.bridgeOf(row)) !== "linux";
}
