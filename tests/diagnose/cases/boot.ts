/** The start of a utility VM, before the first message of its bridge. */
import { BRIDGE_PORT, FAIL, VM, bridgeIn } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const ENTROPY = 1;
const LOG = 109;
const entropy = new Uint8Array(512).fill(7);

export const BOOT_CASES: readonly RuleCase[] = [
  {
    rule: "B1",
    name: "nobody takes the guest up",
    build: (capture) => {
      for (let time = 0; time < 30; time += 2) capture.dial(time, ENTROPY, "none");
    },
    severity: "error",
    says: /cid 3 dialled the host for entropy and was not taken up in 28 s/,
  },
  {
    rule: "B2",
    name: "entropy and no more",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.until(130);
    },
    severity: "critical",
    says: /took its entropy and opened neither log nor bridge in 130 s/,
  },
  {
    rule: "B3",
    name: "entropy, log and no bridge",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      capture.until(30);
    },
    severity: "error",
    says: /opened its log and never dialled the bridge in 30 s/,
  },
  {
    rule: "B7",
    name: "entropy and log, and the bridge's port is refused",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      for (let time = 2; time < 40; time += 1) capture.dial(time);
    },
    severity: "error",
    says: /cid 3 dialled the bridge's port, and the host took none of its tries up in 39 s/,
  },
  {
    rule: "B3",
    name: "entropy and log, and the bridge's port is refused",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      for (let time = 2; time < 40; time += 1) capture.dial(time);
    },
    severity: null,
  },
  {
    rule: "B7",
    name: "entropy and log, and nobody dials the bridge's port",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      capture.until(30);
    },
    severity: null,
  },
  {
    rule: "B8",
    name: "a Windows guest that does not forward its log",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", VM)
        .call(2, 2, "ModifyServiceSettings", VM, {
          ask: { PropertyType: "LogForwardService" },
          answer: { Result: FAIL, ErrorMessage: "no such service" },
        });
    },
    severity: "info",
    says: /refused ModifyServiceSettings 2 for its log service: no such service; the VM starts all the same/,
  },
  {
    rule: "B8",
    name: "a confidential Windows guest whose policy denies the log",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "Create", VM)
        .ask(2, 2, "ModifyServiceSettings", VM, { PropertyType: "LogForwardService" })
        .answer(2.1, 2, 0x2000_0000, { Result: FAIL, ErrorMessage: "denied" });
    },
    severity: "error",
    says: /the start of a confidential VM fails over it/,
  },
  {
    rule: "B8",
    name: "a Linux guest, which has no such service",
    build: (capture) => {
      bridgeIn(capture).call(2, 2, "ModifyServiceSettings", VM, {
        ask: { PropertyType: "LogForwardService" },
        answer: { Result: FAIL },
      });
    },
    severity: null,
  },
  {
    rule: "B5",
    name: "the host sends nothing, and the guest ends it soon",
    build: (capture) => {
      capture.connect(0).close("guest", 2);
      capture.until(60);
    },
    severity: null,
  },
  {
    rule: "B4",
    name: "the first message is not answered",
    build: (capture) => {
      capture.connect(0).ask(0.1, 0, "NegotiateProtocol", "");
      capture.until(60);
    },
    severity: "error",
    says: /NegotiateProtocol 0, its first message, has had no answer in 59\.9 s/,
  },
  {
    rule: "B5",
    name: "the host sends nothing",
    build: (capture) => {
      capture.connect(0);
      capture.until(60);
    },
    severity: "error",
    says: /has sent nothing in 60 s/,
  },
  {
    rule: "B6",
    name: "the guest closes before it has its entropy",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy.subarray(0, 100)).close("guest", 0.2, "RST");
    },
    severity: "error",
    says: /after 100 of 512 bytes/,
  },
  {
    rule: "B9",
    name: "four connections that end at once",
    build: (capture) => {
      for (let time = 0; time < 4; time++) capture.connect(time).close("host", time + 0.2);
    },
    severity: "error",
    says: /connected the bridge 4 times/,
  },
  {
    rule: "B9",
    name: "four connections that end at once, each with its work done",
    build: (capture) => {
      for (let time = 0; time < 4; time++) {
        capture
          .connect(time)
          .negotiate(time + 0.1)
          .call(time + 0.2, 1, "GetProperties", VM)
          .close("host", time + 0.3);
      }
    },
    severity: null,
  },
  {
    rule: "B9",
    name: "four connections of the last second that nobody ends",
    build: (capture) => {
      for (let time = 0; time < 0.8; time += 0.2) capture.connect(time);
    },
    severity: null,
  },
  {
    rule: "B7",
    name: "host and guest are programs of one machine, and nobody takes the guest up",
    build: (capture) => {
      for (let time = 0; time < 40; time += 1) capture.dial(time, BRIDGE_PORT, "refused", 1, 1);
    },
    severity: "error",
    says: /cid 1 dialled the bridge's port/,
  },
  {
    rule: "B7",
    name: "a guest that nobody takes up, beside one that was",
    build: (capture) => {
      bridgeIn(capture, 3).call(1, 1, "Create", VM);
      capture.connect(1, ENTROPY, 4).data("host", 1.1, entropy).close("host", 1.2);
      for (let time = 2; time < 40; time += 1) capture.dial(time, BRIDGE_PORT, "refused", 4);
    },
    severity: "error",
    says: /cid 4 dialled the bridge's port/,
  },
  ...(
    [
      ["B2", () => {}, /took its entropy and opened neither log nor bridge in 30 s/],
      ["B3", (capture) => capture.connect(11, LOG), /opened its log and never dialled the bridge in 30 s/],
      ["B7", (capture) => capture.dial(11), /host took none of its tries up in 30 s/],
    ] satisfies [string, (capture: CaptureBuilder) => unknown, RegExp][]
  ).map(([rule, goOn, says]) => ({
    rule,
    name: "a second start of the same guest, behind one that went well",
    build: (capture: CaptureBuilder): void => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture
        .connect(1, LOG)
        .data("guest", 1.1, new Uint8Array([10]))
        .close("guest", 9);
      capture.connect(2).negotiate(2.1).close("host", 9);
      capture.connect(10, ENTROPY).data("host", 10.1, entropy).close("host", 10.2);
      goOn(capture);
      capture.until(40);
    },
    severity: "error" as const,
    says,
  })),
  {
    rule: "B3",
    name: "a bridge whose first two packets the capture lacks, beside the log",
    build: (capture) => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      capture.joined().negotiate(2.1);
      capture.until(40);
    },
    severity: null,
  },
  ...["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B9"].map((rule) => ({
    rule,
    name: "an ordinary start",
    build: (capture: CaptureBuilder): void => {
      capture.connect(0, ENTROPY).data("host", 0.1, entropy).close("host", 0.2);
      capture.connect(1, LOG).data("guest", 1.1, new Uint8Array([10]));
      capture.connect(2).negotiate(2.1);
      capture.until(40);
    },
    severity: null,
  })),
];
