import { hash } from "node:crypto";
import type { Sha256 } from "../src-decoder/index.ts";

export const sha256: Sha256 = (bytes) => hash("sha256", bytes);
