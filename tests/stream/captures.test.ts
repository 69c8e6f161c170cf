import { describe, expect, it } from "vitest";
import { IssueList } from "../../src-decoder/bytes/issues.ts";
import { EndpointTable } from "../../src-decoder/network/endpoints.ts";
import { NetworkDecoder } from "../../src-decoder/network/network-decoder.ts";
import { PieceList } from "../../src-decoder/stream/pieces.ts";
import { Reassembler } from "../../src-decoder/stream/reassembler.ts";
import type { Connection } from "../../src-decoder/stream/stream-sink.ts";
import { readBytes } from "../captures/load.ts";
import { packetsOf } from "../network/packet-loop.ts";

interface Rebuilt {
  readonly connections: Connection[];
  /** By stream number; gaps are zeros. */
  readonly streams: Uint8Array[];
  /** Bytes in gaps, by stream number. */
  readonly missing: number[];
  readonly issues: IssueList;
}

/** Rebuilds the streams of a capture out of the file places that are told with them, so that those are proved too. */
function rebuild(path: string): Rebuilt {
  const file = readBytes(path);
  const endpoints = new EndpointTable();
  const issues = new IssueList();
  const connections: Connection[] = [];
  const pieces: ({ at: number; bytes: Uint8Array }[] | undefined)[] = [];
  const missing: number[] = [];
  const places: PieceList[] = [];
  const reassembler = new Reassembler(
    {
      connection: (connection) => void connections.push(connection),
      bytes(stream, at, _bytes, start, end, _time, sourceNumber, fileOffset, packet) {
        (places[stream] ??= new PieceList()).add(at, end - start, sourceNumber, fileOffset, packet);
        (pieces[stream] ??= []).push({ at, bytes: file.subarray(fileOffset, fileOffset + end - start) });
      },
      gap(stream, at, length) {
        missing[stream] = (missing[stream] ?? 0) + length;
        (pieces[stream] ??= []).push({ at, bytes: new Uint8Array(length) });
      },
      locate: (stream, at, length) => places[stream]?.locate(at, length) ?? [],
      end: () => undefined,
    },
    endpoints,
    issues,
    [path],
  );
  const decoder = new NetworkDecoder(reassembler, endpoints, issues, [path]);
  let number = 0;
  let first: number | null = null;
  for (const packet of packetsOf(file)) {
    first ??= packet.seconds;
    decoder.packet(packet, 0, number++, (packet.seconds - first) * 1e9 + packet.nanoseconds);
  }
  decoder.finish();
  reassembler.finish(Number.NaN);
  const streams = Array.from(pieces, (runs = []) => {
    const last = runs.at(-1);
    const bytes = new Uint8Array(last === undefined ? 0 : last.at + last.bytes.length);
    for (const run of runs) bytes.set(run.bytes, run.at);
    return bytes;
  });
  return { connections, streams, missing, issues };
}

/** The bridge's connection: by the host's port, the bridge's vsock port, or the side that USER0 calls outbound. */
function bridgeOf(rebuilt: Rebuilt, hostPort: number): { host: number; guest: number; connection: Connection } {
  for (const connection of rebuilt.connections) {
    const side = connection.endpoints.findIndex(
      ({ address, port }) => port === hostPort || port === 0x4000_0000 || address === "direction out",
    );
    if (side >= 0) {
      const host = connection.index * 2 + side;
      return { host, guest: connection.index * 2 + 1 - side, connection };
    }
  }
  throw new Error(`no connection of port ${hostPort}`);
}

const BOOT_EXEC = { sent: "boot-exec/boot-exec", port: 21_000 };
const BUSY = { sent: "busy/busy", port: 20_000 };
const LOSSY = { sent: "lossy/lossy", port: 20_000 };

describe("streams of real captures", () => {
  it.each([
    ["boot-exec/boot-exec.pcap", BOOT_EXEC],
    ["boot-exec/boot-exec.nsec.pcap", BOOT_EXEC],
    ["boot-exec/boot-exec.pcapng", BOOT_EXEC],
    ["linktypes/boot-exec.be-2sections.pcapng", BOOT_EXEC],
    ["linktypes/boot-exec.ipv6.pcap", BOOT_EXEC],
    ["linktypes/boot-exec.sll.pcap", BOOT_EXEC],
    ["linktypes/boot-exec.user0.pcapng", BOOT_EXEC],
    ["linktypes/boot-exec.vlan.pcap", BOOT_EXEC],
    ["linktypes/boot-exec.vsock.pcap", BOOT_EXEC],
    ["linktypes/boot-exec.vsock.pcapng", BOOT_EXEC],
    ["busy/busy.pcap", BUSY],
    ["lossy/busy-reordered.pcap", BUSY],
    ["lossy/lossy.nsec.pcap", LOSSY],
    ["lossy/lossy.pcapng", LOSSY],
  ])("%s has the bytes that were sent", (path, { sent, port }) => {
    const rebuilt = rebuild(path);
    const { host, guest } = bridgeOf(rebuilt, port);
    expect(Buffer.compare(rebuilt.streams[host]!, readBytes(`${sent}.h2g.bin`))).toBe(0);
    expect(Buffer.compare(rebuilt.streams[guest]!, readBytes(`${sent}.g2h.bin`))).toBe(0);
    expect(rebuilt.issues.total).toBe(0);
  });

  it.each(["lossy/busy-drop0.2pct.pcap", "lossy/busy-snap96.pcap"])("%s has all but its gaps", (path) => {
    const rebuilt = rebuild(path);
    const { host, guest } = bridgeOf(rebuilt, BUSY.port);
    for (const [stream, direction] of [
      [host, "h2g"],
      [guest, "g2h"],
    ] as const) {
      const sent = readBytes(`${BUSY.sent}.${direction}.bin`);
      const seen = rebuilt.streams[stream]!;
      expect(seen).toHaveLength(sent.length);
      const differing = seen.reduce((count, byte, i) => count + (byte === sent[i] ? 0 : 1), 0);
      // No byte of these streams is zero by chance more often than a gap's.
      expect(differing).toBeLessThanOrEqual(rebuilt.missing[stream]!);
      expect(seen.filter((byte, i) => byte !== 0 && byte !== sent[i])).toHaveLength(0);
    }
  });

  it("a capture that begins and ends in the middle has a part of them", () => {
    const rebuilt = rebuild("lossy/busy-midstart.pcap");
    const { host, guest, connection } = bridgeOf(rebuilt, BUSY.port);
    expect(connection.sawStart).toBe(false);
    for (const [stream, direction] of [
      [host, "h2g"],
      [guest, "g2h"],
    ] as const) {
      const seen = rebuilt.streams[stream]!;
      expect(seen.length).toBeGreaterThan(400_000);
      expect(rebuilt.missing[stream]).toBeUndefined();
      expect(Buffer.from(readBytes(`${BUSY.sent}.${direction}.bin`)).indexOf(seen)).toBeGreaterThan(0);
    }
  });

  it("knows loss from overtaking", () => {
    const { connection } = bridgeOf(rebuild("lossy/lossy.nsec.pcap"), LOSSY.port);
    const {
      retransmission = 0,
      "out-of-order": overtaken = 0,
      fin,
      "overlap-conflict": conflict,
    } = connection.eventCounts;
    // tshark says 341 and 242 of the same file; it tells them apart by round-trip time.
    expect(retransmission).toBeGreaterThan(280);
    expect(retransmission).toBeLessThan(400);
    expect(overtaken).toBeGreaterThan(200);
    expect(overtaken).toBeLessThan(280);
    expect([fin, conflict]).toEqual([2, undefined]);
  });
});
