import { expect, test } from "vitest";
import { askPeer } from "../../../src-decoder/query/language/ask-peer.ts";

test.each([
  ['payload contains "sleep" && latency > 1ms', 'payload contains "sleep" && peer.latency > 1ms', ["latency"]],
  [
    "number == 23 && (latency > 5s || !result)",
    "number == 23 && (peer.latency > 5s || !peer.result)",
    ["latency", "result"],
  ],
  ["resultName in {Fail} && TimeoutInMs", "peer.resultName in {Fail} && TimeoutInMs", ["resultName"]],
  ["error && pending && after(12)", "peer.error && pending && after(12)", ["error"]],
])("%s asks requests as %s", (filter, changed, names) => {
  expect(askPeer(filter)).toEqual({ filter: changed, names });
});

test.each([
  ["a question about answers alone", "latency > 5s && error"],
  ["one about no answers", "name == Create"],
  ["one that asks the paired frame already", "name == Create && peer.size > 9 && latency > 1s"],
  ["one that is wrong", "latency >"],
  ["none", ""],
])("%s has no other form", (_, filter) => {
  expect(askPeer(filter)).toBeNull();
});
