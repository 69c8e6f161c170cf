/** `npm run build`: the page, into `dist`. */
import { buildPage } from "./lib/page-build.mjs";

await buildPage();
