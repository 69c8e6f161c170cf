/** The shapes of all messages by type: what the details tree, the editor, filters, completion and the reference page read. */
import { SIDECAR_ERROR_TYPE, messageKind } from "../header.ts";
import { PROCEDURES, procedureOf } from "../procedures.ts";
import type { Procedure } from "../procedures.ts";
import { PLAIN_REQUEST, PLAIN_RESPONSE } from "./base.ts";
import { CREATE_REQUEST, CREATE_RESPONSE } from "./create.ts";
import { EXECUTE_REQUEST, EXECUTE_RESPONSE } from "./execute.ts";
import { DUMP_STACKS_RESPONSE, LIFECYCLE_REQUEST, NOTIFICATION, UPDATE_REQUEST } from "./lifecycle.ts";
import { MODIFY_REQUEST } from "./modify-settings.ts";
import { NEGOTIATE_REQUEST, NEGOTIATE_RESPONSE } from "./negotiate.ts";
import { RESIZE_REQUEST, SIGNAL_REQUEST, WAIT_REQUEST, WAIT_RESPONSE } from "./process.ts";
import { PROPERTIES_REQUEST, PROPERTIES_RESPONSE } from "./properties.ts";
import { SERVICE_REQUEST } from "./service-settings.ts";
import type { ObjectShape } from "./shape.ts";

/** Shapes of a procedure; a kind of message that it does not have is not there. */
interface ProcedureShapes {
  readonly request?: ObjectShape;
  readonly response?: ObjectShape;
  readonly notification?: ObjectShape;
}

/** By the procedure's name. Most responses have no members of their own. */
const SHAPES: ReadonlyMap<string, ProcedureShapes> = new Map<string, ProcedureShapes>([
  ["Create", { request: CREATE_REQUEST, response: CREATE_RESPONSE }],
  ["Start", { request: PLAIN_REQUEST, response: PLAIN_RESPONSE }],
  ["ShutdownGraceful", { request: PLAIN_REQUEST, response: PLAIN_RESPONSE }],
  ["ShutdownForced", { request: PLAIN_REQUEST, response: PLAIN_RESPONSE }],
  ["ExecuteProcess", { request: EXECUTE_REQUEST, response: EXECUTE_RESPONSE }],
  ["WaitForProcess", { request: WAIT_REQUEST, response: WAIT_RESPONSE }],
  ["SignalProcess", { request: SIGNAL_REQUEST, response: PLAIN_RESPONSE }],
  ["ResizeConsole", { request: RESIZE_REQUEST, response: PLAIN_RESPONSE }],
  ["GetProperties", { request: PROPERTIES_REQUEST, response: PROPERTIES_RESPONSE }],
  ["ModifySettings", { request: MODIFY_REQUEST, response: PLAIN_RESPONSE }],
  ["NegotiateProtocol", { request: NEGOTIATE_REQUEST, response: NEGOTIATE_RESPONSE }],
  ["DumpStacks", { request: PLAIN_REQUEST, response: DUMP_STACKS_RESPONSE }],
  ["DeleteContainerState", { request: PLAIN_REQUEST, response: PLAIN_RESPONSE }],
  ["UpdateContainer", { request: UPDATE_REQUEST, response: PLAIN_RESPONSE }],
  ["LifecycleNotification", { request: LIFECYCLE_REQUEST, response: PLAIN_RESPONSE }],
  ["ModifyServiceSettings", { request: SERVICE_REQUEST, response: PLAIN_RESPONSE }],
  ["Notification", { notification: NOTIFICATION }],
]);

/** A row of the protocol's reference. */
export interface MessageShape {
  readonly type: number;
  readonly kind: "request" | "response" | "notification";
  readonly procedure: Procedure;
  readonly shape: ObjectShape;
}

const KIND_BITS = { request: 0x1000_0000, response: 0x2000_0000, notification: 0x3000_0000 } as const;

/** Every message of the protocol: requests, each followed by its response, then notifications. */
export const MESSAGES: readonly MessageShape[] = PROCEDURES.flatMap((procedure) => {
  const shapes = SHAPES.get(procedure.name) ?? {};
  return (["request", "response", "notification"] as const).flatMap((kind) => {
    const shape = shapes[kind];
    return shape === undefined ? [] : [{ type: KIND_BITS[kind] | procedure.code, kind, procedure, shape }];
  });
});

/**
 * The shape of a message's payload; null for a type that is not known. A sidecar's error response has no procedure and has what all
 * responses have.
 */
export function shapeOf(type: number): ObjectShape | null {
  if (type === SIDECAR_ERROR_TYPE) return PLAIN_RESPONSE;
  const procedure = procedureOf(type);
  const kind = messageKind(type);
  return procedure === null || kind === "unknown" ? null : (SHAPES.get(procedure.name)?.[kind] ?? null);
}
