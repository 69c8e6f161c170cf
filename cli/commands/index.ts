import type { Command } from "../command.ts";
import { diagnose } from "./diagnose.ts";
import { follow } from "./follow.ts";
import { frames } from "./frames.ts";
import { outstanding } from "./outstanding.ts";
import { packets } from "./packets.ts";
import { show } from "./show.ts";
import { stats } from "./stats.ts";
import { streams } from "./streams.ts";
import { summary } from "./summary.ts";

/** The table of commands, in the order of the help. A command is one file and one row here. */
export const COMMANDS: readonly Command[] = [
  summary,
  diagnose,
  outstanding,
  stats,
  follow,
  frames,
  show,
  streams,
  packets,
];
