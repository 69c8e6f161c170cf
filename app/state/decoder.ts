import { startDecoder } from "../worker/client.ts";
import { RowPages } from "./row-pages.ts";

/** The page's one decoder. */
export const decoder = startDecoder();

/** The rows of the view that is shown. */
export const rowPages = new RowPages((version, from, to) => decoder.rows(version, from, to));
