/** What the lines of frames ask payloads for, and two ways to get it: from the bytes, and from the parsed payload where these are odd. */
import { OPEN_OBJECT } from "../../bytes/json-bytes.ts";
import { wholeRun, type ByteRun } from "../../bytes/byte-run.ts";
import { parsePayload } from "../../bridge/payload-json.ts";
import type { PayloadTree } from "../../bridge/payload-tree.ts";
import { containerAt, countOf, textAt, textsAt, valuesAt } from "../payload/payload-path.ts";
import { ODD, skipSpace, skipValue } from "../payload/payload-tokens.ts";
import { ValuesWalk } from "../payload/values-walk.ts";
import type { WalkedValue } from "../payload/values-walk.ts";
import { eachElement, walkedKind, walkedMembers, walkedText } from "../payload/walked-value.ts";
import type { Member } from "../payload/walked-value.ts";

/** All paths that lines are made from, names with dots between. */
export const INFO_PATHS = [
  "ContainerId",
  "ProcessId",
  "Result",
  "ErrorMessage",
  "ErrorRecords.Message",
  "Type",
  "MinimumVersion",
  "MaximumVersion",
  "Version",
  "Capabilities.RuntimeOsType",
  "ContainerConfig.OciSpecification.process.args",
  "ContainerConfig.OciSpecification.root.path",
  "ContainerConfig.Spec.process.args",
  "ContainerConfig.Spec.process.commandLine",
  "ContainerConfig.Container.Storage.Path",
  "ContainerConfig.CWCOWHostedSystem.Container.Storage.Path",
  "ContainerConfig.SystemType",
  "Settings.ProcessParameters.CommandArgs",
  "Settings.ProcessParameters.OciProcess.args",
  "Settings.ProcessParameters.CommandLine",
  "Settings.ProcessParameters.ApplicationName",
  "Settings.ProcessParameters.OciSpecification",
  "Settings.VsockStdioRelaySettings.StdIn",
  "Settings.VsockStdioRelaySettings.StdOut",
  "Settings.VsockStdioRelaySettings.StdErr",
  "Settings.StdioRelaySettings.StdIn",
  "Settings.StdioRelaySettings.StdOut",
  "Settings.StdioRelaySettings.StdErr",
  "Settings.RPCType",
  "PropertyType",
  "TimeoutInMs",
  "Options.Signal",
  "Width",
  "Height",
  "ExitCode",
  "Query.PropertyTypes",
  "Properties",
  "GuestStacks",
  "Request.RequestType",
  "Request.ResourceType",
  "Request.Settings.MountPath",
  "Request.Settings.ContainerPath",
  "Request.Settings.ContainerRootPath",
  "Request.Settings.ShareName",
  "Request.Settings.HostPath",
  "Request.Settings.Controller",
  "Request.Settings.Lun",
  "Request.Settings.DeviceNumber",
  "Request.Settings.Port",
  "Request.Settings.MacAddress",
  "Request.Settings.ID",
  "Request.Settings.AdapterInstanceId",
  "Request.Settings.AdapterId",
  "Request.Settings.NamespaceID",
  "Request.Settings.NamespaceId",
  "Request.Settings.VMBusGUID",
  "Request.Settings.LocalAddress",
  "Request.Settings.ParentAddress",
  "Request.Settings.EnforcerType",
  "Request.Settings.MediaType",
  "Request.Settings.IPConfigs.IPAddress",
  "Request.Settings.VolumeGUID",
  "Request.Settings.BlockCIMs.CimName",
  "Request.Settings.ContainerID",
  "Request.Settings.Layers.Id",
  "Request.Settings.Layers.Path",
  "Request.Settings.ReadOnly",
] as const;
/** A path that some line is made from. */
export type InfoPath = (typeof INFO_PATHS)[number];

