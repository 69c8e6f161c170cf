/** How Node is told to run the command line: as `npm run bridgescope` does it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../lib/sources.mjs";

/** @type {{ scripts: { bridgescope: string } }} */
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const [, ...args] = scripts.bridgescope.split(" ");

/** Arguments of node, before those of the command line. */
export const COMMAND_LINE = args.map((arg) => (arg.startsWith("--") ? arg : join(ROOT, arg)));
