/** Error answers. */
import { FAIL, POD, VM, bridgeIn, modify } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

const NOT_IMPLEMENTED = 0x8000_4001 | 0;
const DISABLED =
  "mount, unmount, container creation and deletion have been disabled in this UVM due to a previous error";
const decision = Buffer.from(
  JSON.stringify({ decision: "deny", input: { rule: "create_container" }, reason: { errors: ["invalid command"] } }),
).toString("base64");

export const RESULT_CASES: readonly RuleCase[] = [
  {
    rule: "H34",
    name: "a request before the version is agreed on",
    build: (capture) => {
      const link = capture.connect(0);
      link.ask(0.1, 0, "NegotiateProtocol", "").ask(0.11, 1, "GetProperties", VM);
      link
        .answer(0.2, 0, "NegotiateProtocol", { Version: 4 })
        .answer(0.21, 1, "GetProperties", { Result: NOT_IMPLEMENTED });
    },
    severity: "error",
    says: /GetProperties 1: it was asked before the version of this connection was agreed on/,
  },
  {
    rule: "H34",
    name: "a second agreement on one connection",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "NegotiateProtocol", "", { answer: { Result: NOT_IMPLEMENTED } });
    },
    severity: "error",
    says: /agreed on before, on the same connection/,
  },
  {
    rule: "H34",
    name: "a procedure that nobody knows",
    build: (capture) => {
      bridgeIn(capture).ask(1, 1, 0x1010_1f01, VM).answer(1.1, 1, 0x2010_1f01, { Result: NOT_IMPLEMENTED });
    },
    severity: "info",
  },
  {
    rule: "H35",
    name: "versions 2 to 3 refused",
    build: (capture) => {
      capture.connect(0).call(0.1, 0, "NegotiateProtocol", "", {
        ask: { MinimumVersion: 2, MaximumVersion: 3 },
        answer: { Result: 0xc037_010c | 0 },
      });
    },
    severity: "critical",
    says: /offered versions 2 to 3, and the guest refused them/,
  },
  {
    rule: "H35",
    name: "version 4",
    build: (capture) => void bridgeIn(capture),
    severity: null,
  },
  {
    rule: "H36",
    name: "layers that an older guest cannot read",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        ask: modify("CombinedLayers", "Add", { FilterType: "UnionFS" }),
        answer: { Result: 0xc037_010d | 0, ErrorMessage: "The virtual machine or container JSON document is invalid." },
      });
    },
    severity: "error",
    says: /could not read ModifySettings 1: The virtual machine or container JSON document is invalid/,
    cause: /^ModifySettings 1 has the member FilterType/,
  },
  {
    rule: "H36",
    name: "a resource that the guest does not know",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        answer: { Result: FAIL, ErrorMessage: "invalid ResourceType 'Memory'" },
      });
    },
    severity: "info",
    says: /invalid ResourceType 'Memory'/,
  },
  {
    rule: "H43",
    name: "a code that stands in the text only",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: "container is still being created" },
      });
    },
    severity: "info",
  },
  {
    rule: "H43",
    name: "an error without another code",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: "no space left on device" },
      });
    },
    severity: null,
  },
  {
    rule: "H44",
    name: "a denial by the policy",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: `denied: policyDecision< ${decision} >policyDecision` },
      });
    },
    severity: "info",
    says: /denied Create 1 \(create_container\): invalid command/,
  },
  {
    rule: "H44",
    name: "a policy that is set twice",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        ask: modify("SecurityPolicy"),
        answer: { Result: FAIL, ErrorMessage: "security policy has already been set" },
      });
    },
    severity: "info",
    says: /has a policy already and refused ModifySettings 1/,
  },
  {
    rule: "H44",
    name: "all mounts disabled after a failure",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "ModifySettings", VM, {
          ask: modify("MappedVirtualDisk", "Remove"),
          answer: { Result: FAIL, ErrorMessage: "unmount: device busy" },
        })
        .call(1.5, 3, "ModifySettings", VM, {
          ask: modify("Network"),
          answer: { Result: FAIL, ErrorMessage: "no such adapter" },
        })
        .call(2, 2, "Create", POD, {
          answer: { Result: FAIL, ErrorMessage: DISABLED },
        });
    },
    severity: "error",
    says: /first Create 2\. The failure before it is ModifySettings 1: unmount: device busy/,
    rows: [2, 6],
  },
  {
    rule: "H44",
    name: "all mounts disabled, after a failure that disables none and one that does",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "ModifySettings", VM, {
          ask: modify("Network"),
          answer: { Result: FAIL, ErrorMessage: "no such adapter" },
        })
        .call(2, 2, "DeleteContainerState", POD, { answer: { Result: FAIL, ErrorMessage: "unmount: device busy" } })
        .call(3, 3, "Create", POD, { answer: { Result: FAIL, ErrorMessage: DISABLED } });
    },
    severity: "error",
    says: /first Create 3\. The failure before it is DeleteContainerState 2: unmount: device busy/,
  },
  {
    rule: "H44",
    name: "all mounts disabled before the capture: neither a denial nor what fails afterwards is why",
    build: (capture) => {
      bridgeIn(capture)
        .call(1, 1, "ModifySettings", VM, {
          ask: modify("MappedVirtualDisk"),
          answer: { Result: FAIL, ErrorMessage: `denied: policyDecision< ${decision} >policyDecision` },
        })
        .call(2, 2, "Create", POD, { answer: { Result: FAIL, ErrorMessage: DISABLED } })
        .call(3, 3, "DeleteContainerState", POD, { answer: { Result: FAIL, ErrorMessage: DISABLED } });
    },
    severity: "error",
    says: /every mount and container, 2 times in what was read, first Create 2\.$/,
    rows: [4],
  },
  {
    rule: "H44",
    name: "a denial whose decision was cut off",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "Create", POD, {
        answer: { Result: FAIL, ErrorMessage: `denied: policyDecision< ${decision}` },
      });
    },
    severity: "info",
    says: /denied Create 1: The text ends within the policy decision/,
  },
  ...["H34", "H36", "H44"].map((rule) => ({
    rule,
    name: "an error that says something else",
    build: (capture: CaptureBuilder): void => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        ask: modify("MappedVirtualDisk"),
        answer: { Result: FAIL, ErrorMessage: "no space left on device" },
      });
    },
    severity: null,
  })),
];
