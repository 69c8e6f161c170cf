/**
 * The Content-Security-Policy of the page. A capture holds secrets, so the page may run its own code and talk to its own
 * origin, and nothing else. Plain JavaScript, as the static server reads it without a build.
 */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  // Monaco and the virtual table position by style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
];

/** For the meta tag of the built page. */
export const PAGE_POLICY = DIRECTIVES.join("; ");

/** For the server's header: `frame-ancestors` has no effect in a meta tag (CSP Level 3, section 3.3). */
export const SERVED_POLICY = `${PAGE_POLICY}; frame-ancestors 'none'`;
