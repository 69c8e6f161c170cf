import type { Command } from "../command.ts";
import { frames } from "./frames.ts";
import { packets } from "./packets.ts";
import { show } from "./show.ts";
import { streams } from "./streams.ts";
import { summary } from "./summary.ts";

/** The table of commands, in the order of the help. A command is one file and one row here. */
export const COMMANDS: readonly Command[] = [summary, frames, show, streams, packets];
