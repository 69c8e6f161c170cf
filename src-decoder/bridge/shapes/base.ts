/** What every request, response and notification begins with (hcsshim internal/gcs/prot, bridge.md 2.1). */
import { always, field, int, listOf, object, oftenOneOf, openObject, string, uint } from "./shape.ts";
import type { Field, ObjectShape } from "./shape.ts";

const TRACE_CONTEXT = object("TraceContext", "Where a request belongs in a distributed trace (W3C Trace Context).", [
  field(
    "traceparent",
    string("traceparent"),
    "Trace and span of the caller: version, trace id, parent span id and flags.",
    {
      absent: "Absent means that the caller has no span.",
      secret: "identity",
    },
  ),
  field("tracestate", string(), "Vendors' own additions to the trace, as name=value pairs with commas.", {
    secret: "identity",
  }),
]);

const OPENCENSUS_CONTEXT = object("OpenCensusContext", "The caller's span in the form that hosts up to v0.14 send.", [
  field("TraceID", string(), "Trace id, 32 hexadecimal digits.", { secret: "identity" }),
  field("SpanID", string(), "Span id of the caller, 16 hexadecimal digits.", { secret: "identity" }),
  field("TraceOptions", uint(32, "trace-options"), "Options of the trace; bit 0 says that it is sampled."),
  field("Tracestate", string(), "Base64 of the JSON list of vendors' additions.", { secret: "identity" }),
]);

const ACTIVITY = {
  shape: string("activity-id"),
  secret: "identity",
} as const;

const TRACE_FIELDS: readonly Field[] = [
  field("otsc", TRACE_CONTEXT, "Trace context of the request, for joining it with logs.", {
    absent: "Absent means that the request is not traced, or that the host writes ocsc.",
  }),
  field("ocsc", OPENCENSUS_CONTEXT, "Trace context of the request in its older form.", {
    absent: "Absent means that the request is not traced, or that the host writes otsc.",
    deprecated: "Replaced by otsc.",
  }),
];

const CONTAINER = always(
  "ContainerId",
  string("container-id"),
  "Container that the message is about; the null GUID is the utility VM itself.",
  { secret: "identity" },
);

const REQUEST_FIELDS: readonly Field[] = [
  CONTAINER,
  always("ActivityId", ACTIVITY.shape, "Id for joining messages; hcsshim always sends the null GUID.", {
    secret: ACTIVITY.secret,
  }),
  ...TRACE_FIELDS,
];

const ERROR_RECORD = object("ErrorRecord", "One error as the guest saw it, with its place in the guest's sources.", [
  always("Result", int(32, "result"), "HRESULT of this error."),
  always("Message", string("error-text"), "What went wrong; some guests quote the whole request here.", {
    secret: "message",
  }),
  field("StackTrace", string(), "Call stack where the error was made, a frame in two lines.", {
    absent: "Absent means that the error carries no stack.",
    secret: "message",
  }),
  always(
    "ModuleName",
    oftenOneOf(
      ["gcs", "The guest agent made the record."],
      ["gcs-sidecar", "The confidential sidecar made the record."],
    ),
    "Program that made the record.",
  ),
  always("FileName", string(), "Source file of the error; empty where no stack is known."),
  always("Line", uint(32, "line"), "Line in the source file; 4294967295 where no stack is known."),
  field("FunctionName", string(), "Function of the error.", { absent: "Absent means that no stack is known." }),
]);

const RESPONSE_FIELDS: readonly Field[] = [
  always("Result", int(32, "result"), "HRESULT of the request, signed; 0 is success."),
  field("ActivityId", ACTIVITY.shape, "The request's ActivityId again.", {
    absent: "Absent means that the request could not be parsed.",
    secret: ACTIVITY.secret,
  }),
  field("ErrorMessage", string("error-text"), "What went wrong, all causes in one text.", {
    absent: "Absent means that there was no error.",
    secret: "message",
  }),
  field("ErrorRecords", listOf(ERROR_RECORD), "The errors one by one, the outermost first.", {
    absent: "Absent means that there was no error.",
  }),
];

/** A request: the members that all have, and its own. */
export function request(name: string, meaning: string, own: readonly Field[] = []): ObjectShape {
  return object(name, meaning, [...REQUEST_FIELDS, ...own]);
}

/** A request whose own members are not known. */
export function openRequest(name: string, meaning: string): ObjectShape {
  return openObject(name, meaning, REQUEST_FIELDS);
}

/** A response: the members that all have, and its own. */
export function response(name: string, meaning: string, own: readonly Field[] = []): ObjectShape {
  return object(name, meaning, [...RESPONSE_FIELDS, ...own]);
}

/** A request without members of its own. */
export const PLAIN_REQUEST = request("Request", "A request that needs no more than the container's id.");
/** A response without members of its own; also what a sidecar's error response has. */
export const PLAIN_RESPONSE = response("Response", "A response that says only whether the request was done.");
