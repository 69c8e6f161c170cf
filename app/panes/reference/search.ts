/** Finds pages and rows of the reference by words. */
import {
  DIAGNOSIS_RULES,
  FIELDS,
  HV_ADDRESSES,
  HV_SERVICES,
  MESSAGES,
  POLICY_DECISION_MEMBERS,
  RESULT_CODES,
  SCSI_CONTROLLERS,
  SIGNAL_NUMBERS,
  VSOCK_PORTS,
  formatResult,
  formatType,
  signalOf,
} from "../../../src-decoder/index.ts";
import { RESOURCE_TYPES } from "./resource-types.ts";
import { OBJECTS, messageTitle, pathOfMessage } from "./pages.ts";

/** A page or a row of one. */
export interface ReferenceEntry {
  readonly path: string;
  readonly title: string;
  /** What it is, one sentence. */
  readonly text: string;
  /** `message`, `field of LcowMappedVirtualDisk`. */
  readonly kind: string;
}

interface IndexedEntry extends ReferenceEntry {
  /** All that words are looked for in, in small letters. */
  readonly haystack: string;
  /** The words that it is called by, in small letters: of its title, of its kind. */
  readonly names: ReadonlySet<string>;
}

/** Results shown; who finds more than these types another word. */
const MOST_RESULTS = 80;

/** What a word of the query is worth that is a name as a whole, begins the title, is within it. */
const WHOLE = 9;
const BEGUN = 3;
const WITHIN = 1;

let index: readonly IndexedEntry[] | null = null;

/** The entries that have all words of the query, those that are called by most of them first; none for an empty query. */
export function searchReference(query: string): readonly ReferenceEntry[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  index ??= makeIndex();
  const found = index.filter(({ haystack }) => words.every((word) => haystack.includes(word)));
  /** How many words name it, as a whole; then as a beginning of its title; then as a part. */
  const rank = ({ title, names }: IndexedEntry): number => {
    const name = title.toLowerCase();
    if (name === words.join("")) return WHOLE * (words.length + 1);
    return words.reduce((sum, word) => {
      if (names.has(word)) return sum + WHOLE;
      return sum + (name.startsWith(word) ? BEGUN : name.includes(word) ? WITHIN : 0);
    }, 0);
  };
  return found
    .map((entry, place) => ({ entry, place, rank: rank(entry) }))
    .toSorted((a, b) => b.rank - a.rank || a.place - b.place)
    .slice(0, MOST_RESULTS)
    .map(({ entry }) => entry);
}

function makeIndex(): readonly IndexedEntry[] {
  return [...allEntries()].map(({ more = "", ...entry }) => ({
    ...entry,
    haystack: `${entry.title} ${entry.text} ${entry.kind} ${more}`.toLowerCase(),
    names: new Set(`${entry.title} ${entry.kind}`.toLowerCase().split(" ")),
  }));
}

/** Every entry, messages first; `more` are further words to find it by. */
function* allEntries(): Generator<ReferenceEntry & { readonly more?: string }> {
  for (const message of MESSAGES) {
    const { hostName, guestRequest, guestResponse } = message.procedure;
    yield {
      path: pathOfMessage(message),
      title: messageTitle(message),
      text: message.shape.text,
      kind: "message",
      more: `${formatType(message.type)} ${hostName} ${guestRequest ?? ""} ${guestResponse ?? ""}`,
    };
  }
  for (const { name, text } of RESOURCE_TYPES) {
    yield { path: `resource-types/${name}`, title: name, text, kind: "resource type" };
  }
  const payloads = new Map(MESSAGES.map((message) => [message.shape, pathOfMessage(message)]));
  for (const { shape } of OBJECTS.values()) {
    const page = payloads.get(shape) ?? `objects/${shape.name}`;
    if (!payloads.has(shape)) yield { path: page, title: shape.name, text: shape.text, kind: "object" };
    for (const { name, text } of shape.fields) {
      yield { path: `${page}/${name}`, title: name, text, kind: `field of ${shape.name}` };
    }
  }
  for (const { value, symbol, aliases, meaning } of RESULT_CODES) {
    const hex = formatResult(value);
    const more = `${hex} ${value | 0} ${value >>> 0} ${aliases.join(" ")}`;
    yield { path: `result-codes/${hex}`, title: symbol, text: meaning, kind: `result code ${hex}`, more };
  }
  for (const [port, text] of VSOCK_PORTS) {
    yield { path: `ports/${port}`, title: String(port), text, kind: "vsock port", more: `0x${port.toString(16)}` };
  }
  for (const [guid, text] of [...HV_SERVICES, ...HV_ADDRESSES]) {
    yield { path: `ports/${guid}`, title: guid, text, kind: "GUID of Hyper-V sockets" };
  }
  for (const [controller, guid] of SCSI_CONTROLLERS.entries()) {
    yield { path: `ports/${guid}`, title: guid, text: `SCSI controller ${controller}.`, kind: "VM bus instance" };
  }
  for (const number of SIGNAL_NUMBERS) {
    const { name, text } = signalOf(number) ?? { name: String(number), text: "" };
    yield { path: `signals/${number}`, title: name, text, kind: `signal ${number}`, more: `exit code ${128 + number}` };
  }
  for (const { name, text } of POLICY_DECISION_MEMBERS) {
    yield { path: `policy-denials/${name}`, title: name, text, kind: "member of a policyDecision", more: "denial" };
  }
  for (const { id, title, severity } of DIAGNOSIS_RULES) {
    yield { path: `rules/${id}`, title: id, text: title, kind: "diagnosis rule", more: severity };
  }
  for (const { key, aliases, description } of FIELDS) {
    yield {
      path: `filter-fields/${key}`,
      title: key,
      text: description,
      kind: "filter field",
      more: aliases.join(" "),
    };
  }
}
