/** Next steps that several rules name: commands of hcsshim (cmd/shimdiag), Windows (hcsdiag) and PowerShell. */

/** While a request waits. */
export const STACKS =
  "Take the guest's stacks before the 300 s are over: `shimdiag list`, then `shimdiag stacks SHIM`.";
/** When it is over. */
export const STACKS_NEXT_TIME =
  "Should it happen again, take the guest's stacks while the request waits: `shimdiag list`, then `shimdiag stacks SHIM`.";
export const CONSOLE = "Look at the VM's console: `hcsdiag list`, then `hcsdiag console ID`.";
export const WORKER_LOG =
  "Look for the VM's exit in the Hyper-V worker's log: `Get-WinEvent -LogName Microsoft-Windows-Hyper-V-Worker-Admin -MaxEvents 50`.";
export const GUEST_PANIC = "Read the guest's last log lines for a panic; the host's log has it as \"gcs terminated\".";
export const GUEST_PROCESSES =
  "Look at the guest's processes, their state and open pipes: `shimdiag exec SHIM ps -ef`, and `ls -l /proc/PID/fd`.";
export const VERSIONS = "Compare the versions of the host's shim and of the guest's image.";
