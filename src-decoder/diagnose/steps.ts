/** Next steps that several rules name: commands of hcsshim (cmd/shimdiag), Windows (hcsdiag) and PowerShell. */
import type { GuestKind } from "./guests.ts";

/** While a request waits. */
export const STACKS =
  "Take the guest's stacks before the 300 s are over: `shimdiag list`, then `shimdiag stacks SHIM`.";
/** When it is over. */
export const STACKS_NEXT_TIME =
  "Should it happen again, take the guest's stacks while the request waits: `shimdiag list`, then `shimdiag stacks SHIM`.";
export const CONSOLE = "Look at the VM's console: `hcsdiag list`, then `hcsdiag console ID`.";
const WORKER_LOG =
  "Look for the VM's exit in the Hyper-V worker's log: `Get-WinEvent -LogName Microsoft-Windows-Hyper-V-Worker-Admin -MaxEvents 50`.";
const GUEST_PANIC = "Read the guest's last log lines for a panic; the host's log has it as \"gcs terminated\".";
export const GUEST_PROCESSES =
  "Look at the guest's processes, their state and open pipes: `shimdiag exec SHIM ps -ef`, and `ls -l /proc/PID/fd`.";
const GUEST_TASKS = "Look at the guest's processes: `shimdiag exec SHIM tasklist`.";
export const VERSIONS = "Compare the versions of the host's shim and of the guest's image.";

/** When a guest is gone: where its last words and its end are told. Only the Linux agent's panic comes to the host's log. */
export function afterDeath(guest: GuestKind | null): string[] {
  return [...(guest === "windows" ? [] : [GUEST_PANIC]), CONSOLE, WORKER_LOG];
}

export function processesStep(guest: GuestKind | null): string {
  return guest === "windows" ? GUEST_TASKS : GUEST_PROCESSES;
}
