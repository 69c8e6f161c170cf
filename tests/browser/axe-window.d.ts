/** Set by axe-core where it is injected. */
interface Window {
  axe: typeof import("axe-core");
}
