/** Handlers of the guest behind requests that wait. */
import { FAIL, POD, VM, bridgeIn, modify } from "../build-capture.ts";
import type { CaptureBuilder } from "../build-capture.ts";
import type { CallName } from "../../../src-decoder/correlate/message-index.ts";
import type { RuleCase } from "./rule-case.ts";

type Members = Readonly<Record<string, unknown>>;

/** A rule, what the guest is asked, the call, and for settings its members. */
const HANDLERS: readonly (readonly [rule: string, name: string, call: CallName, members?: Members])[] = [
  ["H21", "adding a disk", "ModifySettings", modify("MappedVirtualDisk")],
  ["H21b", "removing a disk", "ModifySettings", modify("MappedVirtualDisk", "Remove")],
  ["H23", "adding a device", "ModifySettings", modify("VPCIDevice")],
  [
    "H24",
    "adding a network adapter with an address",
    "ModifySettings",
    modify("Network", "Add", { IPConfigs: [{ IPAddress: "192.0.2.7" }] }),
  ],
  ["H25", "mounting a share", "ModifySettings", modify("MappedDirectory")],
  ["H26", "an exec", "ExecuteProcess", { Settings: { VsockStdioRelaySettings: { StdOut: 1_073_741_825 } } }],
  [
    "H27",
    "adding a network adapter without an address",
    "ModifySettings",
    modify("Network", "Add", { NamespaceID: "x" }),
  ],
  ["H28", "a Create", "Create"],
  ["H29", "a deletion", "DeleteContainerState"],
  ["H30", "statistics", "GetProperties"],
];

/** Each of them is asked while others go on, for 40 s: it hangs, and it is answered in 2 s. */
const STUCK_AND_SERVED = HANDLERS.flatMap(([rule, name, call, members]): RuleCase[] => {
  const build =
    (isServed: boolean) =>
    (capture: CaptureBuilder): void => {
      const link = bridgeIn(capture).ask(1, 1, call, POD, members);
      if (isServed) link.answer(3, 1, call);
      link.call(35, 200, "GetProperties", POD).call(41, 201, "GetProperties", POD);
    };
  return [
    { rule, name: `${name} waits`, build: build(false), severity: "info", under: "H01", says: /which has waited 40 s/ },
    { rule, name: `${name} is answered in 2 s`, build: build(true), severity: null },
  ];
});

/** Captures that begin behind the first messages, with one call that tells what the guest is, and a Create that hangs. */
function lateStarts(
  guest: string,
  says: RegExp | null,
  signs: readonly (readonly [name: string, call: CallName, members: Members])[],
): RuleCase[] {
  return signs.map(([name, call, ask]) => ({
    rule: "H28",
    name: `a late start that shows ${guest} ${name}`,
    build: (capture) => {
      capture.joined().call(1, 41, call, POD, { ask }).ask(2, 50, "Create", POD).call(40, 51, "GetProperties", POD);
    },
    ...(says === null ? { severity: null } : { severity: "info", says }),
  }));
}

