import { expect, it } from "vitest";
import { filesRead } from "../../../app/format/source-files.ts";

const file = (name: string, size = 1): { name: string; size: number } => ({ name, size });
const read = (
  name: string,
  size = 1,
): { name: string; size: number; format: string; packets: number; comments: [] } => ({
  ...file(name, size),
  format: "pcap",
  packets: 3,
  comments: [],
});

it("each opened file has what the capture says of it, and those that are not part of it nothing", () => {
  const names = (opened: { name: string; size: number }[], files: ReturnType<typeof read>[]): (string | null)[] =>
    filesRead(opened, { files }).map((each) => each?.name ?? null);
  expect(names([file("bad"), file("a"), file("b")], [read("a"), read("b")])).toEqual([null, "a", "b"]);
  expect(names([file("a"), file("bad"), file("b")], [read("a"), read("b")])).toEqual(["a", null, "b"]);
  // Of two folders.
  expect(names([file("a", 1), file("a", 2)], [read("a", 2)])).toEqual([null, "a"]);
  expect(names([file("a")], [])).toEqual([null]);
  expect(filesRead([file("a")], null)).toEqual([null]);
});
