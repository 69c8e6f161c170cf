import type { Command } from "../command.ts";

/** A row of the table of commands: a command is loaded when it is asked for, so that none costs the start of another. */
export interface CommandRow {
  readonly name: string;
  load(): Promise<Command>;
}

/** The table of commands, in the order of the help. A command is one file and one row here. */
export const COMMANDS: readonly CommandRow[] = [
  { name: "summary", load: async () => (await import("./summary.ts")).summary },
  { name: "diagnose", load: async () => (await import("./diagnose.ts")).diagnose },
  { name: "outstanding", load: async () => (await import("./outstanding.ts")).outstanding },
  { name: "stats", load: async () => (await import("./stats.ts")).stats },
  { name: "follow", load: async () => (await import("./follow.ts")).follow },
  { name: "frames", load: async () => (await import("./frames.ts")).frames },
  { name: "show", load: async () => (await import("./show.ts")).show },
  { name: "streams", load: async () => (await import("./streams.ts")).streams },
  { name: "packets", load: async () => (await import("./packets.ts")).packets },
];
