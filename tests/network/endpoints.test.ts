import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "../../src-decoder/bytes/same-bytes.ts";
import { TupleTable } from "../../src-decoder/bytes/tuple-table.ts";
import { EndpointTable } from "../../src-decoder/network/endpoints.ts";

function ipv6(...groups: number[]): string {
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 0xff]));
  const table = new EndpointTable();
  return table.endpoint(table.ipv6(viewOf(bytes), 0, 443, 0)).address;
}

describe("EndpointTable", () => {
  it("gives equal endpoints equal numbers, whatever the guess", () => {
    const table = new EndpointTable();
    const addresses = viewOf(Uint8Array.from([10, 0, 0, 1, 10, 0, 0, 2]));
    const first = table.ipv4(addresses, 0, 80, 0);
    const second = table.ipv4(addresses, 4, 80, first);
    expect(table.ipv4(addresses, 0, 80, second)).toBe(first);
    expect(table.ipv4(addresses, 0, 81, first)).not.toBe(first);
    expect(table.vsock(0x0a00_0001, 0, 80, first)).not.toBe(first);
    expect(table.endpoint(second)).toEqual({ address: "10.0.0.2", port: 80 });
  });

  it("writes IPv6 addresses by RFC 5952", () => {
    expect(ipv6(0x2001, 0xdb8, 0, 0, 0, 0, 2, 1)).toBe("2001:db8::2:1");
    expect(ipv6(0x2001, 0xdb8, 0, 1, 1, 1, 1, 1)).toBe("2001:db8:0:1:1:1:1:1");
    expect(ipv6(0x2001, 0, 0, 1, 0, 0, 0, 1)).toBe("2001:0:0:1::1");
    expect(ipv6(0x2001, 0xdb8, 0, 0, 1, 0, 0, 1)).toBe("2001:db8::1:0:0:1");
    expect(ipv6(0, 0, 0, 0, 0, 0, 0, 1)).toBe("::1");
    expect(ipv6(0, 0, 0, 0, 0, 0, 0, 0)).toBe("::");
    expect(ipv6(0xfe80, 0, 0, 0, 0, 0, 0, 0)).toBe("fe80::");
    expect(ipv6(0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0201)).toBe("::ffff:192.0.2.1");
  });

  it("writes each octet and group of an address as its bytes have it", () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(
        fc.tuple(octet, octet, octet, octet),
        fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 }),
        (octets, groups) => {
          const table = new EndpointTable();
          const v4 = table.endpoint(table.ipv4(viewOf(Uint8Array.from(octets)), 0, 1, 0));
          expect(v4.address).toBe(octets.join("."));
          expect(ipv6(...groups)).toBe(groups.map((group) => group.toString(16)).join(":"));
          // An address that ends like a mapped one, and is none.
          expect(ipv6(1, 0, 0, 0, 0, 0xffff, groups[6]!, groups[7]!)).toMatch(/^1::ffff:/);
        },
      ),
    );
  });

  it("writes context ids of 64 bits", () => {
    const table = new EndpointTable();
    expect(table.endpoint(table.vsock(0xffff_ffff, 0xffff_ffff, 1024, 0)).address).toBe("cid 18446744073709551615");
  });

  it("keeps equal names apart: two files may be called alike", () => {
    const table = new EndpointTable();
    const first = table.named("a.bin");
    expect(table.named("a.bin")).not.toBe(first);
    expect(table.endpoint(first)).toEqual({ address: "a.bin", port: null });
  });
});

describe("TupleTable", () => {
  it("numbers tuples as a map of strings would", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 2000 }), fc.nat(100), (tuples, guess) => {
        const table = new TupleTable(2);
        const model = new Map<string, number>();
        for (const tuple of tuples) {
          const expected = model.get(tuple.join()) ?? model.size;
          model.set(tuple.join(), expected);
          table.key.set(tuple);
          expect(table.intern(guess)).toBe(expected);
          expect([table.word(expected, 0), table.word(expected, 1)]).toEqual(tuple);
        }
        expect(table.size).toBe(model.size);
      }),
    );
  });
});
