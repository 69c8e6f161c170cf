/**
 * `npm start`: installs and builds what is missing or stale, serves the page on 127.0.0.1 and prints its address.
 * `PORT` sets the port; without it, 4173 or the next that is free.
 */
import { ensureDependencies } from "./lib/dependencies.mjs";
import { DIST, ensurePage } from "./lib/page-build.mjs";
import { fail } from "./lib/project.mjs";
import { createStaticServer, listen } from "./lib/static-server.mjs";

const DEFAULT_PORT = 4173;

const wanted = process.env["PORT"] ?? "";
if (wanted !== "" && !(/^\d{1,5}$/.test(wanted) && Number(wanted) <= 65_535)) {
  fail(`PORT is "${wanted}"; it must be a number from 0 to 65535`);
}

await ensureDependencies();
await ensurePage();

const server = createStaticServer(DIST);
const port = await (
  wanted === "" ? listen(server, DEFAULT_PORT) : listen(server, Number(wanted), { only: true })
).catch((error) =>
  error.code === "EADDRINUSE" && wanted !== ""
    ? fail(`port ${wanted} is taken; another PORT, or none, will do`)
    : fail(`cannot listen on 127.0.0.1: ${error.message}`),
);
process.stdout.write(`bridgescope is at http://127.0.0.1:${port}/\n`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
