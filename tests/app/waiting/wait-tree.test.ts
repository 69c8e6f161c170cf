import { describe, expect, test } from "vitest";
import { waitGraph } from "../../../app/panes/waiting/wait-tree.ts";
import { frameRow } from "../../../app/worker/rows.ts";
import type { WaitingExchange } from "../../../app/worker/contract/conclusions.ts";
import { CaptureReader } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

const reader = new CaptureReader(openFiles(["hang-handler/hang-handler.pcapng"]), {});
await reader.run();
const { capture } = reader;

function waiting(row: number, behind: number | null = null, state?: WaitingExchange["state"]): WaitingExchange {
  return {
    frame: frameRow(capture, row, -1),
    age: 1,
    state: state ?? (behind === null ? "waiting" : "queued"),
    behind,
  };
}

const shape = (list: readonly WaitingExchange[]): unknown => {
  const { calls, longPolls } = waitGraph(list);
  return {
    calls: calls.map(({ exchange, depth, holds }) => [exchange.frame.row, depth, holds]),
    longPolls: longPolls.map(({ exchange }) => exchange.frame.row),
  };
};

describe("the wait graph", () => {
  test("puts the culprit at the root and what is queued below it, oldest first", () => {
    expect(shape([waiting(2), waiting(4), waiting(6, 4), waiting(8, 2), waiting(10, 6), waiting(12, 4)])).toEqual({
      calls: [
        [2, 0, 1],
        [8, 1, 0],
        [4, 0, 2],
        [6, 1, 1],
        [10, 2, 0],
        [12, 1, 0],
      ],
      longPolls: [],
    });
  });

  test("keeps long polls apart", () => {
    expect(shape([waiting(1, null, "long-poll"), waiting(2), waiting(3, null, "long-poll")])).toEqual({
      calls: [[2, 0, 0]],
      longPolls: [1, 3],
    });
  });

  test("keeps a wait whose answer may be lost with the other long polls", () => {
    const poll = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, -1)).find(
      ({ name, pending }) => name === "WaitForProcess" && pending,
    )!.row;
    // Frame 42 is ShutdownGraceful, which hangs.
    expect(shape([waiting(poll, null, "unknown"), waiting(41, null, "unknown")])).toEqual({
      calls: [[41, 0, 0]],
      longPolls: [poll],
    });
  });

  test("shows what stands behind a request that is not listed, or behind one that came later", () => {
    expect(shape([waiting(5, 1), waiting(6, 8), waiting(8, 6)])).toEqual({
      calls: [
        [5, 0, 0],
        [6, 0, 1],
        [8, 1, 0],
      ],
      longPolls: [],
    });
  });
});
