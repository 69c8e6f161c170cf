import { Copy, Filter } from "lucide-react";
import { useCallback, useEffect, useMemo, useState, type ReactElement } from "react";
import { NULL_CONTAINER, type FollowTarget } from "../../../src-decoder/index.ts";
import { followFilter } from "../../format/filters.ts";
import { byteSize, counted } from "../../format/numbers.ts";
import { shortContainerName } from "../../format/ids.ts";
import { Segmented } from "../../parts/Segmented.tsx";
import { copyText } from "../../parts/copy.ts";
import { decoder } from "../../state/decoder.ts";
import { scopedTarget, type FollowScope } from "../../state/follow-slice.ts";
import { useStore } from "../../state/store.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { FollowSummary } from "../../worker/contract/conclusions.ts";
import { isUnreadable } from "../../worker/unreadable-file.ts";
import { FollowLines } from "./FollowLines.tsx";
import "./follow.css";

/** Lines that are copied at most. */
const MOST_COPIED = 20_000;
/** Relays that are told one by one; of more only the sum. */
const MOST_RELAYS = 3;

const FORMS = [
  { value: "text", label: "Text" },
  { value: "hex", label: "Hex" },
] as const;
export type StdioForm = (typeof FORMS)[number]["value"];

/** A container, a process or a bridge as a conversation: what the host asked, what the guest answered, and the stdio. */
export function FollowPane(): ReactElement {
  const followed = useStore((state) => state.followed);
  const scope = useStore((state) => state.followScope);
  const isRead = useStore((state) => state.phase === "read");
  const followSomething = useStore((state) => state.followSomething);
  const hasBridge = useStore((state) => state.overview?.connections.some(({ bridge }) => bridge > 0) ?? false);
  useEffect(() => {
    if (isRead && followed === null) void followSomething();
  }, [isRead, followed, followSomething]);
  if (!isRead) return <p className="dock-note">The conversation stands here when the capture is read.</p>;
  if (!hasBridge) return <p className="dock-note">There is no bridge in this capture to follow.</p>;
  if (followed === null) return <p className="dock-note">Select a frame and press F to follow what it is about.</p>;
  return <Followed narrowest={followed} scope={scope} />;
}

function Followed({ narrowest, scope }: { narrowest: FollowTarget; scope: FollowScope }): ReactElement {
  const [form, setForm] = useState<StdioForm>("text");
  const target = useMemo(() => scopedTarget(narrowest, scope), [narrowest, scope]);
  const [fault, setFault] = useState<string | null>(null);
  const ask = useCallback(async () => {
    setFault(null);
    try {
      return await decoder.follow(target);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      setFault(error.message);
      return null;
    }
  }, [target]);
  const answer = useConcluded(ask);
  const summary = answer?.target === undefined || !isSame(answer.target, target) ? null : answer;
  const hasStdio = summary?.relays.some(({ bytesToGuest, bytesToHost }) => bytesToGuest + bytesToHost > 0) ?? false;
  return (
    <div className="follow">
      <div className="pane-bar follow-bar">
        <Scopes narrowest={narrowest} scope={scope} />
        {summary !== null && <RelaysText summary={summary} />}
        <div className="follow-actions">
          {hasStdio && <Segmented label="Stdio as" options={FORMS} value={form} onChange={setForm} />}
          <Actions target={target} />
        </div>
      </div>
      {summary?.notices.map((notice) => (
        <p key={notice} className="follow-notice">
          {notice}
        </p>
      ))}
      {summary === null ? (
        <p className="dock-note">{fault ?? "The frames and the stdio are being collected."}</p>
      ) : (
        summary.length > 0 && <FollowLines key={keyOf(target)} summary={summary} form={form} />
      )}
    </div>
  );
}

/** From what is followed to what it is part of, and back. */
function Scopes({ narrowest, scope }: { narrowest: FollowTarget; scope: FollowScope }): ReactElement {
  const setScope = useStore((state) => state.setFollowScope);
  const { bridge, containerId, processId } = narrowest;
  const options = useMemo(() => {
    const named = containerId === "" ? "No container" : `Container ${shortContainerName(containerId ?? "")}`;
    const container = containerId === NULL_CONTAINER ? "Utility VM" : named;
    const all: readonly { readonly value: FollowScope; readonly label: string; readonly isThere: boolean }[] = [
      { value: "process", label: `Process ${processId}`, isThere: processId !== null },
      { value: "container", label: container, isThere: containerId !== null },
      { value: "bridge", label: `Bridge ${bridge}`, isThere: true },
    ];
    return all.filter(({ isThere }) => isThere);
  }, [bridge, containerId, processId]);
  return <Segmented label="Followed" options={options} value={scope} onChange={setScope} />;
}

function RelaysText({ summary: { relays } }: { summary: FollowSummary }): ReactElement | null {
  const connected = relays.filter(({ state }) => state !== "none");
  if (connected.length === 0) return null;
  const text =
    relays.length > MOST_RELAYS
      ? `${sizeOf(connected)} of stdio in ${counted(connected.length, "relay")}`
      : relays
          .map((relay) => `${relay.name} ${relay.state === "none" ? "" : sizeOf([relay])} ${stateText(relay.state)}`)
          .join(", ");
  return <span className="follow-relays">{text.replaceAll("  ", " ")}</span>;
}

function sizeOf(relays: FollowSummary["relays"]): string {
  return byteSize(relays.reduce((sum, { bytesToGuest, bytesToHost }) => sum + bytesToGuest + bytesToHost, 0));
}

function stateText(state: FollowSummary["relays"][number]["state"]): string {
  return state === "none" ? "not in the capture" : state.replace("-", " ");
}

function Actions({ target }: { target: FollowTarget }): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  const copy = async (): Promise<void> => copyText(await decoder.followText(target, MOST_COPIED));
  return (
    <>
      <button
        type="button"
        className="button"
        title={`Filter: ${followFilter(target)}`}
        onClick={() => void applyFilter(followFilter(target))}
      >
        <Filter size={13} aria-hidden="true" />
        Only this
      </button>
      <button type="button" className="button" onClick={() => void copy()}>
        <Copy size={13} aria-hidden="true" />
        Copy as text
      </button>
    </>
  );
}

function isSame(a: FollowTarget, b: FollowTarget): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ bridge, containerId, processId }: FollowTarget): string {
  return `${bridge} ${containerId} ${processId}`;
}
