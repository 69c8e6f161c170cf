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

/** Codes that Windows ends processes with (ntstatus.h). */
const NT_STATUS: ReadonlyMap<number, string> = new Map([
  [0xc0000005, "STATUS_ACCESS_VIOLATION: memory was used that the process may not use."],
  [0xc0000017, "STATUS_NO_MEMORY: memory ran out."],
  [0xc00000fd, "STATUS_STACK_OVERFLOW: the stack ran out."],
  [0xc0000135, "STATUS_DLL_NOT_FOUND: a library of the program is missing."],
  [0xc000013a, "STATUS_CONTROL_C_EXIT: Ctrl+C was pressed, or the container was shut down."],
  [0xc0000142, "STATUS_DLL_INIT_FAILED: a library could not be loaded."],
  [0xc0000374, "STATUS_HEAP_CORRUPTION: the heap was damaged."],
  [0xc0000409, "STATUS_STACK_BUFFER_OVERRUN: the process gave up by itself, or its stack was damaged."],
  [0x40010004, "DBG_TERMINATE_PROCESS: Windows ended the process as it shut down."],
]);

/** Exit code of a process of the utility VM itself that a signal killed: -1. */
const KILLED_IN_VM = 0xffff_ffff;
/** Shells and runc add the signal's number to this. */
const SIGNAL_BASE = 128;

/** What an exit code says; null where it means what the program says. */
export function exitCodeMeaning(code: number): string | null {
  if (code === 0) return "Success.";
  if (code === KILLED_IN_VM) return "-1: a signal killed a process of the utility VM itself.";
  const signal = code > SIGNAL_BASE && code <= SIGNAL_BASE + REALTIME_LAST ? signalOf(code - SIGNAL_BASE) : null;
  if (signal !== null) return `128 + ${code - SIGNAL_BASE}: ${signal.name} ended the process.`;
  if (code === 126) return "The program cannot be started: no right to it.";
  if (code === 127) return "The program was not found.";
  return NT_STATUS.get(code) ?? null;
}
