import { describe, expect, it } from "vitest";
import { findBridges } from "../../src-decoder/correlate/bridges.ts";
import { Pairing } from "../../src-decoder/correlate/pairing.ts";
import { StreamRecord } from "../../src-decoder/model/stream-table.ts";
import type { Connection } from "../../src-decoder/stream/stream-sink.ts";
import { peersOf, tableOf } from "./build-frames.ts";
import type { ShortFrame } from "./build-frames.ts";

function connection(index: number, hostPort: number): Connection {
  return {
    index,
    transport: "tcp",
    endpoints: [
      { address: "192.0.2.1", port: hostPort },
      { address: "192.0.2.9", port: 40_000 + index },
    ],
    sawStart: true,
    firstTime: 0,
    lastTime: 0,
    packets: 0,
    events: [],
    eventCounts: {},
    unseen: null,
    leftOut: null,
  };
}

function bridgesOf(frames: readonly ShortFrame[], hostPorts: readonly number[] = [20_000, 20_000]) {
  const table = tableOf(frames);
  const pairing = new Pairing(table);
  pairing.advance();
  const connections = hostPorts.map((port, index) => connection(index, port));
  const streams = connections.flatMap(({ index }) => {
    const records = [new StreamRecord(2 * index), new StreamRecord(2 * index + 1)] as const;
    records[0].direction = "host-to-guest";
    records[1].direction = "guest-to-host";
    return records;
  });
  const bridges = findBridges(table, connections, streams, pairing);
  pairing.acrossConnections(bridges);
  return { bridges: bridges.map((bridge) => bridge.connections), peers: peersOf(table) };
}

const first: ShortFrame[] = [
  { kind: "req", id: 0 },
  { kind: "resp", id: 0 },
  { kind: "req", id: 1 },
  { kind: "req", id: 2 },
];

describe("bridges over several connections", () => {
  it("a resume goes on with the next id", () => {
    const resumed: ShortFrame[] = [
      { kind: "req", id: 3, connection: 1 },
      { kind: "resp", id: 2, connection: 1 },
    ];
    expect(bridgesOf([...first, ...resumed])).toEqual({ bridges: [[0, 1]], peers: [1, 0, null, 5, null, 3] });
  });

  it("a migration's destination negotiates as id 0 and then jumps", () => {
    const destination: ShortFrame[] = [
      { kind: "req", id: 0, connection: 1 },
      { kind: "resp", id: 0, connection: 1 },
      { kind: "req", id: 1000, connection: 1 },
      { kind: "resp", id: 1, connection: 1 },
    ];
    expect(bridgesOf([...first, ...destination])).toEqual({
      bridges: [[0, 1]],
      peers: [1, 0, 7, null, 5, 4, null, 2],
    });
  });

  it("ids that start again are another bridge, and its answers do not mix", () => {
    const fresh: ShortFrame[] = [
      { kind: "req", id: 0, connection: 1 },
      { kind: "resp", id: 0, connection: 1 },
      { kind: "req", id: 1, connection: 1 },
      { kind: "resp", id: 1, connection: 1 },
    ];
    expect(bridgesOf([...first, ...fresh])).toEqual({ bridges: [[0], [1]], peers: [1, 0, null, null, 5, 4, 7, 6] });
  });

  it("an answer to a waiting request tells a resume where the ids do not", () => {
    const short: ShortFrame[] = [
      { kind: "req", id: 0, connection: 1 },
      { kind: "resp", id: 2, connection: 1 },
    ];
    expect(bridgesOf([...first, ...short]).bridges).toEqual([[0, 1]]);
    expect(bridgesOf([...first, { kind: "req", id: 0, connection: 1 }]).bridges).toEqual([[0], [1]]);
  });

  it("an id that was used before is no resume, though the answer to a waiting request follows", () => {
    const second: ShortFrame[] = [
      { kind: "req", id: 2, connection: 1 },
      { kind: "resp", id: 1, connection: 1 },
    ];
    expect(bridgesOf([...first, ...second]).bridges).toEqual([[0], [1]]);
  });

  it("a bridge that had agreed on its version alone does not go on as one that starts anew", () => {
    const again: ShortFrame[] = [
      { kind: "req", id: 0, connection: 1 },
      { kind: "resp", id: 0, connection: 1 },
      { kind: "req", id: 1, connection: 1 },
    ];
    expect(bridgesOf([...first.slice(0, 2), ...again]).bridges).toEqual([[0], [1]]);
  });

  it("two utility VMs at once, or on two ports, are two bridges", () => {
    const interleaved: ShortFrame[] = [
      { kind: "req", id: 0 },
      { kind: "req", id: 5, connection: 1 },
      { kind: "resp", id: 0 },
      { kind: "resp", id: 5, connection: 1 },
    ];
    expect(bridgesOf(interleaved).bridges).toEqual([[0], [1]]);
    expect(bridgesOf([...first, { kind: "req", id: 3, connection: 1 }], [20_000, 20_001]).bridges).toEqual([[0], [1]]);
  });
});
