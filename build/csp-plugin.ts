import type { Plugin } from "vite";
import { PAGE_POLICY } from "./content-security-policy.mjs";

const SCRIPT_WITHOUT_SOURCE = /<script(?![^>]*\ssrc=)[^>]*>/i;

/**
 * Puts the Content-Security-Policy into the built `index.html`, so that it holds wherever the page is served from. The
 * build fails where the page has an inline script, which the policy would forbid in silence.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: "bridgescope:content-security-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html) {
        const inline = SCRIPT_WITHOUT_SOURCE.exec(html);
        if (inline !== null) throw new Error(`index.html has an inline script: ${inline[0]}`);
        return [
          {
            tag: "meta",
            attrs: { "http-equiv": "Content-Security-Policy", content: PAGE_POLICY },
            injectTo: "head-prepend",
          },
        ];
      },
    },
  };
}
