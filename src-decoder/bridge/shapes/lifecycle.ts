/** The container's life as the guest tells it, and the guest's stacks (hcsshim internal/guest/prot, internal/gcs/prot). */
import { openRequest, request, response } from "./base.ts";
import { ANY, always, field, int, jsonString, oneOf, onSuccess, string } from "./shape.ts";
import type { Field } from "./shape.ts";

/** `NotificationType` of the guest's protocol. */
const NOTIFICATION_TYPE = oneOf(
  ["None", "Nothing happened that the host must know."],
  ["GracefulExit", "The container ended after SIGTERM was sent to it."],
  ["ForcedExit", "The container ended after SIGKILL was sent to it."],
  ["UnexpectedExit", "The container ended by itself; with Result 0 that is normal."],
  ["Reboot", "The container was started again."],
  ["Constructed", "The container was made."],
  ["Started", "The container was started."],
  ["Paused", "The container was paused."],
  ["Unknown", "The guest does not know what happened."],
);

const OPERATION = oneOf(
  ["None", "No operation was going on; the only value of a Linux guest."],
  ["Construct", "The container was being made."],
  ["Start", "The container was being started."],
  ["Pause", "The container was being paused."],
  ["Resume", "The container was being resumed."],
  ["Shutdown", "The container was being shut down."],
  ["Terminate", "The container was being killed."],
);

const EVENT_FIELDS: readonly Field[] = [
  always("Type", NOTIFICATION_TYPE, "What happened to the container."),
  always("Operation", OPERATION, "What the guest was doing with the container when it happened."),
  always("Result", int(32, "result"), "HRESULT of what happened."),
  field("ResultInfo", jsonString(ANY), "More about the result, as JSON in a string; an empty string ends the bridge.", {
    absent: "Absent means that there is no more to say, as with every Linux guest.",
    secret: "message",
  }),
];

export const NOTIFICATION = request(
  "Notification",
  "Tells the host what happened to a container; its id is 0 and it has no answer.",
  EVENT_FIELDS,
);

export const DUMP_STACKS_RESPONSE = response("DumpStacksResponse", "The stacks of all goroutines of the guest agent.", [
  onSuccess("GuestStacks", string(), "Text of all stacks, not cut to any length.", { secret: "message" }),
]);

/** No host sends these two today, and what they would carry is not known. */
export const LIFECYCLE_REQUEST = openRequest(
  "LifecycleNotificationRequest",
  "Tells the guest of a change in a container's life; no host sends it today.",
);
export const UPDATE_REQUEST = openRequest(
  "UpdateContainerRequest",
  "Changes limits of a running container; no host sends it today.",
);
