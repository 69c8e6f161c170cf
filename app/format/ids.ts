/** Long ids and containers as the page writes them in a line; where one has a place of its own, `MiddleText` shortens it to that. */
import { NULL_CONTAINER } from "../../src-decoder/index.ts";

/**
 * Shortens a long value in its middle: `7761…6c2e`. Ids differ at either end, seldom only in the middle.
 * Values of up to `keep * 2 + 3` characters stay whole.
 */
export function shortenMiddle(text: string, keep = 4): string {
  return text.length <= keep * 2 + 3 ? text : `${text.slice(0, keep)}…${text.slice(-keep)}`;
}

/** Fewer characters than these tell nothing from both ends. */
const LEAST_ROOM = 4;

/** A value in as many characters as there is room for: one that is longer ends in its middle. Where the room is next to nothing it stays as it is. */
export function cutMiddle(text: string, room: number): string {
  if (text.length <= room || room < LEAST_ROOM) return text;
  const head = text.slice(0, Math.ceil((room - 1) / 2));
  const tail = text.slice(text.length - Math.floor((room - 1) / 2));
  // Characters beyond the first plane are two units each: none is cut in half.
  return `${head.replace(/[\uD800-\uDBFF]$/, "")}…${tail.replace(/^[\uDC00-\uDFFF]/, "")}`;
}

/** What a container is called: the null container by what it stands for, a frame's empty id by what it lacks, others by their id. */
export function containerName(id: string): string {
  if (id === NULL_CONTAINER) return "utility VM";
  return id === "" ? "no container" : id;
}

/** The same, shortened. */
export function shortContainerName(id: string, keep = 4): string {
  return shortenMiddle(containerName(id), keep);
}
