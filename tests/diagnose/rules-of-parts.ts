/** Rules that may speak of a part of each capture; of a healthy one none may. */
export const RULES_OF_PARTS: Readonly<Record<string, readonly string[]>> = {
  "boot-exec": [],
  reconnect: [],
  "wcow-fake-guest": [],
  "hang-handler": ["H01"],
  "hang-sequential": ["H31"],
  "guest-crash": ["H10b"],
  // Without the message's first half the guest is only silent, and then gone with work open.
  "half-frame": ["H10", "H12", "H57", "H10b"],
  "guest-frozen": ["H57"],
  "unknown-response": ["H05"],
  "reconnect-rpc-in-blackout": ["H38"],
};
