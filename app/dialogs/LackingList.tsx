import { useEffect, useState, type ReactElement } from "react";
import { byteSize, count, counted } from "../format/numbers.ts";
import { decoder } from "../state/decoder.ts";
import { useStore } from "../state/store.ts";
import type { LackingBytes, LackingRange } from "../worker/contract/capture.ts";
import { TableDialog, type TableHead } from "./TableDialog.tsx";

const HEADS: readonly TableHead[] = [
  { title: "What" },
  { title: "Bytes", isNumber: true },
  { title: "Stream" },
  { title: "At byte", isNumber: true },
  { title: "Frame before", isNumber: true },
  { title: "After", isNumber: true },
];

/** Where bytes of the bridge are missing, where they are in no frame and why, with the frames around. */
export function LackingList(): ReactElement | null {
  const overview = useStore((state) => state.overview);
  const [lacking, setLacking] = useState<LackingBytes | null>(null);
  useEffect(() => {
    let isWanted = true;
    void (async () => {
      const answer = await decoder.lackingBytes();
      if (isWanted) setLacking(answer);
    })();
    return () => {
      isWanted = false;
    };
  }, []);
  if (overview === null) return null;
  const { gaps, gapBytes, unframedBytes } = overview;
  const parts = [
    ...(gaps > 0 ? [`${counted(gaps, "gap")} of ${byteSize(gapBytes)}`] : []),
    ...(unframedBytes > 0 ? [`${byteSize(unframedBytes)} in no frame`] : []),
  ];
  const ranges = lacking?.ranges ?? [];
  return (
    <TableDialog
      title={parts.length === 0 ? "No gaps" : parts.join(", ")}
      label="Gaps and unframed bytes"
      heads={HEADS}
      rows={ranges.map((range) => (
        <RangeRow key={`${range.connection} ${range.direction} ${range.offset}`} range={range} />
      ))}
      listed={{
        shown: ranges.length,
        total: lacking?.total ?? 0,
        which: `The first ${count(ranges.length)} are listed`,
      }}
    />
  );
}

function RangeRow({ range }: { range: LackingRange }): ReactElement {
  const { connection, direction, offset, length, reason, before, after } = range;
  return (
    <tr>
      <td>{reason === null ? "not in the capture" : `in no frame: ${reason}`}</td>
      <td className="data cell-end">{count(length)}</td>
      <td>
        {direction === "host-to-guest" ? "host to guest" : "guest to host"}, connection {connection + 1}
      </td>
      <td className="data cell-end">{count(offset)}</td>
      <td className="cell-end">
        <ToFrame row={before} />
      </td>
      <td className="cell-end">
        <ToFrame row={after} />
      </td>
    </tr>
  );
}

/** The number of a frame; a click selects it and closes the dialog, which lies over the table. */
function ToFrame({ row }: { row: number | null }): ReactElement {
  const setDialog = useStore((state) => state.setDialog);
  const selectRow = useStore((state) => state.selectRow);
  if (row === null) return <span className="faint">none</span>;
  return (
    <button
      type="button"
      className="link data"
      aria-label={`Frame ${count(row + 1)}`}
      onClick={() => {
        setDialog(null);
        void selectRow(row);
      }}
    >
      {count(row + 1)}
    </button>
  );
}
