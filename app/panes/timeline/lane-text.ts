/** What a row of the timeline is called, and the filter that shows its frames. */
import { NULL_CONTAINER, messageKind, procedureName, type FollowTarget } from "../../../src-decoder/index.ts";
import { containerFilter, nameFilter, processFilter } from "../../format/filters.ts";
import { count, counted } from "../../format/numbers.ts";
import { shortContainerName } from "../../format/ids.ts";
import type { TimelineRow } from "./lane-layout.ts";

export interface RowText {
  /** As it fits beside the lane, and whole. */
  readonly short: string;
  readonly full: string;
  /** A process stands below its container. */
  readonly isNested: boolean;
  /** What it holds, in words. */
  readonly numbers: string;
  /** Null where no filter tells these frames from others. */
  readonly filter: string | null;
}

/** `manyBridges`: lanes say which bridge they belong to; `above` is the row over it, if any. */
export function rowText(row: TimelineRow, manyBridges: boolean, above?: TimelineRow): RowText {
  if (row.kind === "bridge") {
    return {
      short: `Bridge ${row.bridge}`,
      full: `Connections of bridge ${row.bridge}`,
      isNested: false,
      numbers: counted(row.connections.length, "connection"),
      filter: `bridge == ${row.bridge}`,
    };
  }
  const { bridge, containerId, processId, type, isRest, exchanges, failed, unanswered, notifications } = row.lane;
  const numbers = [
    exchanges > 0 ? requestsText(exchanges, unanswered, failed) : "",
    notifications > 0 ? counted(notifications, "notification") : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  const of = manyBridges && !isRest ? `, bridge ${bridge}` : "";
  const suffix = manyBridges && !isRest ? ` && bridge == ${bridge}` : "";
  // Where nothing is about the container itself it has no lane, and its processes cannot stand below it.
  const isAlone = above?.kind !== "lane" || above.lane.bridge !== bridge || above.lane.containerId !== containerId;
  const named = (short: string, full: string, filter: string | null): RowText => ({
    short: `${short}${of}`,
    full: `${full}${of}`,
    isNested: processId !== null && !isAlone,
    numbers,
    filter: filter === null ? null : `${filter}${suffix}`,
  });
  if (isRest) return named("further lanes", "All that found no lane of its own", null);
  if (type !== null) {
    const name = procedureName(type);
    const isKnown = messageKind(type) !== "unknown";
    return named(name, name, isKnown ? nameFilter(name) : `type == ${type}`);
  }
  const container = containerId ?? "";
  if (processId !== null) {
    const where = container === "" ? "" : ` of ${container === NULL_CONTAINER ? "the utility VM" : container}`;
    const short = isAlone ? `${shortContainerName(container)}, process ${processId}` : `process ${processId}`;
    return named(short, `Process ${processId}${where}`, processFilter(containerId, processId));
  }
  return named(shortContainerName(container, 6), wholeName(container), containerFilter(container));
}

function wholeName(container: string): string {
  if (container === "") return "Messages that name no container";
  return container === NULL_CONTAINER ? `The utility VM, ${container}` : `Container ${container}`;
}

/** What of a row can be followed as a conversation; null where it is not of one bridge, container or process. */
export function rowTarget(row: TimelineRow): FollowTarget | null {
  if (row.kind === "bridge") return { bridge: row.bridge, containerId: null, processId: null };
  const { bridge, containerId, processId, isRest } = row.lane;
  return isRest || containerId === null || containerId === "" ? null : { bridge, containerId, processId };
}

/** What is amiss before the whole, and no word too many: there is little room. */
function requestsText(all: number, unanswered: number, failed: number): string {
  if (unanswered > 0 && failed > 0) return `${count(unanswered)} unanswered, ${count(failed)} failed of ${count(all)}`;
  if (unanswered > 0) return `${count(unanswered)} of ${count(all)} unanswered`;
  return failed > 0 ? `${count(failed)} of ${count(all)} failed` : counted(all, "request");
}
