/** What the command line reads and says, without a process of its own. */
import { describe, expect, it } from "vitest";
import { parseArguments } from "../../cli/arguments.ts";
import { errorCode } from "../../cli/errors.ts";
import { Messages, failureText } from "../../cli/messages.ts";
import { endpointText } from "../../src-decoder/index.ts";
import type { Issue } from "../../src-decoder/index.ts";

const OPTIONS = [
  { name: "port", value: "NUMBER", help: "a port", repeatable: true },
  { name: "format", value: "FORM", help: "the form", choices: ["text", "csv", "json"] },
  { name: "quiet", value: null, help: "no words" },
];

const parse = (...words: string[]) => parseArguments(words, OPTIONS);

describe("arguments", () => {
  it("are whole numbers within their limits, both of them taken", () => {
    expect(parse("--port", "1", "--port", "65535").integers("port", 1, 65_535)).toEqual([1, 65_535]);
    for (const wrong of ["0", "65536", "1.5", "1e3", "", "x", "1".repeat(16)]) {
      expect(() => parse(`--port=${wrong}`).integers("port", 1, 65_535)).toThrow(
        `--port is "${wrong}"; it must be a whole number from 1 to 65535`,
      );
    }
    expect(parse().integers("port", 1, 65_535)).toEqual([]);
  });

  it("are one of the choices, the first of them where none is given", () => {
    expect([parse().choice("format"), parse("--format", "csv").choice("format")]).toEqual(["text", "csv"]);
    expect(parse().optionalChoice("format")).toBeNull();
    expect(() => parse("--format", "xml").choice("format")).toThrow('--format is "xml"; it must be text, csv or json');
  });

  it.each([
    [["--format", "--quiet"], "--format needs a value, FORM"],
    [["--format"], "--format needs a value, FORM"],
    [["--quiet=yes"], "--quiet takes no value"],
    [["--format", "csv", "--format", "csv"], "--format is given twice"],
    [["-", "-"], "- is given twice"],
  ])("that are wrong are told: %j", (words, fault) => {
    expect(() => parseArguments(words, OPTIONS)).toThrow(fault);
  });

  it("may look like an option where an equals sign makes them a value", () => {
    expect(parse("--format=text", "--port=--1").text("port")).toBe("--1");
  });
});

it.each([
  ["192.0.2.1", 4000, "192.0.2.1:4000"],
  ["2001:db8::1", 4000, "[2001:db8::1]:4000"],
  ["::ffff:192.0.2.1", 80, "[::ffff:192.0.2.1]:80"],
  ["cid 3", 1_073_741_824, "cid 3:1073741824"],
  ["interface 1, side A", null, "interface 1, side A"],
])("an endpoint: %s, %j", (address, port, expected) => {
  expect(endpointText({ address, port })).toBe(expected);
});

it("an error's code is a text that the error carries", () => {
  expect(errorCode(Object.assign(new Error("gone"), { code: "ENOENT" }))).toBe("ENOENT");
  expect(errorCode(Object.assign(new Error("odd"), { code: 5 }))).toBeNull();
  expect([new Error("plain"), { code: "ENOENT" }, "ENOENT", null].map(errorCode)).toEqual([null, null, null, null]);
});

function messages(isTTY: boolean): { said: () => string; messages: Messages } {
  let text = "";
  return { said: () => text, messages: new Messages({ isTTY, write: (more) => (text += more) }) };
}

const issue = (at: number | null): Issue => ({ source: "a.pcap", at, length: 0, code: "x", text: "is odd" });

describe("standard error", () => {
  it("has ten issues one by one, with their bytes, and counts the rest", () => {
    const ten = Array.from({ length: 10 }, (_, at) => issue(at === 0 ? null : at));
    const few = messages(false);
    few.messages.issues(ten, 10);
    expect(few.said().split("\n")).toEqual([
      "warning: a.pcap: is odd",
      ...Array.from({ length: 9 }, (_, i) => `warning: a.pcap: at byte ${i + 1}: is odd`),
      "",
    ]);
    const many = messages(false);
    many.messages.issues([...ten, issue(10)], 500);
    expect(many.said().split("\n").slice(9)).toEqual([
      "warning: a.pcap: at byte 9: is odd",
      "warning: 490 more issues; the summary command lists them",
      "",
    ]);
  });

  it("says where a file could not be read on", () => {
    const { said, messages: told } = messages(false);
    told.fault(failureText({ source: "a.pcap", at: null, reason: "it is a folder", advice: "Name a file." }));
    told.fault(failureText({ source: "b.pcap", at: 24, reason: "no\u001b[2Jright", advice: "" }));
    expect(said()).toBe(
      "bridgescope: a.pcap: at byte 0: it is a folder. Name a file.\nbridgescope: b.pcap: at byte 24: no\\u{1b}[2Jright. \n",
    );
  });

  it("shows progress on a terminal alone, and takes it away before another word", () => {
    const progress = { bytesRead: 50, bytesTotal: 200, packets: 9, frames: 7 };
    const piped = messages(false);
    piped.messages.progress(progress);
    piped.messages.tell("done");
    expect(piped.said()).toBe("done\n");
    const { said, messages: shown } = messages(true);
    shown.progress(progress);
    shown.tell("done");
    shown.tell("really");
    expect(said()).toBe("\r\u001b[K25% read, 7 frames\r\u001b[Kdone\nreally\n");
  });
});
