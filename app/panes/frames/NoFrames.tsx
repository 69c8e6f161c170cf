import type { ReactElement } from "react";
import { isDamage } from "../../../src-decoder/index.ts";
import { byteSize, counted } from "../../format/numbers.ts";
import { Button } from "../../parts/Button.tsx";
import { useStore } from "../../state/store.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";

/** Connections offered by hand, the largest first. */
const MOST_OFFERED = 5;
/** Issues that may say why; all are in their list. */
const MOST_ISSUES = 3;

/** A capture was read and holds no bridge that could be told from its bytes. */
export function NoFrames(): ReactElement | null {
  const overview = useStore((state) => state.overview);
  const bridgePorts = useStore((state) => state.bridgePorts);
  const setBridgePorts = useStore((state) => state.setBridgePorts);
  if (overview === null) return null;
  const offered = overview.connections
    .filter((connection) => connection.port !== null)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST_OFFERED);
  return (
    <div className="empty">
      <h2>No bridge frames here</h2>
      <p>{whyNone(overview)}</p>
      {whatWasWrong(overview).map((text) => (
        <p key={text}>{text}</p>
      ))}
      {offered.length > 0 && (
        <>
          <p>If one of these is the bridge, its port can be read as one:</p>
          <ul className="empty-list">
            {offered.map(({ index, host, guest, bytes, port }) => (
              <li key={index}>
                <span className="data">
                  {host} ↔ {guest}
                </span>
                <span className="faint">{byteSize(bytes)}</span>
                {port !== null && (
                  <Button
                    disabled={bridgePorts.includes(port)}
                    onClick={() => void setBridgePorts([...bridgePorts, port])}
                  >
                    Read port {port} as a bridge
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Issues that may be the reason; damaged files have their card. */
function whatWasWrong({ issues, files }: CaptureOverview): readonly string[] {
  const texts = issues
    .filter((issue) => !isDamage(issue))
    .map(({ source, text }) => (files.length > 1 ? `${source}: ${text}` : text));
  return [...new Set(texts)].slice(0, MOST_ISSUES);
}

function whyNone({ packets, connections }: CaptureOverview): string {
  if (packets === 0) return "The capture holds no packet. Capture again while the bridge is in use.";
  if (connections.length === 0) return `${counted(packets, "packet")}, and no connection of a bridge among them.`;
  const among = `${counted(packets, "packet")} in ${counted(connections.length, "connection")}`;
  return `${among}, and none of them carries bytes that look like the bridge. A bridge is found on any port when at least one whole frame of it was captured.`;
}
