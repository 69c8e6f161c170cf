import type { ReactElement } from "react";
import { MESSAGES } from "../../../src-decoder/index.ts";
import { Link } from "./Link.tsx";
import { LISTS, OBJECTS, listNamed, pathOfMessage, type ReferencePage } from "./pages.ts";

const PAYLOADS = new Set(MESSAGES.map(({ shape }) => shape));
const PARTS = [...OBJECTS.values()].map(({ shape }) => shape).filter((shape) => !PAYLOADS.has(shape));

/** All pages: messages by procedure, lists of names, objects by name. */
export function ReferenceNav({ page }: { page: ReferencePage | null }): ReactElement {
  const procedures = [...new Set(MESSAGES.map(({ procedure }) => procedure))];
  return (
    <nav className="reference-nav" aria-label="Pages of the reference">
      <h2>Messages</h2>
      <ul>
        {procedures.map((procedure) => (
          <li key={procedure.name} className="reference-procedure">
            <span className="reference-procedure-name">{procedure.name}</span>
            {MESSAGES.filter((message) => message.procedure === procedure).map((message) => (
              <Link
                key={message.kind}
                path={pathOfMessage(message)}
                current={page?.kind === "message" && page.message === message}
              >
                {message.kind}
              </Link>
            ))}
          </li>
        ))}
      </ul>
      <h2>Names</h2>
      <ul>
        {Object.entries(LISTS).map(([name, label]) => (
          <li key={name}>
            <Link path={name} current={page?.kind === "list" && page.list === listNamed(name)}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <h2>Objects in payloads</h2>
      <ul className="data">
        {PARTS.toSorted((a, b) => a.name.localeCompare(b.name)).map((shape) => (
          <li key={shape.name}>
            <Link path={`objects/${shape.name}`} current={page?.kind === "object" && page.shape === shape}>
              {shape.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
