/** `node measure-diagnosis.mjs FILE` prints what a diagnosis of it costs, as JSON. A process of its own, so that all begin alike. */
import { importBundled } from "./bundle.mjs";

/** @type {typeof import("../../tests/bench/diagnosis.ts")} */
const { measureDiagnosis } = await importBundled("tests/bench/diagnosis.ts");
process.stdout.write(JSON.stringify(await measureDiagnosis(process.argv[2] ?? "")));
