/** vsock ports that are used again, in a capture that lacks the opening of the second conversation. */
import { expect, it } from "vitest";
import { CaptureBuilder, VM, bridgeIn } from "../diagnose/build-capture.ts";
import { unaccounted } from "../captures/observe.ts";

const ENDS = ["host", "guest"] as const;

it.each(ENDS.flatMap((by) => (["FIN", "RST"] as const).map((how) => [by, how] as const)))(
  "what comes behind the %s's %s is another connection, with all its frames",
  async (by, how) => {
    const builder = new CaptureBuilder();
    const link = bridgeIn(builder).call(1, 1, "GetProperties", VM).close(by, 2, how);
    link.negotiate(9).call(10, 1, "GetProperties", VM).ask(11, 2, "GetProperties", VM);
    const capture = await builder.read();
    const connectionOf = Array.from({ length: 9 }, (_, row) => capture.frames.stream.get(row) >>> 1);
    expect(capture.frames.length).toBe(9);
    expect(connectionOf).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(unaccounted(capture)).toEqual([]);
    expect(capture.issues.kept).toEqual([]);
  },
);

it("what was on its way when the connection ended is of no other", async () => {
  const builder = new CaptureBuilder();
  bridgeIn(builder).call(1, 1, "GetProperties", VM).close("guest", 2, "RST").ask(2.001, 2, "GetProperties", VM);
  const capture = await builder.read();
  expect(capture.connections.length).toBe(1);
});
