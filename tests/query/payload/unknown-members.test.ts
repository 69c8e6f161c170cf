import { expect, test } from "vitest";
import { unknownMembers } from "../../../src-decoder/query/payload/unknown-members.ts";

test.each([
  ["a member without the way to it", "MountFlags == 3", ["MountFlags"], "Request.Settings.MountFlags == 3"],
  [
    "a slip on the way",
    'Settings.ProcesParameters.CommandArgs contains "sh" && pending',
    ["Settings.ProcesParameters.CommandArgs"],
    'Settings.ProcessParameters.CommandArgs contains "sh" && pending',
  ],
  [
    "small letters",
    "payload.settings.processparameters.commandline",
    ["payload.settings.processparameters.commandline"],
    "Settings.ProcessParameters.CommandLine",
  ],
  ["one of the paired frame", "!peer.ExitCod", ["peer.ExitCod"], "!peer.ExitCode"],
  ["one that a field hides", "peer.Reslt == 3", ["peer.Reslt"], "peer.payload.Result == 3"],
  ["two, the second without a near one", "TimeoutInMS > 3 || Zebra.Quagga", ["TimeoutInMS", "Zebra.Quagga"], null],
  ["none that is near", 'Zebra["a b"] in {1, 2}', ['Zebra["a b"]'], null],
])("%s is told", (_, filter, paths, meant) => {
  const told = unknownMembers(filter);
  expect(told?.paths).toEqual(paths);
  if (meant !== null) expect(told?.meant).toBe(meant);
  // What was probably meant is known.
  if (told?.meant != null && paths.length === 1) expect(unknownMembers(told.meant)).toBeNull();
});

test.each([
  ["fields", "name == Create && after(3)"],
  ["the payload as a whole", 'payload contains "Zebra"'],
  ["members through strings and lists", "ContainerConfig.OciSpecification.process.args"],
  ["what stands in a map", 'ContainerConfig.OciSpecification.annotations["a.b"] == "c"'],
  ["members of one message alone", "payload.Type || payload.otsc"],
  ["no filter", "Zebra =="],
  ["nothing", ""],
])("%s are known", (_, filter) => {
  expect(unknownMembers(filter)).toBeNull();
});
