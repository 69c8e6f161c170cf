/**
 * `node measure-query.mjs BUNDLE FUNCTION FILE LIST...` prints what the function of tests/bench/query.ts, which the bundle is of, says of the
 * file, as JSON. Each list is filters as JSON.
 */
import { pathToFileURL } from "node:url";

const [bundle = "", name = "", file = "", ...lists] = process.argv.slice(2);

/** @type {typeof import("../../tests/bench/query.ts")} */
const { measureHits, measureQueries } = await import(pathToFileURL(bundle).href);
const [first = [], second = []] = lists.map((list) => JSON.parse(list));
const cost = name === "measureHits" ? await measureHits(file, first) : await measureQueries(file, first, second);
process.stdout.write(JSON.stringify(cost));
