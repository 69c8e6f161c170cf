import { beforeAll, describe, expect, it } from "vitest";
import type { Capture } from "../../src-decoder/index.ts";
import { captureForms, loadTruth, openFiles, readBytes, senderFiles } from "./load.ts";
import type { CaptureForm, Truth, TruthMessage } from "./load.ts";
import { framesByConnection, readCapture, unaccounted, unansweredIds } from "./observe.ts";
import { coverageOf } from "./packet-coverage.ts";

/** Type, id, size, payload hash and result of a message in one line. */
function line(message: TruthMessage): string {
  return `${message.type} ${message.id} ${message.size} ${message.payloadSha256} ${message.result ?? "-"}`;
}

/** The messages that a form must show whole, by connection and direction. */
function expectedFrames(form: CaptureForm, truth: Truth): { h2g: string[]; g2h: string[] }[] {
  const shown = truth.messages.filter(
    (message) =>
      (form.connection === null || message.conn === form.connection) &&
      (form.holds === "sent" || message.onWire === undefined),
  );
  const connections = [...new Set(shown.map((message) => message.conn))].toSorted((a, b) => a - b);
  return connections.flatMap((conn) => {
    const of = (direction: "h2g" | "g2h"): string[] =>
      shown.filter((message) => message.conn === conn && message.direction === direction).map(line);
    return Array.from({ length: form.copies }, () => ({ h2g: of("h2g"), g2h: of("g2h") }));
  });
}

/** Ids that must be reported as unanswered: what the truth says of the capture, or what follows from all that was sent. */
function expectedUnanswered(form: CaptureForm, truth: Truth): string[] {
  if (form.holds === "captured") {
    return Array.from({ length: form.copies }, () => truth.summary.unansweredRequestIds.map(String)).flat();
  }
  const sent = truth.messages.filter((message) => form.connection === null || message.conn === form.connection);
  const answered = new Set(sent.filter((m) => m.type.startsWith("0x2")).map((message) => message.id));
  return sent.filter((m) => m.type.startsWith("0x1") && !answered.has(m.id)).map((message) => String(message.id));
}

/** Bytes of the bridge's streams. */
function expectedLengths(form: CaptureForm, truth: Truth): number[] {
  if (form.holds === "captured") {
    return Array.from({ length: form.copies }, () => Object.values(truth.summary.capturedBytes)).flat();
  }
  return senderFiles(form).map((file) => readBytes(file).length);
}

const byNumber = (a: string, b: string): number => Number(a) - Number(b);

describe.each(captureForms())("$name", (form) => {
  const truth = loadTruth(form.truthFile);
  let capture: Capture;
  beforeAll(async () => {
    capture = await readCapture(openFiles(form.files));
  });

  it("shows every message as it was sent", async () => {
    const frames = await framesByConnection(capture);
    expect(frames.map(({ h2g, g2h }) => ({ h2g: h2g.whole, g2h: g2h.whole }))).toEqual(expectedFrames(form, truth));
  });

  it("names the requests without an answer", () => {
    expect(unansweredIds(capture).toSorted(byNumber)).toEqual(expectedUnanswered(form, truth).toSorted(byNumber));
  });

  it("accounts for every byte of every stream", () => {
    expect(unaccounted(capture)).toEqual([]);
  });

  it("finds nothing wrong with the file", () => {
    expect(capture.issues.kept).toEqual([]);
  });

  it("has streams as long as what was captured", () => {
    const lengths = capture.streams.filter((stream) => stream.direction !== null).map((stream) => stream.bytes);
    expect(lengths.toSorted((a, b) => a - b)).toEqual(expectedLengths(form, truth).toSorted((a, b) => a - b));
  });
});

describe.each(["busy-drop0.2pct", "busy-midstart", "busy-reordered", "busy-snap96"])("lossy/%s.pcap", (stem) => {
  const truth = loadTruth("busy/busy.truth.json");
  const path = `lossy/${stem}.pcap`;
  let capture: Capture;
  beforeAll(async () => {
    capture = await readCapture(openFiles([path]));
  });

  it("finds every frame whose bytes are all there, and no other", async () => {
    const coverage = coverageOf(readBytes(path), readBytes("busy/busy.pcap"), truth.summary.hostTcpPort);
    const frames = await framesByConnection(capture);
    expect(frames).toHaveLength(1);
    for (const direction of ["h2g", "g2h"] as const) {
      const whole = truth.messages.filter(
        (message) => message.direction === direction && coverage[direction].hasAll(message.streamOffset, message.size),
      );
      expect(frames[0]?.[direction].whole).toEqual(whole.map(line));
    }
  });

  it("invents no frame where bytes are missing", async () => {
    const sent = new Set(truth.messages.map(({ direction, type, id, size }) => `${direction} ${type} ${id} ${size}`));
    for (const connection of await framesByConnection(capture)) {
      for (const direction of ["h2g", "g2h"] as const) {
        const invented = connection[direction].broken.filter((header) => !sent.has(`${direction} ${header}`));
        expect(invented).toEqual([]);
      }
    }
  });

  it("accounts for every byte of every stream", () => {
    expect(unaccounted(capture)).toEqual([]);
  });
});

describe("lossy/busy-snap96.pcap", () => {
  it("still shows the header of every message of the host, as each began a packet", async () => {
    const capture = await readCapture(openFiles(["lossy/busy-snap96.pcap"]));
    const [bridge] = await framesByConnection(capture);
    const truth = loadTruth("busy/busy.truth.json");
    const sent = truth.messages.filter((message) => message.direction === "h2g");
    expect(bridge?.h2g.broken).toEqual(sent.map(({ type, id, size }) => `${type} ${id} ${size}`));
  });
});

describe("the oracle of the lossy captures", () => {
  it("agrees with what was recorded when busy-midstart was cut out", () => {
    const derived: Record<string, { expected?: Record<"h2g" | "g2h", { completeMessages: number }> }> = JSON.parse(
      Buffer.from(readBytes("lossy/derived.json")).toString("utf8"),
    );
    const truth = loadTruth("busy/busy.truth.json");
    const coverage = coverageOf(
      readBytes("lossy/busy-midstart.pcap"),
      readBytes("busy/busy.pcap"),
      truth.summary.hostTcpPort,
    );
    for (const direction of ["h2g", "g2h"] as const) {
      const whole = truth.messages.filter(
        (m) => m.direction === direction && coverage[direction].hasAll(m.streamOffset, m.size),
      );
      expect(whole).toHaveLength(derived["busy-midstart.pcap"]?.expected?.[direction].completeMessages ?? -1);
    }
  });
});
