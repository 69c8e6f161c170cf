import { beforeAll, expect, test } from "vitest";
import { CaptureReader } from "../../../src-decoder/capture-reader.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { columnChoice, columnChoices } from "../../../src-decoder/query/columns/column-choices.ts";
import { columnReader } from "../../../src-decoder/query/columns/column-reader.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
});

test("a column can be chosen exactly where it has values to show", () => {
  const names = [
    "result",
    "peer.latency",
    "sha256",
    "peer.info",
    "peer.sha256",
    "peer.Settings.ProcessParameters",
    "Settings.ProcessParameters",
    "payload.Result",
    "nothing",
    "a b",
  ];
  for (const name of [...names, ""])
    expect([name, columnChoice(name) !== null]).toEqual([name, columnReader(name, capture) !== null]);
});

test("the payload as a whole is a column for scripts alone: no filter could ask for what its cells show", () => {
  for (const name of ["payload", "peer.payload"]) {
    expect(columnChoice(name)).toBeNull();
    expect(columnReader(name, capture)?.needs).toBe("payload");
  }
});

test("all that is offered is there once, has a description, and can be read", () => {
  const choices = columnChoices();
  expect(new Set(choices.map(({ name }) => name)).size).toBe(choices.length);
  expect(choices.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "latencyNs",
      "info",
      "ExitCode",
      "Settings.ProcessParameters.CommandArgs",
      "Request.Settings.Lun",
    ]),
  );
  for (const choice of choices) {
    expect([choice.name, choice.description]).not.toEqual([choice.name, ""]);
    expect(columnReader(choice.name, capture)?.label).toBe(choice.label);
  }
});

test("aliases come by the field's name, and what no shape knows without a description", () => {
  expect(columnChoice("cid")?.name).toBe(columnChoice("container")?.name);
  expect(columnChoice("peer.cid")?.name).toBe("peer.container");
  expect(columnChoice("peer.ExitCode")).toMatchObject({ name: "peer.ExitCode", label: "Peer ExitCode" });
  expect(columnChoice("TimeoutInMs")?.hints.align).toBe("end");
  expect(columnChoice("Settings.ProcessParameters.CommandLine")?.hints.align).toBe("start");
  expect(columnChoice("No.Such.Member")).toMatchObject({ name: "No.Such.Member", label: "Member", description: "" });
});
