/** Messages about a process that runs: wait, signal, resize (hcsshim internal/gcs/prot, internal/guest/prot, bridge.md 2.2). */
import { request, response } from "./base.ts";
import { OTHERWISE, always, choice, field, int, object, oneOf, onSuccess, uint, variant } from "./shape.ts";

const PROCESS_ID = always("ProcessId", uint(32), "Process id in the guest, as ExecuteProcess answered it.");

export const WAIT_REQUEST = request("WaitForProcessRequest", "Waits until a process has ended.", [
  PROCESS_ID,
  always("TimeoutInMs", uint(32, "timeout"), "How long the guest waits; 4294967295 is without end.", { unit: "ms" }),
]);

export const WAIT_RESPONSE = response("WaitForProcessResponse", "Says that the process has ended, and how.", [
  onSuccess("ExitCode", uint(32, "exit-code"), "Exit code of the process.", {
    absent: "The process has not ended in time, or is not known.",
  }),
]);

const SIGNAL_LCOW = int(32, "signal");
const SIGNAL_WCOW = oneOf(
  ["CtrlC", "Ctrl+C was pressed."],
  ["CtrlBreak", "Ctrl+Break was pressed."],
  ["CtrlClose", "The console is being closed."],
  ["CtrlLogOff", "The user logs off."],
  ["CtrlShutdown", "The system shuts down."],
);

const SIGNAL_OPTIONS = object("SignalOptions", "Which signal a process gets.", [
  field(
    "Signal",
    choice(
      variant({ by: "number" }, SIGNAL_LCOW, "A signal's number in a Linux guest.", ["LCOW"]),
      variant(OTHERWISE, SIGNAL_WCOW, "A console event in a Windows guest.", ["WCOW", "CWCOW"]),
    ),
    "The signal: a number in a Linux guest, the name of a console event in a Windows guest.",
    { absent: "Absent means that the process is killed." },
  ),
]);

export const SIGNAL_REQUEST = request("SignalProcessRequest", "Sends a signal to a process, or kills it.", [
  PROCESS_ID,
  field("Options", SIGNAL_OPTIONS, "Which signal.", { absent: "Absent means that the process is killed." }),
]);

export const RESIZE_REQUEST = request("ResizeConsoleRequest", "Sets the size of a process's terminal.", [
  PROCESS_ID,
  always("Height", uint(16), "Rows of the terminal.", { unit: "rows" }),
  always("Width", uint(16), "Columns of the terminal.", { unit: "columns" }),
]);
