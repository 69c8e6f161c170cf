/** Signals of Linux by number (signal(7), the numbers of x86 and ARM), and what exit codes say. */

interface Signal {
  readonly name: string;
  /** What it does or why it is sent, one sentence. */
  readonly text: string;
}

const SIGNALS: readonly (readonly [string, string])[] = [
  ["SIGHUP", "The terminal was closed."],
  ["SIGINT", "Ctrl+C was pressed."],
  ["SIGQUIT", "Ctrl+\\ was pressed; Go programs print their stacks."],
  ["SIGILL", "An instruction does not exist."],
  ["SIGTRAP", "A breakpoint was met."],
  ["SIGABRT", "The process gave up by itself."],
  ["SIGBUS", "Memory was used that is not there."],
  ["SIGFPE", "A calculation cannot be done."],
  ["SIGKILL", "The process is killed and cannot prevent it; also sent where memory runs out."],
  ["SIGUSR1", "Means what the program says."],
  ["SIGSEGV", "Memory was used that the process may not use."],
  ["SIGUSR2", "Means what the program says."],
  ["SIGPIPE", "Nobody reads what was written."],
  ["SIGALRM", "A timer has run out."],
  ["SIGTERM", "The process is asked to end."],
  ["SIGSTKFLT", "Not in use."],
  ["SIGCHLD", "A child process has ended or stopped."],
  ["SIGCONT", "A stopped process goes on."],
  ["SIGSTOP", "The process is stopped and cannot prevent it."],
  ["SIGTSTP", "Ctrl+Z was pressed."],
  ["SIGTTIN", "A background process reads the terminal."],
  ["SIGTTOU", "A background process writes to the terminal."],
  ["SIGURG", "Urgent data arrived on a socket."],
  ["SIGXCPU", "The limit on processor time was met."],
  ["SIGXFSZ", "The limit on file size was met."],
  ["SIGVTALRM", "A timer of processor time has run out."],
  ["SIGPROF", "A timer for profiling has run out."],
  ["SIGWINCH", "The terminal has a new size."],
  ["SIGIO", "A file can be read or written."],
  ["SIGPWR", "Power is failing."],
  ["SIGSYS", "A system call is not allowed."],
];

const REALTIME_FIRST = 34;
const REALTIME_LAST = 64;

/** Numbers of all signals with a name of their own. */
export const SIGNAL_NUMBERS: readonly number[] = SIGNALS.map((_, place) => place + 1);

/** The signal with this number; null where there is none. */
export function signalOf(number: number): Signal | null {
  const known = SIGNALS[number - 1];
  if (known !== undefined) return { name: known[0], text: known[1] };
  if (!Number.isInteger(number) || number < REALTIME_FIRST || number > REALTIME_LAST) return null;
  return { name: `SIGRTMIN+${number - REALTIME_FIRST}`, text: "A realtime signal, which means what the program says." };
}

/** The number of a signal by its name, in any case; null where there is none. */
export function signalNamed(name: string): readonly [number] | null {
  const place = SIGNALS.findIndex(([known]) => known === name.toUpperCase());
  return place < 0 ? null : [place + 1];
}

/** A status that Windows ends a process with (ntstatus.h). */
interface NtStatus {
  readonly code: number;
  readonly name: string;
  /** Why a process ends with it, one sentence. */
  readonly text: string;
}

const NT_STATUS: readonly NtStatus[] = [
  { code: 0xc0000005, name: "STATUS_ACCESS_VIOLATION", text: "Memory was used that the process may not use." },
  { code: 0xc0000017, name: "STATUS_NO_MEMORY", text: "Memory ran out." },
  { code: 0xc00000fd, name: "STATUS_STACK_OVERFLOW", text: "The stack ran out." },
  { code: 0xc0000135, name: "STATUS_DLL_NOT_FOUND", text: "A library of the program is missing." },
  {
    code: 0xc000013a,
    name: "STATUS_CONTROL_C_EXIT",
    text: "Ctrl+C was pressed, or the container was shut down.",
  },
  { code: 0xc0000142, name: "STATUS_DLL_INIT_FAILED", text: "A library could not be loaded." },
  { code: 0xc0000374, name: "STATUS_HEAP_CORRUPTION", text: "The heap was damaged." },
  {
    code: 0xc0000409,
    name: "STATUS_STACK_BUFFER_OVERRUN",
    text: "The process gave up by itself, or its stack was damaged.",
  },
  { code: 0x40010004, name: "DBG_TERMINATE_PROCESS", text: "Windows ended the process as it shut down." },
];

/** Exit code of a process of the utility VM itself that a signal killed: -1. */
const KILLED_IN_VM = 0xffff_ffff;
/** Shells and runc add the signal's number to this. */
const SIGNAL_BASE = 128;

/** What ended a process, by its exit code; null where the program did by itself. */
export function endedBy(code: number): { readonly name: string; readonly text: string } | null {
  const isSignal = code > SIGNAL_BASE && code <= SIGNAL_BASE + REALTIME_LAST;
  return (isSignal ? signalOf(code - SIGNAL_BASE) : NT_STATUS.find((status) => status.code === code)) ?? null;
}

/** All names that exit codes go by, each with its sentence. */
export const EXIT_NAMES: readonly Signal[] = [...SIGNALS.map(([name, text]) => ({ name, text })), ...NT_STATUS];

/** The exit codes that a name stands for, of the signal or the status that ended a process, in any case; null where it is no such name. */
export function exitCodesNamed(name: string): readonly [number] | null {
  const [signal] = signalNamed(name) ?? [];
  if (signal !== undefined) return [SIGNAL_BASE + signal];
  const status = NT_STATUS.find((known) => known.name === name.toUpperCase());
  return status === undefined ? null : [status.code];
}

/** What an exit code says; null where it means what the program says. */
export function exitCodeMeaning(code: number): string | null {
  if (code === 0) return "Success.";
  if (code === KILLED_IN_VM) return "-1: a signal killed a process of the utility VM itself.";
  if (code === 126) return "The program cannot be started: no right to it.";
  if (code === 127) return "The program was not found.";
  const end = endedBy(code);
  if (end === null) return null;
  if (code > SIGNAL_BASE + REALTIME_LAST) return `${end.name}: ${end.text}`;
  return `128 + ${code - SIGNAL_BASE}: ${end.name} ended the process.`;
}