/** What a payload holds, as lines are made from it: a line asks for some paths alone, and its type says for which. */
export interface InfoValues<Path extends InfoPath = InfoPath> {
  /** Whether the payload was read to its end: what is absent was then left out, and is not what a cut took. */
  readonly isWhole: boolean;
  /** The first value of a path as text, a number with its digits; null where there is none or it is a list or object. */
  readonly text: (path: Path) => string | null;
  /** Texts of all values of a path that are no objects, those of lists one by one. */
  readonly texts: (path: Path) => string[];
  /** How many values a path reaches. */
  readonly count: (path: Path) => number;
  /** The members of what `Properties` is or holds as text, without names where that is a list; null for other values and for none. */
  readonly properties: () => readonly Member[] | null;
}

/** From the parsed payload. */
export function parsedValues(payload: Uint8Array): InfoValues {
  const tree = parsePayload(payload);
  return {
    isWhole: isWholeObject(payload),
    text: (path) => textAt(tree, ...namesOf(path)),
    texts: (path) => textsAt(tree, ...namesOf(path)),
    count: (path) => valuesAt(tree, namesOf(path)).length,
    properties: () => {
      const [holder] = valuesAt(tree, ["Properties"]);
      const container = holder === undefined ? null : containerAt(tree, holder);
      return container === null ? null : Array.from(tree.children(container), (row) => memberOf(tree, row));
    },
  };
}

/** Whether a payload begins as every message does. */
function isObject({ bytes, start, end }: ByteRun): boolean {
  return bytes[skipSpace(bytes, start, end)] === OPEN_OBJECT;
}

function isWholeObject(payload: Uint8Array): boolean {
  const { length } = payload;
  return isObject(wholeRun(payload)) && skipValue(payload, skipSpace(payload, 0, length), length) !== ODD;
}

function namesOf(path: InfoPath): string[] {
  return path.split(".");
}

function memberOf(tree: PayloadTree, row: number): Member {
  const name = tree.key(row) ?? "";
  const container = containerAt(tree, row);
  if (container === null) return { name, text: tree.stringValue(row), elements: null };
  return { name, text: null, elements: tree.kind(container) === "array" ? countOf(tree, container) : null };
}

/** Finds what one kind of line is made from in the bytes of payloads, several times as fast as parsing them. */
export class InfoWalk implements InfoValues {
  readonly #walk: ValuesWalk;
  readonly #numbers: ReadonlyMap<InfoPath, number>;
  isWhole = false;
  #properties: readonly Member[] | null = null;

  constructor(paths: readonly InfoPath[]) {
    this.#walk = new ValuesWalk(paths.map(namesOf));
    this.#numbers = new Map(paths.map((path, number) => [path, number]));
  }

  /** Looks through a payload; false where it must be parsed instead. */
  walk(payload: ByteRun): boolean {
    // A walk over an object that is cut says that it must be parsed.
    this.isWhole = isObject(payload);
    return this.#walk.walk(payload);
  }

  /** What the payload that was walked last holds; valid until the next. Null where it must be parsed instead. */
  values(): InfoValues | null {
    const [holder] = this.#reached("Properties");
    const members = holder === undefined ? null : walkedMembers(holder);
    if (members === undefined) return null;
    this.#properties = members;
    return this;
  }

  /** Writes all that the line of the payload that was walked last depends on; the offset behind it, -1 where there is not room for all. */
  copyReached(into: Uint8Array, view: DataView, start: number): number {
    into[start] = this.isWhole ? 1 : 0;
    return this.#walk.copyReached(into, view, start + 1);
  }

  text(path: InfoPath): string | null {
    const [first] = this.#reached(path);
    if (first === undefined) return null;
    const kind = walkedKind(first);
    return kind === "object" || kind === "array" || kind === "broken" || kind === "null" ? null : walkedText(first);
  }

  texts(path: InfoPath): string[] {
    const texts: string[] = [];
    for (const value of this.#reached(path)) {
      eachElement(value, (element) => {
        if (walkedKind(element) !== "object") texts.push(walkedText(element));
      });
    }
    return texts;
  }

  count(path: InfoPath): number {
    return this.#reached(path).length;
  }

  properties(): readonly Member[] | null {
    return this.#properties;
  }

  #reached(path: InfoPath): readonly WalkedValue[] {
    const number = this.#numbers.get(path);
    return number === undefined ? [] : this.#walk.reached(number);
  }
}
