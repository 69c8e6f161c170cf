/** `node measure-diagnosis.mjs BUNDLE FILE` prints what a diagnosis of the file costs, as JSON. The bundle is of tests/bench/diagnosis.ts. */
import { pathToFileURL } from "node:url";

const [bundle = "", file = ""] = process.argv.slice(2);

/** @type {typeof import("../../tests/bench/diagnosis.ts")} */
const { measureDiagnosis } = await import(pathToFileURL(bundle).href);
process.stdout.write(JSON.stringify(await measureDiagnosis(file)));
