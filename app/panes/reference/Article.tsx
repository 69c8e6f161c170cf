import type { ReactElement } from "react";
import {
  MESSAGES,
  formatType,
  jsonSchemaOf,
  objectsOf,
  type MessageShape,
  type ObjectShape,
} from "../../../src-decoder/index.ts";
import { Button } from "../../parts/Button.tsx";
import { copyText } from "../../parts/copy.ts";
import { Link } from "./Link.tsx";
import { Columns, MemberTable } from "./MemberTable.tsx";
import { NameList } from "./NameLists.tsx";
import { LISTS, OBJECTS, messageTitle, pathOfMessage, titleOf, type ReferencePage } from "./pages.ts";

/** Objects that a message's page shows below its own members; the others have pages of their own only. */
const MOST_PARTS = 6;

/** One page of the reference; null where the address names none. */
export function Article({ page, path }: { page: ReferencePage | null; path: string }): ReactElement {
  if (page === null) {
    return (
      <>
        <h1>No such page</h1>
        <p>
          The reference has nothing at <span className="data">{path}</span>. Search for it above, or begin at{" "}
          <Link path="">the protocol</Link>.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>{titleOf(page)}</h1>
      <Body page={page} />
    </>
  );
}

function Body({ page }: { page: ReferencePage }): ReactElement {
  switch (page.kind) {
    case "start":
      return <Start />;
    case "message":
      return <MessageBody message={page.message} item={page.item} />;
    case "object":
      return <ObjectBody shape={page.shape} item={page.item} />;
    case "list":
      return <NameList list={page.list} item={page.item} />;
  }
}

function Start(): ReactElement {
  return (
    <>
      <p>
        The bridge carries messages between a host (hcsshim) and the guest agent in its utility VM. Each has a header of
        16 bytes, little-endian (type, size with the header, id), and a payload of JSON. A request and its response have
        the same id; a notification has id 0 and no answer.
      </p>
      <p>
        Go leaves zero values out: a member that is absent says 0, false or empty, unless its row here says something
        else.
      </p>
      <table className="reference-table">
        <Columns widths={["230px", "100px"]} />
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">Type</th>
            <th scope="col">What it is for</th>
          </tr>
        </thead>
        <tbody>
          {MESSAGES.map((message) => (
            <tr key={message.type}>
              <th scope="row" className="data">
                <Link path={pathOfMessage(message)}>{messageTitle(message)}</Link>
              </th>
              <td className="data">{formatType(message.type)}</td>
              <td>{message.kind === "response" ? message.shape.text : message.procedure.purpose}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Lists:{" "}
        {Object.entries(LISTS).map(([name, label], place) => (
          <span key={name}>
            {place > 0 && ", "}
            <Link path={name}>{label.toLowerCase()}</Link>
          </span>
        ))}
        .
      </p>
    </>
  );
}

const CANCELLABLE = {
  always: "The host may stop waiting for the answer.",
  never: "The host cannot stop waiting: after five minutes without an answer it ends the bridge.",
  "null-container": "The host may stop waiting where it is about the utility VM itself, and not for a container.",
} as const;

function MessageBody({ message, item }: { message: MessageShape; item: string | null }): ReactElement {
  const { type, kind, procedure, shape } = message;
  const other = MESSAGES.find((known) => known.procedure === procedure && known !== message);
  const guestName = kind === "response" ? procedure.guestResponse : procedure.guestRequest;
  const path = pathOfMessage(message);
  return (
    <>
      <p>{shape.text}</p>
      <dl className="reference-facts">
        <div>
          <dt>Type</dt>
          <dd className="data">{formatType(type)}</dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>{kind === "request" ? "host to guest" : "guest to host"}</dd>
        </div>
        {other !== undefined && (
          <div>
            <dt>{kind === "request" ? "Answered by" : "Answers"}</dt>
            <dd>
              <Link path={pathOfMessage(other)}>{messageTitle(other)}</Link>
            </dd>
          </div>
        )}
        <div>
          <dt>In logs</dt>
          <dd className="data">
            {[`${LOG_KINDS[kind]}(${procedure.hostName})`, guestName].filter((name) => name !== null).join(", ")}
          </dd>
        </div>
        {kind === "request" && (
          <div>
            <dt>Waiting</dt>
            <dd>
              {procedure.waits
                ? "A long poll: it is answered when something happens, and no timer runs."
                : CANCELLABLE[procedure.cancellable]}
            </dd>
          </div>
        )}
      </dl>
      <Button onClick={() => copyText(JSON.stringify(jsonSchemaOf(type), null, 2))}>Copy JSON schema</Button>
      <MemberTable shape={shape} item={item} path={path} />
      {partsOf(shape).map((part) => (
        <section key={part.name} aria-label={part.name}>
          <h2>
            <Link path={`objects/${part.name}`}>{part.name}</Link>
          </h2>
          <p>{part.text}</p>
          <MemberTable shape={part} item={null} path={`objects/${part.name}`} />
        </section>
      ))}
    </>
  );
}

const LOG_KINDS = { request: "Request", response: "Response", notification: "Notify" } as const;

/** The objects nearest to the payload's top, but for those that all messages have. */
function partsOf(root: ObjectShape): readonly ObjectShape[] {
  const parts: ObjectShape[] = [];
  const queue = [root];
  for (let next = queue.shift(); next !== undefined && parts.length < MOST_PARTS; next = queue.shift()) {
    for (const part of next.fields.flatMap(({ shape }) => objectsOf(shape))) {
      if (COMMON.has(part.name) || parts.includes(part) || parts.length >= MOST_PARTS) continue;
      parts.push(part);
      queue.push(part);
    }
  }
  return parts;
}

const COMMON = new Set(["TraceContext", "OpenCensusContext", "ErrorRecord"]);

function ObjectBody({ shape, item }: { shape: ObjectShape; item: string | null }): ReactElement {
  const holders = OBJECTS.get(shape.name)?.holders ?? [];
  return (
    <>
      <p>{shape.text}</p>
      {holders.length > 0 && (
        <p className="reference-holders">
          In{" "}
          {holders.map((holder, place) => (
            <span key={holder} className="data">
              {place > 0 && ", "}
              <Link path={`objects/${holder}`}>{holder.replace("/", ".")}</Link>
            </span>
          ))}
        </p>
      )}
      <MemberTable shape={shape} item={item} path={`objects/${shape.name}`} />
      {shape.open && <p className="faint">Other members may occur.</p>}
    </>
  );
}
