/**
 * The host's end of the bridge: what it waits for, and over what it ends the bridge (bridge.md H01, H03, H05, H07, H08, H09, H56; hcsshim
 * `internal/gcs/bridge.go`).
 */
import { NOTIFICATION, REQUEST } from "./payloads.ts";

const MOST_BYTES = 65_536;
const HEADER_BYTES = 16;
const RESPONSE = 2;
const SHUTDOWN_DEADLINE = 30e9;

/** What the host sent and has no answer to. */
export interface OpenCall {
  readonly id: number;
  readonly type: number;
  readonly container: string;
  readonly since: number;
}

export class HostEnd {
  readonly #open = new Map<number, OpenCall>();
  /** Containers whose exit the host expects. */
  readonly #containers = new Set<string>();

  asked(call: OpenCall): void {
    this.#open.set(call.id, call);
    if (call.type === REQUEST.create) this.#containers.add(call.container);
  }

  get open(): readonly OpenCall[] {
    return [...this.#open.values()];
  }

  /** Calls that end the bridge when they wait too long: no waits. */
  get openSynchronous(): readonly OpenCall[] {
    return this.open.filter(({ type }) => type !== REQUEST.waitForProcess);
  }

  /** A migration's destination knows of the waits alone. */
  handOver(): void {
    for (const { id } of this.openSynchronous) this.#open.delete(id);
  }

  /** Takes a message of the guest; false where the host ends the bridge over it. */
  takes(type: number, id: number, payload: string): boolean {
    if (HEADER_BYTES + payload.length > MOST_BYTES) return false;
    if (type === NOTIFICATION) return this.#takesNotification(payload);
    if (type >>> 28 !== RESPONSE || !this.#open.has(id)) return false;
    this.#open.delete(id);
    return isAnswer(payload);
  }

  /** Whether a call is still without an answer: ids begin anew after a migration. */
  waitsFor(call: OpenCall): boolean {
    return this.#open.get(call.id) === call;
  }

  #takesNotification(payload: string): boolean {
    const container = /"ContainerId":"([^"]*)"/.exec(payload)?.[1] ?? "";
    return !payload.includes('"ResultInfo":""') && this.#containers.delete(container);
  }
}

/** How long the host waits for a call before it ends the bridge, ns; null for one whose caller stops waiting before. */
export function deadlineOf({ type }: OpenCall, timeout: number): number | null {
  if (type === REQUEST.waitForProcess) return null;
  return type === REQUEST.shutdownGraceful && timeout > SHUTDOWN_DEADLINE ? null : timeout;
}

function isAnswer(payload: string): boolean {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && /"Result":-?\d/.test(payload);
  } catch {
    return false;
  }
}
