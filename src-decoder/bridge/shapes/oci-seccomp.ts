/** Which system calls a container may use: seccomp in the OCI runtime specification (config-linux.md). */
import { always, field, listOf, object, oneOf, oftenOneOf, string, uint } from "./shape.ts";

const ACTION = oneOf(
  ["SCMP_ACT_KILL", "The thread is killed."],
  ["SCMP_ACT_KILL_THREAD", "The thread is killed."],
  ["SCMP_ACT_KILL_PROCESS", "The process is killed."],
  ["SCMP_ACT_TRAP", "The thread gets SIGSYS."],
  ["SCMP_ACT_ERRNO", "The call fails with an error number."],
  ["SCMP_ACT_TRACE", "A tracer decides."],
  ["SCMP_ACT_ALLOW", "The call is let through."],
  ["SCMP_ACT_LOG", "The call is let through and logged."],
  ["SCMP_ACT_NOTIFY", "A listener in user space decides."],
);

const ARGUMENT = object("SeccompArgument", "A condition on one argument of a system call.", [
  always("index", uint(32), "Which argument, from 0."),
  always("value", uint(64), "Value that it is compared with, or the mask."),
  field("valueTwo", uint(64), "Value that the masked argument must equal."),
  always(
    "op",
    oneOf(
      ["SCMP_CMP_NE", "Not equal."],
      ["SCMP_CMP_LT", "Less."],
      ["SCMP_CMP_LE", "Less or equal."],
      ["SCMP_CMP_EQ", "Equal."],
      ["SCMP_CMP_GE", "Greater or equal."],
      ["SCMP_CMP_GT", "Greater."],
      ["SCMP_CMP_MASKED_EQ", "Equal under a mask."],
    ),
    "How they are compared.",
  ),
]);

const SYSCALL = object("SeccompRule", "What happens with some system calls.", [
  always("names", listOf(string()), "Names of the system calls."),
  always("action", ACTION, "What happens."),
  field("errnoRet", uint(32), "Error number that the call returns.", { absent: "Absent means EPERM." }),
  field("args", listOf(ARGUMENT), "Conditions, which must all hold.", {
    absent: "Absent means that it always applies.",
  }),
]);

export const SECCOMP = object("Seccomp", "Which system calls the container's processes may use.", [
  always("defaultAction", ACTION, "What happens with a call that no rule names."),
  field("defaultErrnoRet", uint(32), "Error number where the default action is to fail.", {
    absent: "Absent means EPERM.",
  }),
  field(
    "architectures",
    listOf(string()),
    "Processor architectures that the rules are for, SCMP_ARCH_X86_64 for one.",
    {
      absent: "Absent means the machine's own.",
    },
  ),
  field(
    "flags",
    listOf(
      oftenOneOf(
        ["SECCOMP_FILTER_FLAG_TSYNC", "The filter is set for all threads."],
        ["SECCOMP_FILTER_FLAG_LOG", "What is not let through is logged."],
        ["SECCOMP_FILTER_FLAG_SPEC_ALLOW", "Speculative store bypass is not switched off."],
        ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", "A wait for the listener ends only by a fatal signal."],
      ),
    ),
    "Flags of the filter.",
  ),
  field("listenerPath", string(), "Socket of the listener that decides.", { secret: "path" }),
  field("listenerMetadata", string(), "Text that the listener gets."),
  field("syscalls", listOf(SYSCALL), "The rules."),
]);
