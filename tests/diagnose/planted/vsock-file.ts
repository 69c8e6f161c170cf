/** The start of a utility VM and what follows, as a capture of vsock (link type 271). */
import type { Step } from "../../generator/steps.ts";
import { BRIDGE_PORT, CaptureBuilder } from "../build-capture.ts";
import type { Link } from "../build-capture.ts";

const SECOND = 1e9;

/** Plays what comes before the bridge, and tells at which second the guest connects it; null where it never does. */
export type Start = (capture: CaptureBuilder) => number | null;

/** The bytes of a capture that goes on until `seconds`. The steps are what happens over the bridge, from its connection on. */
export function vsockFile(start: Start, steps: Iterable<Step>, seconds: number): Uint8Array<ArrayBuffer> {
  const capture = new CaptureBuilder();
  const connects = start(capture);
  const links = new Map<number, Link>();
  if (connects !== null) {
    for (const step of steps) {
      const time = connects + step.time / SECOND;
      if (time > seconds) break;
      put(capture, links, step, time);
    }
  }
  capture.until(seconds);
  return capture.bytes();
}

function put(capture: CaptureBuilder, links: Map<number, Link>, step: Step, time: number): void {
  // Bridges have numbers from 0 down, relays from 1 up.
  const port = BRIDGE_PORT + Math.max(0, step.connection);
  const link = links.get(step.connection);
  switch (step.kind) {
    case "open":
      links.set(step.connection, capture.connect(time, port));
      break;
    case "dial":
      capture.dial(time, port);
      break;
    case "message":
      link?.frame(step.sender, time, step.type, step.id, step.payload);
      break;
    case "data":
      link?.data(step.sender, time, Buffer.from(step.text, "latin1"));
      break;
    case "window":
      link?.window(step.by, time, step.size);
      break;
    case "close":
      link?.close(step.by, time, step.how);
      links.delete(step.connection);
  }
}
