import type { ReactElement, ReactNode } from "react";
import {
  DIAGNOSIS_RULES,
  FIELDS,
  HV_ADDRESSES,
  HV_SERVICES,
  POLICY_DECISION_MEMBERS,
  RESULT_CODES,
  SCSI_CONTROLLERS,
  SIGNAL_NUMBERS,
  VSOCK_PORTS,
  formatResult,
  signalOf,
} from "../../../src-decoder/index.ts";
import { Link } from "./Link.tsx";
import { Columns, useNamedRow } from "./MemberTable.tsx";
import type { ListName } from "./pages.ts";
import { RESOURCE_TYPES } from "./resource-types.ts";

interface NameRow {
  /** Last part of its address. */
  readonly item: string;
  readonly cells: readonly ReactNode[];
}

interface NameListSpec {
  /** What the list is, in a sentence or two. */
  readonly text: string;
  readonly head: readonly string[];
  /** Of all columns but the last. */
  readonly widths: readonly string[];
  readonly rows: readonly NameRow[];
}

const LIST_SPECS: Readonly<Record<ListName, NameListSpec>> = {
  "resource-types": {
    text: "What ModifySettings adds, removes and changes. The type decides which members its Settings have; a request without RequestType adds.",
    head: ["Type", "Settings", "Guests", "What it is"],
    widths: ["26%", "24%", "90px"],
    rows: RESOURCE_TYPES.map(({ name, text, guests, settings }) => ({
      item: name,
      cells: [
        name,
        settings.length === 0 ? (
          "none"
        ) : (
          <ul key="settings">
            {settings.map((shape) => (
              <li key={shape.name}>
                <Link path={`objects/${shape.name}`}>{shape.name}</Link>
              </li>
            ))}
          </ul>
        ),
        guests.join(", "),
        text,
      ],
    })),
  },
  "result-codes": {
    text: "Result is an HRESULT, sent as a signed 32-bit number: 0 is success. A guest has no code for most errors and answers 0x80004005.",
    head: ["Value", "Signed", "Name", "Other names", "What it says"],
    widths: ["92px", "100px", "20%", "20%"],
    rows: RESULT_CODES.map(({ value, symbol, aliases, meaning }) => ({
      item: formatResult(value),
      cells: [formatResult(value), String(value | 0), symbol, aliases.join(", "), meaning],
    })),
  },
  ports: {
    text: "Where the connections of a bridge go. A vsock port N is the Hyper-V service NNNNNNNN-facb-11e6-bd58-64006a7986d3, N in eight hexadecimal digits; streams of processes have the ports from 0x40000001 on, one each, and none twice.",
    head: ["Name", "Kind", "What it is for"],
    widths: ["292px", "128px"],
    rows: [
      ...[...VSOCK_PORTS].map(([port, text]) => ({
        item: String(port),
        cells: [`${port} (0x${port.toString(16)})`, "vsock port", text],
      })),
      ...[...HV_SERVICES].map(([guid, text]) => ({ item: guid, cells: [guid, "Hyper-V service", text] })),
      ...[...HV_ADDRESSES].map(([guid, text]) => ({ item: guid, cells: [guid, "Hyper-V address", text] })),
      ...SCSI_CONTROLLERS.map((guid, controller) => ({
        item: guid,
        cells: [guid, "VM bus instance", `SCSI controller ${controller}.`],
      })),
    ],
  },
  signals: {
    text: "What SignalProcess sends to processes of Linux, by number. A process that a signal ended answers its wait with exit code 128 and the number; one of the utility VM itself with 4294967295.",
    head: ["Number", "Name", "What it says"],
    widths: ["80px", "128px"],
    rows: SIGNAL_NUMBERS.map((number) => ({
      item: String(number),
      cells: [String(number), signalOf(number)?.name ?? "", signalOf(number)?.text ?? ""],
    })),
  },
  "policy-denials": {
    text: "What a confidential guest answers where its policy denies a request: Result 0x80004005, and in the error text policyDecision< and >policyDecision with JSON between them, as Base64. Its members:",
    head: ["Member", "What it says"],
    widths: ["180px"],
    rows: POLICY_DECISION_MEMBERS.map(({ name, text }) => ({ item: name, cells: [name, text] })),
  },
  rules: {
    text: "What the diagnosis looks for. The worst that a rule says is given; a finding may be milder.",
    head: ["Rule", "Severity", "What it finds"],
    widths: ["64px", "80px"],
    rows: DIAGNOSIS_RULES.map(({ id, title, severity, endsBridge }) => ({
      item: id,
      cells: [id, severity, endsBridge ? `${title}. It ends the bridge.` : `${title}.`],
    })),
  },
  "filter-fields": {
    text: "What display filters can ask for. Any path into a payload is a field too, such as Request.Settings.MountPath; peer. before a field means that of the paired frame.",
    head: ["Field", "Other names", "Type", "What it is"],
    widths: ["124px", "18%", "80px"],
    rows: FIELDS.map(({ key, aliases, type, description }) => ({
      item: key,
      cells: [key, aliases.join(", "), type, description],
    })),
  },
};

/** A list of names, the one that the address names marked. */
export function NameList({ list, item }: { list: ListName; item: string | null }): ReactElement {
  const { text, head, widths, rows } = LIST_SPECS[list];
  const wanted = item?.toLowerCase() ?? null;
  const named = useNamedRow<HTMLTableRowElement>(item);
  return (
    <>
      <p>{text}</p>
      <table className="reference-table">
        <Columns widths={widths} />
        <thead>
          <tr>
            {head.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ item: own, cells }) => {
            const isNamed = own.toLowerCase() === wanted;
            return (
              <tr key={own} ref={isNamed ? named : undefined} className={isNamed ? "reference-named" : undefined}>
                {cells.map((cell, place) =>
                  place === 0 ? (
                    <th key={head[place]} scope="row" className="data">
                      <Link path={`${list}/${own}`}>{cell}</Link>
                    </th>
                  ) : (
                    <td key={head[place]} className={place === cells.length - 1 ? undefined : "data"}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
