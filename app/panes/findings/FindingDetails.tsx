import { Copy } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import type { Finding } from "../../../src-decoder/index.ts";
import { findingFilter, processFilter } from "../../format/filters.ts";
import { CodeText } from "../../parts/CodeText.tsx";
import { copyText } from "../../parts/copy.ts";
import { PlaceLinks, placesOf, type Place } from "../../parts/EvidenceLinks.tsx";
import { ContainerLink } from "../../parts/ContainerLink.tsx";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { FrameLinks } from "../../parts/FrameLinks.tsx";
import { SEVERITY_WORDS, SeverityMark } from "../../parts/SeverityMark.tsx";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import { findingText } from "./finding-text.ts";
import "./findings.css";

/** Frames that are linked before the rest becomes a filter. */
const MOST_FRAMES = 20;

/** Other places that are linked before the rest is counted. */
const MOST_PLACES = 5;
const PLACE_NAMES: readonly { readonly kind: Place["kind"]; readonly name: string }[] = [
  { kind: "connection", name: "Connection" },
  { kind: "bytes", name: "Bytes" },
  { kind: "time", name: "Stretch" },
];

interface FindingDetailsProps {
  readonly finding: Finding;
  /** Behind its facts. */
  readonly children?: ReactNode;
}

/** All that is known of one finding. */
export function FindingDetails({ finding, children }: FindingDetailsProps): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  const { severity, rule, title, text, causes, next } = finding;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys
    <article className="finding-details" aria-label={title} tabIndex={0}>
      <h2 data-severity={severity}>
        <SeverityMark mark={severity} size={15} />
        <span className="severity-word">{SEVERITY_WORDS[severity].label}</span>
        <span>{title}</span>
        <button
          type="button"
          className="link finding-rule data"
          title={`Shows only the frames that findings of rule ${rule} name`}
          onClick={() => void applyFilter(findingFilter(rule))}
        >
          {rule}
        </button>
        <button
          type="button"
          className="icon-button finding-copy"
          aria-label="Copy the finding"
          title="Copy the finding as text"
          onClick={() => copyText(findingText(finding))}
        >
          <Copy size={13} aria-hidden="true" />
        </button>
      </h2>
      <p>{text}</p>
      <FindingFacts finding={finding} />
      {children}
      <div className="finding-lists">
        <TextList heading={causes.length === 1 ? "Likely cause" : "Likely causes"} texts={causes} />
        <TextList heading="What to do next" texts={next} />
      </div>
    </article>
  );
}

function FindingFacts({ finding }: { finding: Finding }): ReactElement {
  const { rows, evidence, containerId, processId, time, certainty, because } = finding;
  const places = placesOf(evidence);
  const momentText = useMomentText();
  return (
    <dl className="finding-facts">
      {rows.length > 0 && (
        <Fact name={rows.length === 1 ? "Frame" : "Frames"}>
          <FrameLinks rows={rows} most={MOST_FRAMES} />
        </Fact>
      )}
      {PLACE_NAMES.map(({ kind, name }) => {
        const own = places.filter((place) => place.kind === kind);
        return (
          own.length > 0 && (
            <Fact key={kind} name={name}>
              <PlaceLinks places={own} most={MOST_PLACES} />
            </Fact>
          )
        );
      })}
      {!Number.isNaN(time) && (
        <Fact name="At">
          <button
            type="button"
            className="link data"
            title="Shows what was waiting at this moment"
            onClick={() => showWaiting(time)}
          >
            {momentText(time)}
          </button>
        </Fact>
      )}
      {containerId !== null && (
        <Fact name="Container">
          <ContainerLink id={containerId} />
          <FollowLink finding={finding} processId={null} what="this container" />
        </Fact>
      )}
      {processId !== null && (
        <Fact name="Process">
          <FilterLink filter={processFilter(containerId, processId)} text={String(processId)} />
          <FollowLink finding={finding} processId={processId} what="this process" />
        </Fact>
      )}
      <Fact name={certainty === "seen" ? "Seen on the wire" : "Inferred"}>{because}</Fact>
    </dl>
  );
}

interface FollowLinkProps {
  readonly finding: Finding;
  readonly processId: number | null;
  readonly what: string;
}

function FollowLink({ finding: { connection, containerId }, processId, what }: FollowLinkProps): ReactElement | null {
  const connections = useStore((state) => state.overview?.connections) ?? [];
  const follow = useStore((state) => state.follow);
  // A finding that concerns no connection alone is of a capture with one bridge.
  const bridges = connections.filter(({ bridge }) => bridge > 0);
  const bridge = (bridges.find(({ index }) => index === connection) ?? bridges[0])?.bridge;
  if (bridge === undefined) return null;
  return (
    <button
      type="button"
      className="link finding-follow"
      aria-label={`Follow ${what}`}
      title={`Shows the frames and the stdio of ${what} as a conversation`}
      onClick={() => follow({ bridge, containerId, processId })}
    >
      Follow
    </button>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TextList({ heading, texts }: { heading: string; texts: readonly string[] }): ReactElement | null {
  if (texts.length === 0) return null;
  return (
    <section>
      <h3>{heading}</h3>
      <ul>
        {texts.map((text) => (
          <li key={text}>
            <CodeText text={text} code={command} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** With a way to copy it. */
function command(text: string): ReactElement {
  return (
    <span className="finding-command data">
      <code>{text}</code>
      <button type="button" aria-label={`Copy ${text}`} title="Copy" onClick={() => copyText(text)}>
        <Copy size={12} aria-hidden="true" />
      </button>
    </span>
  );
}

function showWaiting(time: number): void {
  const { setTimeCursor, openDock } = useStore.getState();
  setTimeCursor(time);
  openDock("waiting");
}
