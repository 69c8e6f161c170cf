/**
 * The pages of the protocol reference by their addresses: a page for each message and each object, and a list for each kind of name. All
 * is made from the decoder's tables.
 */
import { MESSAGES, objectsOf, resolveField, type MessageShape, type ObjectShape } from "../../../src-decoder/index.ts";

/** Lists of names, by the first part of their address. */
export const LISTS = {
  "resource-types": "Resource types",
  "result-codes": "Result codes",
  ports: "Ports and GUIDs",
  signals: "Signals",
  "policy-denials": "Policy denials",
  rules: "Diagnosis rules",
  "filter-fields": "Filter fields",
} as const;

export type ListName = keyof typeof LISTS;

const LIST_NAMES = [
  "resource-types",
  "result-codes",
  "ports",
  "signals",
  "policy-denials",
  "rules",
  "filter-fields",
] as const satisfies ListName[];

export type ReferencePage =
  | { readonly kind: "start" }
  | { readonly kind: "message"; readonly message: MessageShape; readonly item: string | null }
  | { readonly kind: "object"; readonly shape: ObjectShape; readonly item: string | null }
  | { readonly kind: "list"; readonly list: ListName; readonly item: string | null };

/** Every object of the protocol by its name, with the members of others that hold it. */
export const OBJECTS: ReadonlyMap<string, { readonly shape: ObjectShape; readonly holders: readonly string[] }> =
  collectObjects();

function collectObjects(): Map<string, { shape: ObjectShape; holders: string[] }> {
  const objects = new Map<string, { shape: ObjectShape; holders: string[] }>();
  const visit = (shape: ObjectShape, holder: string | null): void => {
    const known = objects.get(shape.name);
    if (holder !== null) known?.holders.push(holder);
    if (known !== undefined) return;
    objects.set(shape.name, { shape, holders: holder === null ? [] : [holder] });
    for (const field of shape.fields) {
      for (const below of objectsOf(field.shape)) visit(below, `${shape.name}/${field.name}`);
    }
  };
  for (const { shape } of MESSAGES) visit(shape, null);
  return objects;
}

/** The page at an address (without the hash's first part); null where there is none. */
export function pageAt(path: string): ReferencePage | null {
  const [first = "", second = "", ...rest] = path.split("/");
  if (first === "") return { kind: "start" };
  const list = listNamed(first);
  if (list !== null) return { kind: "list", list, item: itemOf([second, ...rest]) };
  if (first === "objects") {
    const known = OBJECTS.get(second);
    return known === undefined ? null : { kind: "object", shape: known.shape, item: itemOf(rest) };
  }
  const message =
    MESSAGES.find(({ procedure, kind }) => procedure.name === first && kind === second) ??
    (second === "" ? MESSAGES.find(({ procedure }) => procedure.name === first) : undefined);
  if (message === undefined) return null;
  return deepPage(message, itemOf(rest));
}

/** A path into a message, as filters write it, leads to the page of the object that the member named last stands in. */
function deepPage(message: MessageShape, item: string | null): ReferencePage {
  const names = item?.split(".") ?? [];
  const member = names.pop();
  if (member === undefined || names.length === 0) return { kind: "message", message, item };
  const holders = resolveField(message.shape, names).flatMap(({ shape }) => objectsOf(shape));
  const holder = holders.find(({ fields }) => fields.some(({ name }) => name === member));
  return holder === undefined
    ? { kind: "message", message, item: names[0] ?? null }
    : { kind: "object", shape: holder, item: member };
}

export function listNamed(name: string): ListName | null {
  return LIST_NAMES.find((list) => list === name) ?? null;
}

function itemOf(parts: readonly string[]): string | null {
  const item = parts.join("/");
  return item === "" ? null : item;
}

export function titleOf(page: ReferencePage): string {
  switch (page.kind) {
    case "start":
      return "The protocol";
    case "message":
      return messageTitle(page.message);
    case "object":
      return page.shape.name;
    case "list":
      return LISTS[page.list];
  }
}

/** `ExecuteProcess request`; of what has but one kind the name alone. */
export function messageTitle({ procedure, kind }: MessageShape): string {
  return procedure.kinds.length > 1 ? `${procedure.name} ${kind}` : procedure.name;
}

export function pathOfMessage({ procedure, kind }: MessageShape): string {
  return `${procedure.name}/${kind}`;
}