export const HANDLER_CASES: readonly RuleCase[] = [
  ...STUCK_AND_SERVED,
  ...([false, true] as const).flatMap((speaks): RuleCase[] => {
    const name = `in a guest that serves one at a time${speaks ? ", and tells of an exit meanwhile" : ""}`;
    const build = (capture: CaptureBuilder): void => {
      const link = bridgeIn(capture).ask(0.1, 50, "WaitForProcess", POD, {
        ProcessId: 100,
        TimeoutInMs: 4_294_967_295,
      });
      for (let id = 1; id <= 4; id++) link.ask(0.2 + id * 0.01, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.3 + id * 0.01, id, "GetProperties");
      link.ask(1, 5, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 6; id <= 9; id++) link.ask(1.1, id, "GetProperties", POD);
      if (speaks) link.answer(20, 50, "WaitForProcess", { ExitCode: 0 });
      capture.until(41);
    };
    return [
      { rule: "H30", name: `statistics behind a disk ${name}`, build, severity: null },
      {
        rule: "H21",
        name: `a disk before statistics ${name}`,
        build,
        severity: "info",
        says: /which has waited 40 s:/,
      },
    ];
  }),
  {
    rule: "H21",
    name: "a disk whose turn in a queue came late",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 8; id++) link.ask(1, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 1; id <= 7; id++) link.answer(1 + 20 * id, id, "ModifySettings");
      capture.until(156);
    },
    severity: "info",
    says: /^Behind ModifySettings 8, which the guest has had in hand for 15 s: /,
  },
  {
    rule: "H21",
    name: "a disk whose turn in a queue came just now",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 8; id++) link.ask(1, id, "ModifySettings", VM, modify("MappedVirtualDisk"));
      for (let id = 1; id <= 7; id++) link.answer(1 + 20 * id, id, "ModifySettings");
      capture.until(147);
    },
    severity: null,
  },
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
  ...[
    {
      name: "as slow as it is",
      seconds: 21,
      message: "failed creating stdout Connection: can't connect after 10 attempts",
    },
    {
      name: "as long as its text is",
      seconds: 20,
      message: "failed creating stderr Connection: can't connect after 10 attempts",
    },
  ].map(({ name, seconds, message }) => ({
    rule: "H26",
    name: `a stdio port that cannot be dialled, among very many probes that fail: told by being ${name}`,
    build: (capture: CaptureBuilder): void => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 200; id++) {
        const isIt = id === 100;
        link.call(id, id, "ExecuteProcess", VM, {
          answer: { Result: FAIL, ErrorMessage: isIt ? message : "fork/exec /no/probe: no such file" },
          seconds: isIt ? seconds : 0.5,
        });
      }
    },
    severity: "error" as const,
    says: /ExecuteProcess 100 failed after 2\d s/,
  })),
  {
    rule: "H26",
    name: "a slow one among failures of the guest, behind as many errors of a sidecar",
    build: (capture) => {
      const link = bridgeIn(capture);
      const slow = "failed creating stdout Connection: can't connect after 10 attempts";
      for (let id = 1; id <= 100; id++) {
        link
          .ask(id, id, "ExecuteProcess", VM)
          .answer(id + 0.5, id, 0x2000_0000, { Result: FAIL, ErrorMessage: "denied" });
      }
      for (let id = 101; id <= 200; id++) {
        const isIt = id === 150;
        // Of one length, so that its time alone tells it.
        const message = isIt ? slow : "fork/exec /no/probe: no such file".padEnd(slow.length, ".");
        link.call(id, id, "ExecuteProcess", VM, {
          answer: { Result: FAIL, ErrorMessage: message },
          seconds: isIt ? 21 : 0.5,
        });
      }
    },
    severity: "error",
    says: /ExecuteProcess 150 failed after 21 s/,
  },
  {
    rule: "H26",
    name: "an exec waits that asks for no stdio",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ExecuteProcess", POD, { Settings: { VsockStdioRelaySettings: {} } })
        .call(35, 3, "GetProperties", POD)
        .call(41, 4, "GetProperties", POD);
    },
    severity: null,
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
  {
    rule: "H26",
    name: "two execs whose stdio ports cannot be dialled",
    build: (capture) => {
      const lost = { Result: FAIL, ErrorMessage: "failed creating stdout Connection: can't connect after 10 attempts" };
      bridgeIn(capture)
        .call(1, 1, "ExecuteProcess", VM, { answer: lost, seconds: 21 })
        .call(30, 2, "ExecuteProcess", VM, { answer: lost, seconds: 21 });
    },
    severity: "error",
    says: /ExecuteProcess 1 failed after 21 s: .*\. 1 more exec failed alike/,
  },
  {
    rule: "H21",
    name: "two disks wait",
    build: (capture) => {
      bridgeIn(capture)
        .ask(1, 1, "ModifySettings", VM, modify("MappedVirtualDisk"))
        .ask(2, 2, "ModifySettings", VM, modify("MappedVirtualDisk"))
        .call(35, 3, "GetProperties", POD)
        .call(41, 4, "GetProperties", POD);
    },
    severity: "info",
    says: /Behind ModifySettings 1, which has waited 40 s, and 1 more like it/,
    rows: [2, 3],
  },
  {
    rule: "H21",
    name: "a disk waits in a guest that stood still before and has thawed",
    build: (capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(1 + id * 0.1, id, "GetProperties", VM);
      for (let id = 4; id >= 1; id--) link.answer(20 - id * 0.1, id, "GetProperties");
      link
        .ask(30, 5, "ModifySettings", VM, modify("MappedVirtualDisk"))
        .call(65, 6, "GetProperties", POD)
        .call(70, 7, "GetProperties", POD);
    },
    severity: "info",
    says: /Behind ModifySettings 5, which has waited 40 s/,
  },
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
  ...lateStarts("a Windows guest by", null, [
    ["its stdio services", "ExecuteProcess", { Settings: { StdioRelaySettings: { StdOut: "x" } } }],
    ["a resource", "ModifySettings", modify("HvSocket", "Update")],
    ["a member of a resource", "ModifySettings", modify("MappedDirectory", "Add", { HostPath: "C:\\\\x" })],
    ["a container's document", "Create", { ContainerConfig: '{"SchemaVersion":{},"Container":{}}' }],
    ["a signal's name", "SignalProcess", { ProcessId: 5, Options: { Signal: "CtrlC" } }],
    ["its log service", "ModifyServiceSettings", { PropertyType: "LogForwardService" }],
  ]),
  ...lateStarts("a Linux guest by", /^Behind Create 50, which has waited \d+ s: runc create/, [
    ["its stdio ports", "ExecuteProcess", { Settings: { VsockStdioRelaySettings: { StdOut: 1_073_741_830 } } }],
    ["a process's document", "ExecuteProcess", { Settings: { ProcessParameters: '{"OciProcess":{}}' } }],
    ["a resource", "ModifySettings", modify("SCSIDevice", "Remove")],
    ["a member of a resource", "ModifySettings", modify("MappedVirtualDisk", "Add", { MountPath: "/x" })],
    ["a container's document", "Create", { ContainerConfig: '{"OciSpecification":{}}' }],
    ["a signal's number", "SignalProcess", { ProcessId: 5, Options: { Signal: 15 } }],
  ]),
  ...lateStarts(
    "a guest of neither sort for all that the capture tells by",
    /^Behind Create 50, which has waited \d+ s, if the guest is a Linux one, which the capture does not tell: runc create/,
    [
      ["statistics", "GetProperties", {}],
      ["a network", "ModifySettings", modify("Network", "Add", { ID: "x" })],
    ],
  ),
  {
    rule: "H28",
    name: "a Create of a late start, with a resource that the guest refuses: that tells nothing of it",
    build: (capture) => {
      capture
        .joined()
        .call(1, 41, "ModifySettings", VM, { ask: modify("HvSocket"), answer: { Result: FAIL } })
        .ask(2, 50, "Create", POD)
        .call(40, 51, "GetProperties", POD);
    },
    severity: "info",
    says: /if the guest is a Linux one, which the capture does not tell/,
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
