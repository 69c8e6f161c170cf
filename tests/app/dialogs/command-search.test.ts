import { describe, expect, it } from "vitest";
import { bestFirst } from "../../../app/dialogs/command-search.ts";

const COMMANDS = [
  "Go to the paired frame, and back",
  "Time cursor to the previous change",
  "Mark for comparison",
  "Compare with the marked frame",
  "Copy what is selected as a filter",
  "Go to the filter",
  "Clear the filter",
  "Filter: notifications of the guest, on or off",
  "Timeline",
  "Colour rules: tint rows by filters",
  "Switch between frames and exchanges",
  "Time of day (UTC)",
  "Dark theme",
].map((title) => ({ title }));

const found = (query: string): string[] => bestFirst(COMMANDS, query).map(({ title }) => title);

describe("finding a command", () => {
  it("puts whole words before beginnings before insides, and short titles before long ones", () => {
    expect(found("filter")).toEqual([
      "Go to the filter",
      "Clear the filter",
      "Copy what is selected as a filter",
      "Filter: notifications of the guest, on or off",
      "Colour rules: tint rows by filters",
    ]);
    expect(found("mark")).toEqual(["Mark for comparison", "Compare with the marked frame"]);
    expect(found("change")).toEqual(["Time cursor to the previous change", "Switch between frames and exchanges"]);
    expect(found("time")).toEqual(["Time of day (UTC)", "Time cursor to the previous change", "Timeline"]);
  });

  it("takes words in any order and any case, signs aside", () => {
    expect(found("theme DARK")).toEqual(["Dark theme"]);
    expect(found("day (utc)")).toEqual(["Time of day (UTC)"]);
    expect(found("compare mark")).toEqual(["Compare with the marked frame"]);
  });

  it("takes a word with one typing error only where none has the words, and nothing that is farther from them", () => {
    expect(found("drak")).toEqual(["Dark theme"]);
    expect(found("thme")).toEqual(["Dark theme"]);
    expect(found("themme dark")).toEqual(["Dark theme"]);
    expect(found("fliter clear")).toEqual(["Clear the filter"]);
    expect(found("time")).not.toContain("Dark theme");
    expect(found("dkth")).toEqual([]);
    expect(found("cow")).toEqual([]);
    expect(found("nosuchthing")).toEqual([]);
  });

  it("takes words that a command is also known by", () => {
    const known = [{ title: "Copy what is selected as hex dump" }, { title: "Keys", words: ["help", "shortcuts"] }];
    expect(bestFirst(known, "help")).toEqual([known[1]]);
    expect(bestFirst(known, "shortcut")).toEqual([known[1]]);
    expect(bestFirst(known, "hlep")).toEqual([known[1]]);
  });

  it("finds all where no word is typed", () => {
    expect(found(" ")).toHaveLength(COMMANDS.length);
    expect(found("?")).toHaveLength(COMMANDS.length);
  });
});
