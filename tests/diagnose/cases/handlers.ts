/** Handlers of the guest behind requests that wait. */
import { FAIL, POD, VM, bridgeIn, modify } from "../build-capture.ts";
import type { CaptureBuilder, Link } from "../build-capture.ts";
import type { RuleCase } from "./rule-case.ts";

/** A request that never ends while the others go on, and the capture ends 40 s later. */
function stuck(rule: string, name: string, ask: (link: Link) => void): RuleCase {
  const build = (capture: CaptureBuilder): void => {
    const link = bridgeIn(capture);
    ask(link);
    link.call(35, 200, "GetProperties", POD).call(41, 201, "GetProperties", POD);
  };
  return { rule, name: `${name} waits`, build, severity: "info", under: "H01", says: /which has waited 40 s/ };
}

/** The same request answered. */
function served(rule: string, name: string, ask: (link: Link) => void): RuleCase {
  const build = (capture: CaptureBuilder): void => {
    const link = bridgeIn(capture);
    ask(link);
    link.answer(3, 1, "ModifySettings").call(41, 201, "GetProperties", POD);
  };
  return { rule, name: `${name} is answered in 2 s`, build, severity: null };
}

const disk = (link: Link): void => void link.ask(1.001, 1, "ModifySettings", VM, modify("MappedVirtualDisk"));

export const HANDLER_CASES: readonly RuleCase[] = [
  stuck("H21", "adding a disk", disk),
  served("H21", "adding a disk", disk),
  stuck("H21b", "removing a disk", (link) => {
    link.ask(1, 1, "ModifySettings", VM, modify("MappedVirtualDisk", "Remove"));
  }),
  stuck("H23", "adding a device", (link) => {
    link.ask(1, 1, "ModifySettings", VM, modify("VPCIDevice"));
  }),
  stuck("H24", "adding a network adapter with an address", (link) => {
    link.ask(1, 1, "ModifySettings", VM, modify("Network", "Add", { IPConfigs: [{ IPAddress: "192.0.2.7" }] }));
  }),
  {
    rule: "H24",
    name: "an adapter does not appear in 5 s",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ModifySettings", VM, {
        ask: modify("Network"),
        answer: { Result: FAIL, ErrorMessage: "timed out waiting for net adapter" },
        seconds: 5,
      });
    },
    severity: "info",
    says: /failed after 5 s: timed out waiting for net adapter/,
  },
  stuck("H25", "mounting a share", (link) => {
    link.ask(1, 1, "ModifySettings", VM, modify("MappedDirectory"));
  }),
  stuck("H26", "an exec", (link) => {
    link.ask(1, 1, "ExecuteProcess", VM);
  }),
  {
    rule: "H26",
    name: "a stdio port that cannot be dialled",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, {
        answer: { Result: FAIL, ErrorMessage: "failed creating stdout Connection: can't connect after 10 attempts" },
        seconds: 21,
      });
    },
    severity: "error",
    says: /ExecuteProcess 1 failed after 21 s/,
  },
  {
    rule: "H26",
    name: "a binary that is not there",
    build: (capture) => {
      bridgeIn(capture).call(1, 1, "ExecuteProcess", VM, {
        answer: { Result: FAIL, ErrorMessage: "fork/exec /no/such/binary: no such file or directory" },
      });
    },
    severity: null,
  },
  stuck("H27", "adding a network adapter without an address", (link) => {
    link.ask(1, 1, "ModifySettings", VM, modify("Network", "Add", { NamespaceID: "x" }));
  }),
  stuck("H28", "a Create", (link) => {
    link.ask(1, 1, "Create", POD);
  }),
  stuck("H29", "a deletion", (link) => {
    link.ask(1, 1, "DeleteContainerState", POD);
  }),
  stuck("H30", "statistics", (link) => {
    link.ask(1, 1, "GetProperties", POD);
  }),
  {
    rule: "H02",
    name: "stacks are asked of a guest in which a disk waits",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ModifySettings", VM, modify("MappedVirtualDisk"))
        .ask(20, 2, "DumpStacks", VM)
        .call(40, 3, "GetProperties", POD);
    },
    severity: "info",
    under: "H01",
  },
  {
    rule: "H02",
    name: "stacks are asked of a guest in which nothing else waits",
    build: (capture) => {
      bridgeIn(capture).ask(20, 2, "DumpStacks", VM).call(40, 3, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H28",
    name: "a Create on Windows, whose guest agent has no runc",
    build: (capture) => {
      bridgeIn(capture).call(0.5, 9, "Create", VM).ask(1, 1, "Create", POD).call(40, 3, "GetProperties", POD);
    },
    severity: null,
  },
  {
    rule: "H27",
    name: "adding a network adapter with an address of the older form",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ModifySettings", VM, modify("Network", "Add", { IPAddress: "192.0.2.7" }))
        .call(40, 3, "GetProperties", POD);
    },
    severity: null,
  },
];
