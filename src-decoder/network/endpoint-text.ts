import type { Endpoint } from "./segment.ts";

/** `192.0.2.1:4000`, `[2001:db8::1]:4000`, `cid 3:1073741824`; the address alone where there is no port. */
export function endpointText({ address, port }: Endpoint): string {
  if (port === null) return address;
  return `${/^[\da-f]*:[\da-f:.]*$/i.test(address) ? `[${address}]` : address}:${port}`;
}
